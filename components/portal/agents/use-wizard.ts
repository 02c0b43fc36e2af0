import { useRouter } from "next/navigation";
import { useState } from "react";
import { DRAFT_STEPS, type DraftContent, type DraftStep } from "#city/protocol/agent-draft.ts";
import { api } from "#components/net/api.ts";
import { useRefusalText } from "#components/ui/fault-text.ts";
import { useToast } from "#components/ui/toast.tsx";
import type { Draft, LiveAgent } from "./types.ts";
import { useDraftSaver } from "./use-draft-saver.ts";

/** Steps of this kind of agent: only models and programs have something to set. */
function stepsOf(content: DraftContent): readonly DraftStep[] {
  const thinks = content.kind === "model" || content.kind === "code";
  return DRAFT_STEPS.filter((step) => step !== "mind" || thinks);
}

/** A provider's key as typed in since the last save, or taken away. */
const UNTOUCHED = { typed: "", dropped: false };

function providerKeyChange({ typed, dropped }: typeof UNTOUCHED): { readonly provider_key?: string | null } {
  if (typed !== "") return { provider_key: typed };
  return dropped ? { provider_key: null } : {};
}

/** A draft on its way through the wizard: what is in it, and the ways on. */
export function useWizard(first: Draft, onStored: (id: string) => void) {
  const router = useRouter();
  const toast = useToast();
  const refusalText = useRefusalText();
  const [draft, setDraft] = useState(first);
  const [content, setContent] = useState(first.content);
  const [providerKey, setProviderKey] = useState(UNTOUCHED);
  const [born, setBorn] = useState<LiveAgent | null>(null);
  const [tried, setTried] = useState(false);
  const [going, setGoing] = useState(false);
  const saver = useDraftSaver(draft.draft_id);
  const steps = stepsOf(content);
  const current = Math.max(0, steps.indexOf(draft.step));
  const step = steps[current] ?? "profile";
  const isNew = draft.draft_id === "";
  const untouched = isNew && content === first.content;

  async function save(to: DraftStep): Promise<Draft | null> {
    const reply = await saver.save({ step: to, content, ...providerKeyChange(providerKey) });
    if (!reply.ok) {
      toast({ tone: "bad", title: refusalText(reply) });
      return null;
    }
    setProviderKey(UNTOUCHED);
    if (isNew) onStored(reply.value.draft_id);
    return reply.value;
  }

  async function goTo(at: number): Promise<void> {
    const next = steps[at];
    if (next === undefined || saver.saving) return;
    // Nothing was entered: there is nothing to store, and what is missing is known.
    const saved = untouched ? { ...draft } : await save(next);
    if (saved === null) return;
    // What is missing is said where it can be put right; only backwards a step may be left with a fault.
    const stays = at > current && saved.faults.some((fault) => fault.step === step);
    setTried(stays);
    setDraft(stays ? { ...saved, step } : saved);
  }

  async function close(): Promise<void> {
    if (untouched || (await save(step)) !== null) router.push("/portal");
  }

  async function goLive(): Promise<void> {
    setGoing(true);
    const saved = await save("live");
    if (saved !== null) setDraft(saved);
    const reply = saved && (await api.post<LiveAgent>(`/agents/drafts/${saved.draft_id}/live`));
    setGoing(false);
    if (reply?.ok) setBorn(reply.value);
    else if (reply) toast({ tone: "bad", title: refusalText(reply) });
  }

  return {
    ...{ draft, content, providerKey, steps, current, step, born, tried, going, goTo, close, goLive },
    saving: saver.saving,
    change: (part: Partial<DraftContent>) => setContent((known) => ({ ...known, ...part })),
    typeKey: (typed: string) => setProviderKey({ typed, dropped: false }),
    dropKey: () => setProviderKey({ typed: "", dropped: true }),
  };
}
