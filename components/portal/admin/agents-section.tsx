"use client";

import Link from "next/link";
import { useState } from "react";
import type { AdminAgent } from "#city/protocol/admin-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useSend } from "#components/net/use-api.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { useToast } from "#components/ui/toast.tsx";
import { Time } from "#components/ui/values.tsx";
import { SearchList } from "./search-list.tsx";

interface AgentPage {
  readonly agents: readonly AdminAgent[];
  readonly next: string | null;
}

const KINDS = ["resident", "model", "code", "external"] as const;
const TONES = { living: "good", paused: "warn", frozen: "bad", retired: "plain" } as const;

/** Every agent that people or programs brought. */
export function AgentsSection() {
  const t = useText("admin");
  const [asked, setAsked] = useState<AdminAgent | null>(null);
  return (
    <>
      <SearchList<AgentPage, AdminAgent>
        label={t("agents")}
        hint={t("agentsHint")}
        path="/admin/agents"
        rowsOf={(page) => page.agents}
        empty={{ title: t("nobodyTitle"), text: t("nobodyText") }}
        columns={[
          {
            id: "name",
            head: t("name"),
            primary: true,
            cell: (row) => (
              <span className="block text-left">
                <Link
                  className="underline-offset-2 hover:underline"
                  href={`/agents/${row.id}`}
                  prefetch={false}
                >
                  {row.name}
                </Link>
                <span className="block text-xs font-normal text-muted">{row.id}</span>
              </span>
            ),
          },
          { id: "kind", head: t("kind"), cell: (row) => <Kind kind={row.kind} /> },
          {
            id: "owner",
            head: t("owner"),
            cell: (row) => row.owner_name ?? <span className="text-muted">{t("noOwner")}</span>,
          },
          {
            id: "state",
            head: t("state"),
            cell: (row) => (
              <Badge tone={TONES[row.state]} dot>
                {t(`states.${row.state}`)}
              </Badge>
            ),
          },
          { id: "since", head: t("since"), cell: (row) => <Time at={row.created_at} /> },
          {
            id: "actions",
            head: t("actions"),
            hideHead: true,
            align: "right",
            cell: (row) =>
              row.state !== "retired" && (
                <Button size="small" tone="quiet" onClick={() => setAsked(row)}>
                  {t(row.state === "frozen" ? "resumeAgent" : "freezeAgent")}
                </Button>
              ),
          },
        ]}
      />
      {asked && <FreezeDialog agent={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function Kind({ kind }: { readonly kind: string }) {
  const t = useText("admin");
  const known = KINDS.find((each) => each === kind);
  return known === undefined ? kind : t(`kinds.${known}`);
}

function FreezeDialog({ agent, onClose }: { readonly agent: AdminAgent; readonly onClose: () => void }) {
  const t = useText("admin");
  const toast = useToast();
  const problemText = useProblemText();
  const frozen = agent.state === "frozen";
  const { name } = agent;
  const { send } = useSend({
    method: "POST",
    path: `/admin/agents/${agent.id}/${frozen ? "resume" : "freeze"}`,
    refresh: ["/admin"],
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t(frozen ? "resumeAgentTitle" : "freezeAgentTitle", { name })}
      text={t(frozen ? "resumeAgentText" : "freezeAgentText")}
      confirmLabel={t(frozen ? "resumeAgent" : "freezeAgent")}
      tone={frozen ? "primary" : "danger"}
      onConfirm={async () => {
        const reply = await send();
        toast(
          reply.ok
            ? { tone: "good", title: t(frozen ? "agentResumed" : "agentFrozen", { name }) }
            : { tone: "bad", title: problemText(reply) },
        );
        return reply.ok;
      }}
    />
  );
}
