"use client";

import { useFormatter } from "use-intl";
import type { TierUsage, TierView } from "#city/protocol/tier-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { usePerson } from "#components/portal/person.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { QuotaBar } from "#components/ui/quota-bar.tsx";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";

const QUOTAS = [
  "agents",
  "parcels",
  "keys",
  "requests",
  "webhooks",
  "memory_bytes",
  "model_budget_cents",
] as const;
type QuotaName = (typeof QUOTAS)[number];
const BYTES_A_MEGABYTE = 1_048_576;

/** What the tiers allow, and how much of theirs a person uses. */
export function PlansPage() {
  const t = useText("plans");
  const a = useText("account");
  const person = usePerson();
  const tiers = useApi<{ readonly plans: readonly TierView[] }>("/plans");
  const usage = useApi<TierUsage>(person === null ? null : "/plans/usage");
  const current = usage.data?.plan ?? person?.plan ?? null;
  const own = tiers.data?.plans.find(({ id }) => id === current);
  return (
    <>
      <PageHead title={t("title")} text={t("text")} />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
        <Card title={t("compare")} flush className="self-start">
          {tiers.data ? (
            <TierTable tiers={tiers.data.plans} current={current} />
          ) : tiers.problem ? (
            <ErrorState problem={tiers.problem} onRetry={tiers.reload} />
          ) : (
            <SkeletonRows />
          )}
        </Card>
        <div className="grid gap-6 self-start">
          <Card title={t("usageTitle")} text={t("usageText")}>
            {person === null ? (
              <ButtonLink href="/sign-in?next=/plans">{t("signIn")}</ButtonLink>
            ) : usage.data && own ? (
              <div className="grid gap-5">
                <QuotaBar label={t("agents")} used={usage.data.agents} limit={own.agents} />
                <QuotaBar label={t("parcels")} used={usage.data.parcels} limit={own.parcels} />
                <QuotaBar label={t("keysUsed")} used={usage.data.keys} limit={own.keys} />
                <QuotaBar label={t("webhooks")} used={usage.data.webhooks} limit={own.webhooks} />
              </div>
            ) : usage.problem ? (
              <ErrorState problem={usage.problem} onRetry={usage.reload} />
            ) : (
              <SkeletonRows rows={3} />
            )}
          </Card>
          <Card title={t("changeTitle")} text={t("changeText")}>
            {person && <CopyField label={a("id")} value={person.publicId} />}
          </Card>
        </div>
      </div>
    </>
  );
}

interface TierTableProps {
  readonly tiers: readonly TierView[];
  readonly current: string | null;
}

/** Quotas down, tiers across; on phones each quota lists the tiers below it. */
function TierTable({ tiers, current }: TierTableProps) {
  const t = useText("plans");
  return (
    <div className="stack">
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line align-bottom">
            <th scope="col" className="px-6 py-3 text-left text-xs font-medium text-muted">
              {t("quota")}
            </th>
            {tiers.map(({ id, name }) => (
              <th key={id} scope="col" className="px-3 py-3 text-right font-semibold last:pr-6">
                {id === current && (
                  <span className="mb-1 block">
                    <Badge tone="accent">{t("yours")}</Badge>
                  </span>
                )}
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {QUOTAS.map((quota) => (
            <tr key={quota} className="border-b border-line last:border-0 max-sm:py-3">
              <th
                scope="row"
                className="px-6 py-3 text-left font-normal text-muted max-sm:block max-sm:px-5 max-sm:py-1 max-sm:font-medium max-sm:text-ink"
              >
                {t(quota)}
              </th>
              {tiers.map((tier) => (
                <td
                  key={tier.id}
                  data-label={tier.id === current ? `${tier.name} · ${t("yours")}` : tier.name}
                  className="px-3 py-3 text-right tabular-nums last:pr-6 max-sm:px-5! max-sm:py-1"
                >
                  <QuotaValue quota={quota} value={tier[quota]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function QuotaValue({ quota, value }: { readonly quota: QuotaName; readonly value: number }) {
  const t = useText("plans");
  const { number } = useFormatter();
  if (value === 0) return t("none");
  // What providers ask for in the world outside, and no credits of the city.
  if (quota === "model_budget_cents") return number(value / 100, { style: "currency", currency: "USD" });
  if (quota === "memory_bytes") return `${number(value / BYTES_A_MEGABYTE)} MB`;
  return number(value);
}
