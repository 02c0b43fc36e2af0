"use client";

import { Bot, Plus, Upload } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { useApi } from "#components/net/use-api.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { useRefusalText } from "#components/ui/fault-text.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { QuotaBar } from "#components/ui/quota-bar.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Table } from "#components/ui/table.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { DraftList } from "./draft-list.tsx";
import { HealthBadge } from "./health-badge.tsx";
import { Portrait } from "./portrait.tsx";
import { QuickStart } from "./quick-start.tsx";
import type { Draft, OwnAgent, OwnAgents } from "./types.ts";
import { usePlace } from "./use-place.ts";

/** A tick takes a few seconds; more often there is nothing new. */
const REFRESH_MS = 5_000;

/** A person's agents, what they have begun, and the way to a first call. */
export function PortalPage() {
  const t = useText("agents");
  const { data, problem, loading, reload } = useApi<OwnAgents>("/agents", { refreshMs: REFRESH_MS });
  return (
    <>
      <PageHead
        title={t("title")}
        text={t("text")}
        actions={
          <>
            <ImportButton />
            <ButtonLink tone="primary" href="/portal/agents/new" icon={<Plus size={17} aria-hidden="true" />}>
              {t("new")}
            </ButtonLink>
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
        <Card flush>
          {loading ? (
            <SkeletonRows />
          ) : problem !== null && data === undefined ? (
            <ErrorState problem={problem} onRetry={reload} />
          ) : data === undefined || data.agents.length === 0 ? (
            <EmptyState
              icon={<Bot size={22} aria-hidden="true" />}
              title={t("none")}
              text={t("noneText")}
              action={<ButtonLink href="/portal/agents/new">{t("new")}</ButtonLink>}
            />
          ) : (
            <AgentTable agents={data.agents} />
          )}
        </Card>
        <div className="grid content-start gap-6">
          {data !== undefined && (
            <Card>
              <QuotaBar label={t("quota")} used={data.quota.used} limit={data.quota.limit} />
            </Card>
          )}
          <DraftList />
          <Card>
            <QuickStart />
          </Card>
        </div>
      </div>
    </>
  );
}

function AgentTable({ agents }: { readonly agents: readonly OwnAgent[] }) {
  const t = useText("agents");
  const { where, doing } = usePlace();
  return (
    <Table
      label={t("title")}
      rows={agents}
      keyOf={(agent) => agent.agent_id}
      columns={[
        {
          id: "agent",
          head: t("columns.agent"),
          primary: true,
          cell: (agent) => (
            <Link
              href={`/portal/agents/${agent.agent_id}`}
              className="flex items-center gap-3 font-medium hover:underline"
            >
              <Portrait look={agent.look} label="" className="size-9" />
              <span className="min-w-0 text-left">
                <span className="block truncate">{agent.name}</span>
                <span className="block text-xs font-normal text-muted">{t(`kinds.${agent.kind}`)}</span>
              </span>
            </Link>
          ),
        },
        {
          id: "health",
          head: t("columns.health"),
          cell: (agent) => (
            <span title={t(`health.${agent.health.cause}`)}>
              <HealthBadge health={agent.health} />
            </span>
          ),
        },
        { id: "where", head: t("columns.where"), cell: (agent) => where(agent.whereabouts) },
        {
          id: "doing",
          head: t("columns.doing"),
          cell: (agent) => (agent.whereabouts === null ? "" : doing(agent.whereabouts.activity)),
        },
      ]}
    />
  );
}

/** Reads a passport from a file and goes on in the wizard with the draft it becomes. */
function ImportButton() {
  const t = useText("agents");
  const router = useRouter();
  const toast = useToast();
  const refusalText = useRefusalText();
  const input = useRef<HTMLInputElement>(null);
  async function read(file: File): Promise<void> {
    const passport: unknown = await file
      .text()
      .then(JSON.parse)
      .catch(() => null);
    if (passport === null) return toast({ tone: "bad", title: t("importBad") });
    const reply = await api.post<Draft>("/agents/import", passport);
    if (reply.ok) return router.push(`/portal/agents/new?draft=${reply.value.draft_id}`);
    toast({ tone: "bad", title: refusalText(reply) });
  }
  return (
    <>
      <Button icon={<Upload size={17} aria-hidden="true" />} onClick={() => input.current?.click()}>
        {t("import")}
      </Button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        className="sr-only"
        tabIndex={-1}
        aria-label={t("importText")}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void read(file);
          event.target.value = "";
        }}
      />
    </>
  );
}
