"use client";

import { Download } from "lucide-react";
import { signOut } from "next-auth/react";
import { useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { useRefusalText } from "#components/ui/fault-text.ts";
import { useProblemText } from "#components/ui/problem-text.ts";
import { PasswordInput } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";
import type { Account } from "./account.ts";
import { useProof } from "./proof-dialog.tsx";
import { saveFile } from "./save-file.ts";

/** Taking one's data along, and leaving. */
export function DataTab({ account }: { readonly account: Account }) {
  return (
    <div className="grid gap-6">
      <ExportCard />
      <DeleteCard account={account} />
    </div>
  );
}

function ExportCard() {
  const t = useText("account");
  const toast = useToast();
  const problemText = useProblemText();
  const { withProof, dialog } = useProof();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    const reply = await withProof(() => api.get("/account/export"));
    setBusy(false);
    if (reply.ok) saveFile("borough-account.json", JSON.stringify(reply.value, null, 2), "application/json");
    else if (reply.code !== "proof_required") toast({ tone: "bad", title: problemText(reply) });
  };
  return (
    <>
      <Card
        title={t("exportTitle")}
        text={t("exportText")}
        actions={
          <Button
            icon={<Download size={16} aria-hidden="true" />}
            loading={busy}
            onClick={() => void download()}
          >
            {t("exportDo")}
          </Button>
        }
      />
      {dialog}
    </>
  );
}

function DeleteCard({ account }: { readonly account: Account }) {
  const t = useText("account");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Card
        title={t("deleteTitle")}
        text={t("deleteText")}
        className="border-bad/40"
        actions={
          <Button className="text-bad" onClick={() => setAsking(true)}>
            {t("deleteDo")}
          </Button>
        }
      />
      {asking && <DeleteDialog hasPassword={account.has_password} onClose={() => setAsking(false)} />}
    </>
  );
}

interface DeleteDialogProps {
  readonly hasPassword: boolean;
  readonly onClose: () => void;
}

function DeleteDialog({ hasPassword, onClose }: DeleteDialogProps) {
  const t = useText("account");
  const refusalText = useRefusalText();
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const remove = async () => {
    const reply = await api.del("/account", hasPassword ? { password } : {});
    if (reply.ok) await signOut({ callbackUrl: "/" });
    else setError(refusalText(reply));
    return reply.ok;
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t("deleteConfirm")}
      text={t("deleteText")}
      confirmLabel={t("deleteDo")}
      tone="danger"
      typed={t("deleteWord")}
      onConfirm={remove}
    >
      {hasPassword ? (
        <PasswordInput
          label={t("password")}
          autoComplete="current-password"
          value={password}
          error={error}
          onChange={(event) => setPassword(event.target.value)}
        />
      ) : (
        error && <p className="text-sm text-bad">{error}</p>
      )}
    </ConfirmDialog>
  );
}
