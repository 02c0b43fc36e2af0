"use client";

import { useText } from "#components/i18n/use-text.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

interface SecretDialogProps {
  readonly secret: string;
  readonly onClose: () => void;
}

/** Shows a signing secret the one time that it can be seen. */
export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  const t = useText("webhooks");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("secretTitle")}
      text={t("secretText")}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t("secretKept")}
        </Button>
      }
    >
      <div className="grid gap-4">
        <CopyField label={t("secret")} value={secret} />
        <p className="text-sm text-muted">{t("verify")}</p>
      </div>
    </Dialog>
  );
}
