"use client";

import { useFormatter } from "use-intl";
import { LIMITS } from "#city/limits.ts";
import { MODEL_PROVIDERS, type ModelMind } from "#city/protocol/agent-draft.ts";
import { useText } from "#components/i18n/use-text.ts";
import { Button } from "#components/ui/button.tsx";
import { Slider } from "#components/ui/slider.tsx";
import { PasswordInput, Select, TextArea, TextInput } from "#components/ui/text-input.tsx";
import { RadioCards } from "#components/ui/toggles.tsx";

/** Faults by JSON pointer. */
export type FaultAt = (pointer: string) => string | undefined;

interface ModelFieldsProps {
  readonly model: ModelMind;
  readonly hasKey: boolean;
  /** What was typed in and is not saved yet. */
  readonly typedKey: string;
  readonly faultAt: FaultAt;
  readonly onChange: (model: ModelMind) => void;
  readonly onKey: (key: string) => void;
  readonly onRemoveKey: () => void;
}

/** How a model agent is to think; of a provider without a model there is no more to say. */
export function ModelFields(props: ModelFieldsProps) {
  const { model, onChange } = props;
  const t = useText("agents");
  return (
    <div className="grid gap-5">
      <Select
        label={t("wizard.provider")}
        value={model.provider}
        choices={MODEL_PROVIDERS.map((value) => ({ value, label: t(`wizard.providers.${value}`) }))}
        onChange={(event) => {
          const provider = MODEL_PROVIDERS.find((name) => name === event.target.value) ?? "scripted";
          const base_url = provider === "compatible" ? (model.base_url ?? "") : null;
          onChange({ ...model, provider, base_url });
        }}
      />
      {model.provider !== "scripted" && (
        <>
          <WhichModel {...props} />
          <WhoseKey {...props} />
        </>
      )}
    </div>
  );
}

function WhichModel({ model, faultAt, onChange }: ModelFieldsProps) {
  const t = useText("agents");
  const format = useFormatter();
  return (
    <>
      <TextInput
        label={t("wizard.model")}
        hint={t("wizard.modelHint")}
        value={model.model}
        maxLength={LIMITS.modelNameCharsMax}
        error={faultAt("/model/model")}
        onChange={(event) => onChange({ ...model, model: event.target.value })}
      />
      {model.provider === "compatible" && (
        <TextInput
          label={t("wizard.baseUrl")}
          type="url"
          value={model.base_url ?? ""}
          maxLength={LIMITS.modelAddressCharsMax}
          error={faultAt("/model/base_url")}
          onChange={(event) => onChange({ ...model, base_url: event.target.value })}
        />
      )}
      <Slider
        label={t("wizard.temperature")}
        shown={format.number(model.temperature)}
        ends={[t("wizard.careful"), t("wizard.wild")]}
        min={0}
        max={2}
        step={0.1}
        value={model.temperature}
        onChange={(event) => onChange({ ...model, temperature: Number(event.target.value) })}
      />
    </>
  );
}

function WhoseKey({ model, hasKey, typedKey, faultAt, onChange, onKey, onRemoveKey }: ModelFieldsProps) {
  const t = useText("agents");
  return (
    <>
      <RadioCards
        label={t("wizard.whoseKey")}
        name="whose-key"
        columns={2}
        value={model.key}
        error={faultAt("/model/key")}
        cards={[
          { value: "own", title: t("wizard.ownKey"), text: t("wizard.ownKeyText") },
          {
            value: "city",
            title: t("wizard.cityKey"),
            text: t("wizard.cityKeyText"),
            disabled: model.provider === "compatible",
          },
        ]}
        onChange={(event) => onChange({ ...model, key: event.target.value === "own" ? "own" : "city" })}
      />
      {model.key === "own" && (
        <div className="grid gap-2">
          <PasswordInput
            label={t("wizard.providerKey")}
            hint={hasKey ? t("wizard.providerKeySet") : t("wizard.ownKeyText")}
            autoComplete="off"
            value={typedKey}
            maxLength={LIMITS.providerKeyCharsMax}
            error={faultAt("/provider_key")}
            onChange={(event) => onKey(event.target.value)}
          />
          {hasKey && (
            <div>
              <Button size="small" tone="quiet" onClick={onRemoveKey}>
                {t("wizard.providerKeyRemove")}
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}

interface ProgramFieldProps {
  readonly program: string;
  readonly error: string | undefined;
  readonly onChange: (program: string) => void;
}

/** The program of a code agent. */
export function ProgramField({ program, error, onChange }: ProgramFieldProps) {
  const t = useText("agents");
  return (
    <TextArea
      label={t("wizard.program")}
      hint={t("wizard.programHint")}
      className="font-mono"
      rows={14}
      spellCheck={false}
      maxLength={LIMITS.programCharsMax}
      value={program}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
