"use client";

import { useState } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { useSend } from "#components/net/use-api.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { useFaultText } from "#components/ui/fault-text.ts";
import { Callout } from "#components/ui/form.tsx";
import { useProblemText } from "#components/ui/problem-text.ts";
import { useToast } from "#components/ui/toast.tsx";
import { LookEditor } from "./look-editor.tsx";
import { ModelFields, ProgramField } from "./mind-fields.tsx";
import type { OwnDetail } from "./types.ts";
import { PersonaFields } from "./wizard-step.tsx";

interface ProfileTabProps {
  readonly own: OwnDetail;
  readonly path: string;
  /** It has retired: nothing can be changed any more. */
  readonly closed: boolean;
}

/** What an owner wrote about an agent, and how it is to think. */
export function ProfileTab({ own, path, closed }: ProfileTabProps) {
  const t = useText("agents");
  const toast = useToast();
  const problemText = useProblemText();
  const faultText = useFaultText();
  const [form, setForm] = useState({
    look: own.look,
    persona: own.persona,
    goals: own.goals,
    model: own.model,
    program: own.program,
  });
  const [typedKey, setTypedKey] = useState("");
  const [dropKey, setDropKey] = useState(false);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const sender = useSend<object>({ method: "PATCH", path, refresh: ["/agents"] });
  const save = async () => {
    const { model, program, ...rest } = form;
    const reply = await sender.send({
      ...rest,
      ...(model === null ? {} : { model }),
      ...(program === null ? {} : { program }),
      ...(typedKey !== "" ? { provider_key: typedKey } : dropKey ? { provider_key: null } : {}),
    });
    setFaults(
      reply.ok ? {} : Object.fromEntries(reply.errors.map((fault) => [fault.pointer, faultText(fault)])),
    );
    if (reply.ok) {
      setTypedKey("");
      setDropKey(false);
    }
    toast(reply.ok ? { tone: "good", title: t("page.saved") } : { tone: "bad", title: problemText(reply) });
  };
  return (
    <div className="grid gap-6">
      {closed && <Callout>{t("health.retired")}</Callout>}
      <Card title={t("page.profileTitle")}>
        <div className="grid gap-5">
          <LookEditor
            look={form.look}
            name={own.name}
            onChange={(look) => setForm((known) => ({ ...known, look }))}
          />
          <PersonaFields
            persona={form.persona}
            goals={form.goals}
            onChange={(change) => setForm((known) => ({ ...known, ...change }))}
          />
        </div>
      </Card>
      {(form.model !== null || form.program !== null) && (
        <Card title={t("page.thinking")} text={t("health.not_thinking_yet")}>
          {form.model !== null && (
            <ModelFields
              model={form.model}
              hasKey={own.has_provider_key && !dropKey}
              typedKey={typedKey}
              faultAt={(pointer) => faults[pointer]}
              onChange={(model) => setForm((known) => ({ ...known, model }))}
              onKey={setTypedKey}
              onRemoveKey={() => setDropKey(true)}
            />
          )}
          {form.program !== null && (
            <ProgramField
              program={form.program}
              error={faults["/program"]}
              onChange={(program) => setForm((known) => ({ ...known, program }))}
            />
          )}
        </Card>
      )}
      {!closed && (
        <div>
          <Button tone="primary" loading={sender.sending} onClick={() => void save()}>
            {t("page.save")}
          </Button>
        </div>
      )}
    </div>
  );
}
