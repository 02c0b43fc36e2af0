"use client";

import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { QuotaBar } from "#components/ui/quota-bar.tsx";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Money } from "#components/ui/values.tsx";
import type { Account } from "./account.ts";

interface Plans {
  readonly plans: readonly {
    readonly id: string;
    readonly name: string;
    readonly agents: number;
    readonly parcels: number;
  }[];
}

/** The tier and how much of it is used. */
export function PlanTab({ account }: { readonly account: Account }) {
  const t = useText("account");
  const { data, problem, reload } = useApi<Plans>("/plans");
  const plan = data?.plans.find(({ id }) => id === account.plan);
  return (
    <div className="grid gap-6">
      <Card
        title={t("planTitle", { plan: plan?.name ?? account.plan })}
        text={t("planText")}
        actions={<ButtonLink href="/plans">{t("seePlans")}</ButtonLink>}
      >
        {plan ? (
          <div className="grid max-w-md gap-5">
            <QuotaBar label={t("quotas.agents")} used={account.usage.agents} limit={plan.agents} />
            <QuotaBar label={t("quotas.parcels")} used={account.usage.parcels} limit={plan.parcels} />
            <p className="text-sm text-muted">{t("quotasMore")}</p>
          </div>
        ) : problem ? (
          <ErrorState problem={problem} onRetry={reload} />
        ) : (
          <SkeletonRows rows={2} />
        )}
      </Card>
      <Card title={t("balance")}>
        {account.balance_cents === null ? (
          <p className="text-sm text-muted">{t("balanceNone")}</p>
        ) : (
          <p className="text-2xl font-semibold tracking-[-0.02em]">
            <Money cents={account.balance_cents} />
          </p>
        )}
      </Card>
    </div>
  );
}
