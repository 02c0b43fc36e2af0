"use client";

import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import type { WebhookSecretView, WebhookView } from "#city/protocol/webhook-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { WebhookCard } from "./webhook-card.tsx";
import { WebhookForm } from "./webhook-form.tsx";

interface Webhooks {
  readonly webhooks: readonly WebhookView[];
  readonly limit: number;
}

const REFRESH_MS = 10_000;

/** Somebody's webhooks. */
export function WebhooksPage() {
  const t = useText("webhooks");
  const { data, problem, loading, reload } = useApi<Webhooks>("/webhooks", { refreshMs: REFRESH_MS });
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<WebhookSecretView | null>(null);
  const isFull = data !== undefined && data.webhooks.length >= data.limit;
  const add = (
    <Button
      tone="primary"
      icon={<Plus size={16} aria-hidden="true" />}
      disabled={isFull}
      onClick={() => setAdding(true)}
    >
      {t("add")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("title")} text={t("text")} actions={data && data.webhooks.length > 0 && add} />
      {!data ? (
        <Card flush>
          {loading || !problem ? <SkeletonRows /> : <ErrorState problem={problem} onRetry={reload} />}
        </Card>
      ) : data.webhooks.length === 0 ? (
        <Card flush>
          <EmptyState
            icon={<Webhook size={22} aria-hidden="true" />}
            title={t("emptyTitle")}
            text={t("emptyText")}
            action={add}
          />
        </Card>
      ) : (
        <div className="grid gap-5">
          {data.webhooks.map((webhook) => (
            <WebhookCard key={webhook.id} webhook={webhook} onSecret={setShown} />
          ))}
          <p className="text-sm text-muted">
            {t("count", { used: data.webhooks.length, limit: data.limit })} · {t("verify")}
          </p>
        </div>
      )}
      {adding && (
        <WebhookForm
          webhook={null}
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setShown(made);
          }}
        />
      )}
      {shown && <SecretDialog secret={shown.secret} onClose={() => setShown(null)} />}
    </>
  );
}
