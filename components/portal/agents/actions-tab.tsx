"use client";

import { ListChecks } from "lucide-react";
import { useFormatter } from "use-intl";
import { useText } from "#components/i18n/use-text.ts";
import { useApiPages } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Pager } from "#components/ui/table.tsx";
import { Time } from "#components/ui/values.tsx";
import type { ActionLine, ActionPage } from "./types.ts";

const TONES = { accepted: "warn", held: "warn", applied: "good", rejected: "bad", expired: "plain" } as const;

/** What the city does with an agent: its parameters are the engine's own and tell its owner nothing. */
const OF_THE_CITY = ["arrive", "set_policy", "halt", "retire"];

/** What an agent did, why, and what the city did with it, newest first. */
export function ActionsTab({ path }: { readonly path: string }) {
  const t = useText("agents");
  const list = useApiPages<ActionPage>(`${path}/actions`, (page) => page.next);
  const lines = list.pages.flatMap((page) => page.actions);
  if (list.loading) return <SkeletonRows />;
  if (list.problem !== null && lines.length === 0)
    return <ErrorState problem={list.problem} onRetry={list.reload} />;
  if (lines.length === 0)
    return (
      <EmptyState
        icon={<ListChecks size={22} aria-hidden="true" />}
        title={t("page.noActions")}
        text={t("page.noActionsText")}
      />
    );
  return (
    <Card title={t("page.lastActions")} flush>
      <ol className="divide-y divide-line">
        {lines.map((line) => (
          <Line key={line.action_id} line={line} />
        ))}
      </ol>
      <Pager
        hasMore={list.hasMore}
        loading={list.loadingMore}
        label={t("page.more_actions")}
        onMore={list.more}
      />
    </Card>
  );
}

function Line({ line }: { readonly line: ActionLine }) {
  const t = useText("agents");
  const format = useFormatter();
  const key = `action.${line.action}` as "action.look";
  const details = OF_THE_CITY.includes(line.action) ? [] : Object.entries(line.parameters);
  return (
    <li className="grid gap-1.5 px-5 py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{t.has(key) ? t(key) : line.action}</span>
        <Badge tone={TONES[line.status]}>{t(`status.${line.status}`)}</Badge>
        <span className="ml-auto text-xs text-muted">
          {line.tick === null ? (
            <Time at={line.accepted_at} />
          ) : (
            `${t("page.tick")} ${format.number(line.tick)}`
          )}
        </span>
      </div>
      {details.length > 0 && (
        <p className="font-mono text-xs break-all text-muted">
          {details
            .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
            .join("  ")}
        </p>
      )}
      {line.reasoning !== "" && (
        <p className="text-sm">
          <span className="text-muted">{t("page.why")}:</span> {line.reasoning}
          <span className="ml-2 text-xs text-muted">
            {t("page.confidence", { percent: format.number(line.confidence, { style: "percent" }) })}
          </span>
        </p>
      )}
      {line.code !== null && line.code !== "applied" && (
        <p className="text-sm text-bad">{t(`result.${line.code}`)}</p>
      )}
    </li>
  );
}
