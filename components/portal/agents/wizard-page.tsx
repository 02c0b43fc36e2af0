"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { useApi } from "#components/net/use-api.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { useToast } from "#components/ui/toast.tsx";
import type { Draft } from "./types.ts";
import { Wizard } from "./wizard.tsx";

/** The wizard of a draft; without one in the address a new draft is begun. */
export function WizardPage() {
  const t = useText("agents");
  const router = useRouter();
  const toast = useToast();
  const problemText = useProblemText();
  const id = useSearchParams().get("draft");
  const { data, problem, reload } = useApi<Draft>(
    id === null ? null : `/agents/drafts/${encodeURIComponent(id)}`,
  );
  const begun = useRef(false);
  useEffect(() => {
    if (id !== null || begun.current) return;
    begun.current = true;
    void api.post<Draft>("/agents/drafts").then((reply) => {
      if (reply.ok) return router.replace(`/portal/agents/new?draft=${reply.value.draft_id}`);
      toast({ tone: "bad", title: problemText(reply) });
      router.replace("/portal");
    });
  }, [id, router, toast, problemText]);
  return (
    <>
      <PageHead title={t("wizard.title")} crumbs={[{ href: "/portal", label: t("title") }]} />
      {problem !== null && data === undefined ? (
        <ErrorState problem={problem} onRetry={reload} />
      ) : data === undefined ? (
        <SkeletonRows />
      ) : (
        <Wizard key={data.draft_id} draft={data} />
      )}
    </>
  );
}
