"use client";

import { LIMITS } from "#city/limits.ts";
import { type DraftContent, type DraftStep, OWN_AGENT_KINDS } from "#city/protocol/agent-draft.ts";
import { useText } from "#components/i18n/use-text.ts";
import { Button } from "#components/ui/button.tsx";
import { useFaultText, useFieldFaultText } from "#components/ui/fault-text.ts";
import { Callout } from "#components/ui/form.tsx";
import { TextArea, TextInput } from "#components/ui/text-input.tsx";
import { RadioCards } from "#components/ui/toggles.tsx";
import { HomePicker } from "./home-picker.tsx";
import { KeyFields } from "./key-fields.tsx";
import { LookEditor } from "./look-editor.tsx";
import { type FaultAt, ModelFields, ProgramField } from "./mind-fields.tsx";
import { Portrait } from "./portrait.tsx";
import type { Draft } from "./types.ts";

interface WizardStepProps {
  readonly step: DraftStep;
  readonly content: DraftContent;
  readonly draft: Draft;
  readonly showFaults: boolean;
  readonly typedKey: string;
  readonly hasKey: boolean;
  readonly onChange: (change: Partial<DraftContent>) => void;
  readonly onKey: (key: string) => void;
  readonly onRemoveKey: () => void;
  readonly onGo: (step: DraftStep) => void;
}

/** What one step of the wizard asks. */
export function WizardStep(props: WizardStepProps) {
  const { step, content, draft, showFaults, onChange } = props;
  const faultText = useFieldFaultText();
  const faultAt: FaultAt = (pointer) => {
    const found = showFaults ? draft.faults.find((fault) => fault.pointer === pointer) : undefined;
    return found && faultText(found);
  };
  switch (step) {
    case "profile":
      return <ProfileStep content={content} faultAt={faultAt} onChange={onChange} />;
    case "kind":
      return <KindStep content={content} onChange={onChange} />;
    case "mind":
      return content.kind === "model" ? (
        <ModelFields
          model={content.model}
          hasKey={props.hasKey}
          typedKey={props.typedKey}
          faultAt={faultAt}
          onChange={(model) => onChange({ model })}
          onKey={props.onKey}
          onRemoveKey={props.onRemoveKey}
        />
      ) : (
        <ProgramField
          program={content.program}
          error={faultAt("/program")}
          onChange={(program) => onChange({ program })}
        />
      );
    case "home":
      return (
        <HomePicker home={content.home} error={faultAt("/home")} onChange={(home) => onChange({ home })} />
      );
    case "key":
      return (
        <KeyFields
          wish={{ name: content.key_name, scopes: content.key_scopes, days: content.key_days }}
          nameError={faultAt("/key_name")}
          scopesError={faultAt("/key_scopes")}
          onChange={({ name, scopes, days }) =>
            onChange({ key_name: name, key_scopes: [...scopes], key_days: days })
          }
        />
      );
    default:
      return <LiveStep content={content} draft={draft} onGo={props.onGo} />;
  }
}

interface ProfileStepProps {
  readonly content: Pick<DraftContent, "name" | "look" | "persona" | "goals">;
  readonly faultAt: FaultAt;
  readonly onChange: (change: Partial<DraftContent>) => void;
}

function ProfileStep({ content, faultAt, onChange }: ProfileStepProps) {
  const t = useText("agents");
  return (
    <div className="grid gap-5">
      <TextInput
        label={t("wizard.name")}
        hint={t("wizard.nameHint", { max: LIMITS.agentNameCharsMax })}
        value={content.name}
        maxLength={LIMITS.agentNameCharsMax}
        autoComplete="off"
        error={faultAt("/name")}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <LookEditor look={content.look} name={content.name} onChange={(look) => onChange({ look })} />
      <PersonaFields persona={content.persona} goals={content.goals} onChange={onChange} />
    </div>
  );
}

interface PersonaFieldsProps {
  readonly persona: string;
  readonly goals: string;
  readonly onChange: (change: { readonly persona?: string; readonly goals?: string }) => void;
}

/** Who an agent is and what it is after, in its owner's words. */
export function PersonaFields({ persona, goals, onChange }: PersonaFieldsProps) {
  const t = useText("agents");
  return (
    <>
      <TextArea
        label={t("wizard.persona")}
        hint={`${t("wizard.personaHint")} ${t("wizard.chars", { used: persona.length, max: LIMITS.personaCharsMax })}`}
        rows={4}
        value={persona}
        maxLength={LIMITS.personaCharsMax}
        onChange={(event) => onChange({ persona: event.target.value })}
      />
      <TextArea
        label={t("wizard.goals")}
        hint={`${t("wizard.goalsHint")} ${t("wizard.chars", { used: goals.length, max: LIMITS.goalsCharsMax })}`}
        rows={3}
        value={goals}
        maxLength={LIMITS.goalsCharsMax}
        onChange={(event) => onChange({ goals: event.target.value })}
      />
    </>
  );
}

function KindStep({ content, onChange }: Pick<WizardStepProps, "content" | "onChange">) {
  const t = useText("agents");
  return (
    <RadioCards
      label={t("wizard.kind")}
      name="kind"
      columns={2}
      value={content.kind}
      cards={OWN_AGENT_KINDS.map((value) => ({
        value,
        title: t(`kinds.${value}`),
        text: t(`wizard.kindText.${value}`),
      }))}
      onChange={(event) => {
        const kind = OWN_AGENT_KINDS.find((name) => name === event.target.value);
        if (kind !== undefined) onChange({ kind });
      }}
    />
  );
}

function LiveStep({ content, draft, onGo }: Pick<WizardStepProps, "content" | "draft" | "onGo">) {
  const t = useText("agents");
  const faultText = useFaultText();
  if (draft.faults.length === 0)
    return (
      <div className="flex items-center gap-5">
        <Portrait look={content.look} label="" className="size-24" />
        <div>
          <p className="text-lg font-semibold">{content.name}</p>
          <p className="text-sm text-muted">{t(`kinds.${content.kind}`)}</p>
          <p className="mt-2 text-sm">{t("wizard.liveText")}</p>
        </div>
      </div>
    );
  return (
    <Callout tone="warn">
      <p className="font-medium">{t("wizard.missing")}</p>
      <ul className="mt-2 grid gap-2">
        {draft.faults.map((fault) => (
          <li key={fault.pointer} className="flex flex-wrap items-center gap-2">
            {faultText(fault)}
            <Button size="small" onClick={() => onGo(fault.step)}>
              {t(`steps.${fault.step}`)}
            </Button>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
