"use client";

import { Ellipsis, KeyRound, Pencil, Power, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { useFormatter } from "use-intl";
import type { WebhookSecretView, WebhookView } from "#city/protocol/webhook-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useSend } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button, IconButton } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { Menu, MenuItem, MenuLine } from "#components/ui/menu.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { useToast } from "#components/ui/toast.tsx";
import { Deliveries } from "./deliveries.tsx";
import { WebhookForm } from "./webhook-form.tsx";

interface WebhookCardProps {
  readonly webhook: WebhookView;
  readonly onSecret: (made: WebhookSecretView) => void;
}

/** One webhook: where it leads, how it is doing, and what was sent. */
export function WebhookCard({ webhook, onSecret }: WebhookCardProps) {
  const t = useText("webhooks");
  const f = useText("feed");
  const { dateTime } = useFormatter();
  const kinds = webhook.kinds.map((kind) => f(`kinds.${kind}`)).join(", ");
  return (
    <section className="card min-w-0">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 pt-5 sm:px-6">
        <div className="min-w-0">
          <h2 className="text-base font-semibold break-all">{webhook.url}</h2>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
            <Badge tone={TONES[webhook.state]} dot>
              {t(webhook.state)}
            </Badge>
            <span>{t(`scopes.${webhook.scope}`)}</span>
            <span>{kinds === "" ? t("allKinds") : kinds}</span>
            {webhook.failures > 0 && (
              <span className="text-bad">{t("failures", { n: webhook.failures })}</span>
            )}
            {webhook.waiting > 0 && <span>{t("waiting", { n: webhook.waiting })}</span>}
          </p>
          {webhook.old_secret_until !== null && (
            <p className="mt-1 text-sm text-muted">
              {t("oldSecret", {
                at: dateTime(new Date(webhook.old_secret_until), { dateStyle: "medium", timeStyle: "short" }),
              })}
            </p>
          )}
        </div>
        <WebhookActions webhook={webhook} onSecret={onSecret} />
      </header>
      <Deliveries webhook={webhook} />
    </section>
  );
}

const TONES = { on: "good", off: "plain", failing: "bad" } as const;

function WebhookActions({ webhook, onSecret }: WebhookCardProps) {
  const t = useText("webhooks");
  const toast = useToast();
  const problemText = useProblemText();
  const [asking, setAsking] = useState<"edit" | "rotate" | "remove" | null>(null);
  const path = `/webhooks/${webhook.id}`;
  const refresh = ["/webhooks"];
  const change = useSend<{ enabled: boolean }>({ method: "PATCH", path, refresh });
  const test = useSend({ method: "POST", path: `${path}/test`, refresh });
  const rotate = useSend<void, WebhookSecretView>({ method: "POST", path: `${path}/rotate`, refresh });
  const remove = useSend({ method: "DELETE", path, refresh });
  const isOn = webhook.state === "on";
  const tell = (reply: { ok: true } | Parameters<typeof problemText>[0], title: string, text?: string) => {
    if (reply.ok) toast({ tone: "good", title, ...(text === undefined ? {} : { text }) });
    else toast({ tone: "bad", title: problemText(reply) });
    return reply.ok;
  };
  const close = () => setAsking(null);
  return (
    <div className="flex items-center gap-2">
      {isOn ? (
        <Button
          size="small"
          icon={<Send size={15} aria-hidden="true" />}
          loading={test.sending}
          onClick={async () => tell(await test.send(), t("tested"), t("testedText"))}
        >
          {t("test")}
        </Button>
      ) : (
        <Button
          size="small"
          icon={<Power size={15} aria-hidden="true" />}
          loading={change.sending}
          onClick={async () => tell(await change.send({ enabled: true }), t("switchedOn"))}
        >
          {t("switchOn")}
        </Button>
      )}
      <Menu trigger={<IconButton label={t("actions")} icon={<Ellipsis size={18} aria-hidden="true" />} />}>
        <MenuItem icon={<Pencil size={16} aria-hidden="true" />} onSelect={() => setAsking("edit")}>
          {t("edit")}
        </MenuItem>
        <MenuItem icon={<KeyRound size={16} aria-hidden="true" />} onSelect={() => setAsking("rotate")}>
          {t("rotate")}
        </MenuItem>
        {isOn && (
          <MenuItem
            icon={<Power size={16} aria-hidden="true" />}
            onSelect={async () => tell(await change.send({ enabled: false }), t("switchedOff"))}
          >
            {t("switchOff")}
          </MenuItem>
        )}
        <MenuLine />
        <MenuItem
          tone="danger"
          icon={<Trash2 size={16} aria-hidden="true" />}
          onSelect={() => setAsking("remove")}
        >
          {t("remove")}
        </MenuItem>
      </Menu>
      {asking === "edit" && <WebhookForm webhook={webhook} onClose={close} />}
      <ConfirmDialog
        open={asking === "rotate"}
        onOpenChange={close}
        title={t("rotateTitle")}
        text={t("rotateText")}
        confirmLabel={t("rotate")}
        onConfirm={async () => {
          const reply = await rotate.send();
          if (reply.ok) onSecret(reply.value);
          else toast({ tone: "bad", title: problemText(reply) });
          return reply.ok;
        }}
      />
      <ConfirmDialog
        open={asking === "remove"}
        onOpenChange={close}
        title={t("removeTitle")}
        text={t("removeText")}
        confirmLabel={t("remove")}
        tone="danger"
        onConfirm={async () => tell(await remove.send(), t("removed"))}
      />
    </div>
  );
}
