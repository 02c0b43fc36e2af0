"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useApi } from "#components/net/use-api.ts";
import { PageHead } from "#components/ui/page-head.tsx";
import { ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { freshDraft } from "./fresh-draft.ts";
import type { Draft } from "./types.ts";
import { Wizard } from "./wizard.tsx";

/** The wizard of a draft; without one in the address of a new one, which is stored once something was entered. */
export function WizardPage() {
  const t = useText("agents");
  const router = useRouter();
  const id = useSearchParams().get("draft");
  const [fresh, setFresh] = useState<Draft | null>(null);
  /** Id that the fresh one was stored under: it goes on as it is, and is not read again. */
  const [storedAs, setStoredAs] = useState<string | null>(null);
  useEffect(() => {
    if (id !== null) return;
    setFresh(freshDraft());
    setStoredAs(null);
  }, [id]);
  const opened = id === storedAs ? null : id;
  const { data, problem, reload } = useApi<Draft>(
    opened === null ? null : `/agents/drafts/${encodeURIComponent(opened)}`,
  );
  const draft = opened === null ? fresh : data;
  const begin = (stored: string) => {
    setStoredAs(stored);
    router.replace(`/portal/agents/new?draft=${stored}`, { scroll: false });
  };
  return (
    <>
      <PageHead title={t("wizard.title")} crumbs={[{ href: "/portal", label: t("title") }]} />
      {problem !== null && data === undefined ? (
        <ErrorState problem={problem} onRetry={reload} />
      ) : draft == null ? (
        <SkeletonRows />
      ) : (
        <Wizard key={opened ?? draft.updated_at} draft={draft} onStored={begin} />
      )}
    </>
  );
}
