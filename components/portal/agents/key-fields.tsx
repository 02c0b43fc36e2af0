"use client";

import { LIMITS } from "#city/limits.ts";
import { KEY_SCOPES, type KeyScope } from "#city/protocol/scopes.ts";
import { useText } from "#components/i18n/use-text.ts";
import { Select, TextInput } from "#components/ui/text-input.tsx";
import { Checkbox } from "#components/ui/toggles.tsx";

export interface KeyWish {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly days: number | null;
}

interface KeyFieldsProps {
  readonly wish: KeyWish;
  readonly nameError: string | undefined;
  readonly scopesError: string | undefined;
  readonly onChange: (wish: KeyWish) => void;
}

const DAYS = { never: null, d30: 30, d90: 90, d365: 365 } as const;
type DaysName = keyof typeof DAYS;
const DAYS_NAMES: readonly DaysName[] = ["never", "d30", "d90", "d365"];

/** What a new key is called, what it may do and how long it lives. */
export function KeyFields({ wish, nameError, scopesError, onChange }: KeyFieldsProps) {
  const t = useText("agents");
  const days = DAYS_NAMES.find((name) => DAYS[name] === wish.days) ?? "never";
  return (
    <div className="grid gap-5">
      <TextInput
        label={t("keys.name")}
        hint={t("wizard.keyNameHint")}
        value={wish.name}
        maxLength={LIMITS.keyNameCharsMax}
        error={nameError}
        onChange={(event) => onChange({ ...wish, name: event.target.value })}
      />
      <fieldset className="grid gap-1">
        <legend className="mb-1.5 text-sm font-medium">{t("wizard.scopes")}</legend>
        {KEY_SCOPES.map((scope) => (
          <Checkbox
            key={scope}
            label={t(`scope.${scope}`)}
            hint={t(`scopeText.${scope}`)}
            checked={wish.scopes.includes(scope)}
            onChange={(event) =>
              onChange({
                ...wish,
                scopes: KEY_SCOPES.filter((name) =>
                  name === scope ? event.target.checked : wish.scopes.includes(name),
                ),
              })
            }
          />
        ))}
        {scopesError !== undefined && <p className="text-sm text-bad">{scopesError}</p>}
      </fieldset>
      <Select
        label={t("wizard.expires")}
        value={days}
        choices={DAYS_NAMES.map((value) => ({ value, label: t(`days.${value}`) }))}
        onChange={(event) =>
          onChange({ ...wish, days: DAYS[DAYS_NAMES.find((name) => name === event.target.value) ?? "never"] })
        }
      />
    </div>
  );
}
