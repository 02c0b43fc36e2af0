"use client";

import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { Card } from "#components/ui/card.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { Account } from "./account.ts";
import { DataTab } from "./data-tab.tsx";
import { PlanTab } from "./plan-tab.tsx";
import { ProfileTab } from "./profile-tab.tsx";
import { SecurityTab } from "./security-tab.tsx";

const TABS = { profile: ProfileTab, security: SecurityTab, plan: PlanTab, data: DataTab } as const;

/** One's own account. The open tab stands in the address, so that a reload and a link find it. */
export function AccountPage({ tab }: { readonly tab: string | null }) {
  const t = useText("account");
  const { data, problem, reload } = useApi<Account>("/account");
  return (
    <div className="mx-auto max-w-[820px]">
      <PageHead title={t("title")} text={t("text")} />
      {data && (
        <Tabs
          label={t("title")}
          initial={tab ?? undefined}
          onChange={(id) => window.history.replaceState(null, "", `?tab=${id}`)}
          tabs={(["profile", "security", "plan", "data"] as const).map((id) => {
            const Panel = TABS[id];
            return { id, label: t(`tabs.${id}`), panel: <Panel account={data} /> };
          })}
        />
      )}
      {!data && (
        <Card flush>{problem ? <ErrorState problem={problem} onRetry={reload} /> : <SkeletonRows />}</Card>
      )}
    </div>
  );
}
