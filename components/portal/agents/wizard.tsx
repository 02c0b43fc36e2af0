"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { DRAFT_STEPS, type DraftContent, type DraftStep } from "#city/protocol/agent-draft.ts";
import { useText } from "#components/i18n/use-text.ts";
import { api } from "#components/net/api.ts";
import { useSend } from "#components/net/use-api.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { useRefusalText } from "#components/ui/fault-text.ts";
import { Stepper } from "#components/ui/stepper.tsx";
import { useToast } from "#components/ui/toast.tsx";
import { Born } from "./born.tsx";
import type { Draft, LiveAgent } from "./types.ts";
import { useStepView } from "./use-step-view.ts";
import { WizardStep } from "./wizard-step.tsx";

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

/** One draft, step by step; every step is saved when it is left. */
export function Wizard({ draft: first }: { readonly draft: Draft }) {
  const t = useText("agents");
  const router = useRouter();
  const toast = useToast();
  const refusalText = useRefusalText();
  const [draft, setDraft] = useState(first);
  const [content, setContent] = useState(first.content);
  const [providerKey, setProviderKey] = useState(UNTOUCHED);
  const [born, setBorn] = useState<LiveAgent | null>(null);
  const [tried, setTried] = useState(false);
  const path = `/agents/drafts/${draft.draft_id}`;
  const saver = useSend<object, Draft>({ method: "PATCH", path, refresh: ["/agents/drafts"] });
  const steps = stepsOf(content);
  const current = Math.max(0, steps.indexOf(draft.step));
  const [going, setGoing] = useState(false);

  async function save(step: DraftStep): Promise<Draft | null> {
    const reply = await saver.send({ step, content, ...providerKeyChange(providerKey) });
    if (!reply.ok) {
      toast({ tone: "bad", title: refusalText(reply) });
      return null;
    }
    setProviderKey(UNTOUCHED);
    return reply.value;
  }

  async function goTo(step: number): Promise<void> {
    const next = steps[step];
    if (next === undefined) return;
    const here = steps[current];
    const saved = await save(next);
    if (saved === null) return;
    // What is missing is said where it can be put right; only backwards a step may be left with a fault.
    const stays = step > current && saved.faults.some((fault) => fault.step === here);
    setTried(stays);
    setDraft(stays && here !== undefined ? { ...saved, step: here } : saved);
  }

  async function goLive(): Promise<void> {
    setGoing(true);
    const saved = await save("live");
    if (saved !== null) setDraft(saved);
    const reply = saved === null ? null : await api.post<LiveAgent>(`${path}/live`);
    setGoing(false);
    if (reply?.ok) setBorn(reply.value);
    else if (reply) toast({ tone: "bad", title: refusalText(reply) });
  }

  const top = useStepView(draft, tried);

  if (born !== null) return <Born agent={born} kind={content.kind} look={content.look} />;
  const step = steps[current] ?? "profile";
  return (
    <div ref={top} className="grid scroll-mt-20 gap-6">
      <Stepper
        label={t("wizard.label")}
        steps={steps.map((name) => t(`steps.${name}`))}
        current={current}
        onGo={(at) => void goTo(at)}
      />
      <Card title={t(`steps.${step}`)}>
        <WizardStep
          step={step}
          content={content}
          draft={draft}
          showFaults={tried || draft.step === "live"}
          typedKey={providerKey.typed}
          hasKey={draft.has_provider_key && !providerKey.dropped}
          onChange={(change) => setContent((known) => ({ ...known, ...change }))}
          onKey={(typed) => setProviderKey({ typed, dropped: false })}
          onRemoveKey={() => setProviderKey({ typed: "", dropped: true })}
          onGo={(name) => void goTo(steps.indexOf(name))}
        />
      </Card>
      <WizardButtons
        first={current === 0}
        last={step === "live"}
        ready={draft.faults.length === 0}
        saving={saver.sending}
        going={going}
        onBack={() => void goTo(current - 1)}
        onNext={() => void goTo(current + 1)}
        onClose={() => void save(step).then((saved) => saved !== null && router.push("/portal"))}
        onLive={() => void goLive()}
      />
      <p className="text-sm text-muted">{t("wizard.saved")}</p>
    </div>
  );
}

interface WizardButtonsProps {
  readonly first: boolean;
  readonly last: boolean;
  readonly ready: boolean;
  readonly saving: boolean;
  readonly going: boolean;
  readonly onBack: () => void;
  readonly onNext: () => void;
  readonly onClose: () => void;
  readonly onLive: () => void;
}

function WizardButtons(props: WizardButtonsProps) {
  const { first, last, ready, saving, going, onBack, onNext, onClose, onLive } = props;
  const t = useText("agents");
  return (
    <div className="flex flex-wrap items-center gap-3">
      {!first && (
        <Button onClick={onBack} disabled={saving}>
          {t("wizard.back")}
        </Button>
      )}
      <Button tone="quiet" onClick={onClose} disabled={saving}>
        {t("wizard.close")}
      </Button>
      <span className="grow" />
      {last ? (
        <Button tone="primary" loading={going} disabled={!ready} onClick={onLive}>
          {t("wizard.goLive")}
        </Button>
      ) : (
        <Button tone="primary" loading={saving} onClick={onNext}>
          {t("wizard.next")}
        </Button>
      )}
    </div>
  );
}
