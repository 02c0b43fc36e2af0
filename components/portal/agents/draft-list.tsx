"use client";

import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useApi, useSend } from "#components/net/use-api.ts";
import { IconButton } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { Time } from "#components/ui/values.tsx";
import { Portrait } from "./portrait.tsx";
import type { Draft } from "./types.ts";

/** What was begun and can be gone on with; nothing where there is none. */
export function DraftList() {
  const t = useText("agents");
  const toast = useToast();
  const { data } = useApi<{ readonly drafts: readonly Draft[] }>("/agents/drafts");
  const [leaving, setLeaving] = useState<Draft | null>(null);
  const remover = useSend<string>({
    method: "DELETE",
    path: (id) => `/agents/drafts/${id}`,
    refresh: ["/agents/drafts"],
  });
  if (data === undefined || data.drafts.length === 0) return null;
  const remove = async () => {
    const reply = leaving === null ? null : await remover.send(leaving.draft_id);
    if (reply?.ok) toast({ tone: "good", title: t("draftDeleted") });
    return reply?.ok ?? false;
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
              label={t("delete")}
              icon={<Trash2 size={16} aria-hidden="true" />}
              onClick={() => setLeaving(draft)}
            />
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => !open && setLeaving(null)}
        title={t("draftDelete")}
        text={t("draftDeleteText")}
        confirmLabel={t("delete")}
        tone="danger"
        onConfirm={remove}
      />
    </Card>
  );
}
