"use client";

import { ChevronDown, RotateCw, Send } from "lucide-react";
import { useState } from "react";
import type { DeliveryView, WebhookView } from "#city/protocol/webhook-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApiPages, useSend } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Pager, Table } from "#components/ui/table.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { Time } from "#components/ui/values.tsx";

interface DeliveryPage {
  readonly deliveries: readonly DeliveryView[];
  readonly next: string | null;
}

const TONES = { waiting: "warn", delivered: "good", failed: "bad" } as const;

/** What was sent to a webhook, opened on demand. */
export function Deliveries({ webhook }: { readonly webhook: WebhookView }) {
  const t = useText("webhooks");
  const [open, setOpen] = useState(false);
  return (
    <div className="mt-4 border-t border-line">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 w-full cursor-pointer items-center justify-between px-5 text-sm font-medium -outline-offset-2 hover:bg-hover sm:px-6"
      >
        {t("deliveries")}
        <ChevronDown size={16} aria-hidden="true" className={open ? "rotate-180" : ""} />
      </button>
      {open && <DeliveryList webhook={webhook} />}
    </div>
  );
}

function DeliveryList({ webhook }: { readonly webhook: WebhookView }) {
  const t = useText("webhooks");
  const [shown, setShown] = useState<DeliveryView | null>(null);
  const list = useApiPages<DeliveryPage>(`/webhooks/${webhook.id}/deliveries`, (page) => page.next);
  const rows = list.pages.flatMap((page) => page.deliveries);
  if (list.loading) return <SkeletonRows rows={3} />;
  if (list.problem !== null && rows.length === 0)
    return <ErrorState problem={list.problem} onRetry={list.reload} />;
  if (rows.length === 0)
    return (
      <EmptyState
        icon={<Send size={22} aria-hidden="true" />}
        title={t("noDeliveries")}
        text={t("noDeliveriesText")}
      />
    );
  return (
    <>
      <Table
        label={t("deliveries")}
        rows={rows}
        keyOf={(row) => row.id}
        columns={[
          { id: "message", head: t("message"), primary: true, cell: (row) => row.type },
          { id: "state", head: t("state"), cell: (row) => <Outcome delivery={row} /> },
          { id: "attempts", head: t("attempts"), align: "right", cell: (row) => row.attempts },
          { id: "when", head: t("when"), cell: (row) => <Time at={row.created_at} /> },
          {
            id: "actions",
            head: t("actions"),
            hideHead: true,
            align: "right",
            cell: (row) => (
              <span className="inline-flex flex-wrap justify-end gap-1">
                <Button size="small" tone="quiet" onClick={() => setShown(row)}>
                  {t("show")}
                </Button>
                {row.state !== "waiting" && webhook.state === "on" && <Again delivery={row} />}
              </span>
            ),
          },
        ]}
      />
      <Pager hasMore={list.hasMore} loading={list.loadingMore} label={t("more")} onMore={list.more} />
      <p className="px-5 pb-4 text-xs text-muted sm:px-6">{t("deliveriesText")}</p>
      {shown && (
        <Dialog open onOpenChange={() => setShown(null)} title={t("body")} text={shown.message_id}>
          <pre className="overflow-auto rounded-lg bg-sunken p-4 text-xs">{pretty(shown.body)}</pre>
        </Dialog>
      )}
    </>
  );
}

/** How it went, in words. */
function Outcome({ delivery }: { readonly delivery: DeliveryView }) {
  const t = useText("webhooks");
  const { state, answer, error, next_at } = delivery;
  return (
    <span className="inline-grid gap-0.5 max-sm:justify-items-end">
      <span>
        <Badge tone={TONES[state]} dot>
          {t(`states.${state}`)}
        </Badge>
        {answer !== null && (
          <span className="ml-2 text-muted">{t("answer", { status: String(answer) })}</span>
        )}
      </span>
      {error !== null && <span className="text-xs text-muted">{t(`faults.${error}`)}</span>}
      {state === "waiting" && next_at !== null && (
        <span className="text-xs text-muted">
          {t("nextTry")} <Time at={next_at} />
        </span>
      )}
    </span>
  );
}

function Again({ delivery }: { readonly delivery: DeliveryView }) {
  const t = useText("webhooks");
  const toast = useToast();
  const problemText = useProblemText();
  const { send, sending } = useSend({
    method: "POST",
    path: `/webhooks/deliveries/${delivery.id}/again`,
    refresh: ["/webhooks"],
  });
  return (
    <Button
      size="small"
      tone="quiet"
      icon={<RotateCw size={14} aria-hidden="true" />}
      loading={sending}
      onClick={async () => {
        const reply = await send();
        toast(
          reply.ok ? { tone: "good", title: t("sentAgain") } : { tone: "bad", title: problemText(reply) },
        );
      }}
    >
      {t("again")}
    </Button>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
