"use client";

import { Trash2 } from "lucide-react";
import Link from "next/link";
import type { DraftBegin } from "#city/protocol/agent-draft.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useApi, useSend } from "#components/net/use-api.ts";
import { IconButton } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { useToast } from "#components/ui/toast.tsx";
import { Time } from "#components/ui/values.tsx";
import { Portrait } from "./portrait.tsx";
import type { Draft } from "./types.ts";

const LIST = ["/agents/drafts"];

/** What was begun and can be gone on with; nothing where there is none. */
export function DraftList() {
  const t = useText("agents");
  const toast = useToast();
  const problemText = useProblemText();
  const { data } = useApi<{ readonly drafts: readonly Draft[] }>("/agents/drafts");
  const remover = useSend<string>({ method: "DELETE", path: (id) => `/agents/drafts/${id}`, refresh: LIST });
  const keeper = useSend<DraftBegin>({ method: "POST", path: "/agents/drafts", refresh: LIST });
  if (data === undefined || data.drafts.length === 0) return null;
  const putBack = async ({ step, content, has_provider_key }: Draft) => {
    const reply = await keeper.send({ step, content });
    // What is deleted of a secret is gone.
    const lost = has_provider_key ? { text: t("draftKeyLost") } : {};
    toast(
      reply.ok
        ? { tone: "good", title: t("draftBack"), ...lost }
        : { tone: "bad", title: problemText(reply) },
    );
  };
  const remove = async (draft: Draft) => {
    const reply = await remover.send(draft.draft_id);
    const undo = { label: t("wizard.undo"), onSelect: () => void putBack(draft) };
    toast(
      reply.ok
        ? { tone: "good", title: t("draftDeleted"), action: undo }
        : { tone: "bad", title: problemText(reply) },
    );
  };
  return (
    <Card title={t("drafts")}>
      <ul className="grid gap-3">
        {data.drafts.map((draft) => (
          <li key={draft.draft_id} className="flex items-center gap-3">
            <Portrait look={draft.content.look} label="" className="size-9" />
            <Link
              href={`/portal/agents/new?draft=${draft.draft_id}`}
              className="min-w-0 grow hover:underline"
            >
              <span className="block truncate text-sm font-medium">
                {draft.content.name.trim() || t("draftUnnamed")}
              </span>
              <span className="block text-xs text-muted">
                {t("draftAt", { step: t(`steps.${draft.step}`) })}, <Time at={draft.updated_at} />
              </span>
            </Link>
            <IconButton
              label={`${t("delete")}: ${draft.content.name.trim() || t("draftUnnamed")}`}
              icon={<Trash2 size={16} aria-hidden="true" />}
              disabled={remover.sending}
              onClick={() => void remove(draft)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
