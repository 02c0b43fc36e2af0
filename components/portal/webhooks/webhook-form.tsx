"use client";

import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { FEED_KINDS } from "#city/protocol/messages.ts";
import { WEBHOOK_SCOPES, type WebhookSecretView, type WebhookView } from "#city/protocol/webhook-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useSend } from "#components/net/use-api.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Form, useApiForm } from "#components/ui/form.tsx";
import { TextInput } from "#components/ui/text-input.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { Checkbox, RadioCards } from "#components/ui/toggles.tsx";

interface WebhookFormProps {
  /** Null: a new one. */
  readonly webhook: WebhookView | null;
  readonly onClose: () => void;
  readonly onMade?: (made: WebhookSecretView) => void;
}

/** Makes a webhook or changes one. */
export function WebhookForm({ webhook, onClose, onMade }: WebhookFormProps) {
  const t = useText("webhooks");
  const f = useText("feed");
  const k = useText("kit");
  const toast = useToast();
  const { send } = useSend<object, WebhookSecretView>({
    method: webhook === null ? "POST" : "PATCH",
    path: webhook === null ? "/webhooks" : `/webhooks/${webhook.id}`,
    refresh: ["/webhooks"],
  });
  const max = LIMITS.webhookUrlCharsMax;
  const form = useApiForm({
    schema: z.object({
      url: z.string().trim().min(1, k("required")).max(max, k("tooLong", { max })),
      scope: z.enum(WEBHOOK_SCOPES),
      kinds: z.array(z.enum(FEED_KINDS)),
    }),
    defaults: {
      url: webhook?.url ?? "",
      scope: webhook?.scope ?? "mine",
      kinds: [...(webhook?.kinds ?? [])],
    },
    send,
    onDone: (made) => {
      toast({ tone: "good", title: t(webhook === null ? "created" : "saved") });
      if (webhook === null) onMade?.(made);
      else onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={t(webhook === null ? "add" : "edit")}>
      <Form form={form}>
        <TextInput
          label={t("url")}
          hint={t("urlHint")}
          type="url"
          inputMode="url"
          placeholder={t("urlPlaceholder")}
          spellCheck={false}
          autoCapitalize="none"
          {...form.field("url")}
        />
        <RadioCards
          label={t("scope")}
          columns={2}
          cards={WEBHOOK_SCOPES.map((scope) => ({
            value: scope,
            title: t(`scopes.${scope}`),
            text: t(`scopeTexts.${scope}`),
          }))}
          {...form.field("scope")}
        />
        <fieldset>
          <legend className="text-sm font-medium">{t("kinds")}</legend>
          <p className="mb-1 text-sm text-muted">{t("kindsHint")}</p>
          <div className="grid grid-cols-2 gap-x-4 sm:grid-cols-3">
            {FEED_KINDS.map((kind) => (
              <Checkbox key={kind} value={kind} label={f(`kinds.${kind}`)} {...form.form.register("kinds")} />
            ))}
          </div>
        </fieldset>
        <Button type="submit" tone="primary" loading={form.sending}>
          {t(webhook === null ? "create" : "save")}
        </Button>
      </Form>
    </Dialog>
  );
}
