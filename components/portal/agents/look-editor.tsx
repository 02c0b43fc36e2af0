"use client";

import { Shuffle } from "lucide-react";
import { LOOK_CHOICES, LOOK_PARTS, type Look, lookOfWord } from "#city/world/look.ts";
import { useText } from "#components/i18n/use-text.ts";
import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/text-input.tsx";
import { Figure } from "./figure.tsx";
import { Portrait } from "./portrait.tsx";

interface LookEditorProps {
  readonly look: Look;
  readonly name: string;
  readonly onChange: (look: Look) => void;
}

const WORD_LIMIT = 2 ** 32;

/** Portrait, figure, and what each of their parts may be. */
export function LookEditor({ look, name, onChange }: LookEditorProps) {
  const t = useText("agents");
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Figure look={look} label={t("profile.preview", { name })} />
        <div className="grid place-items-center gap-3 rounded-xl bg-sunken p-4">
          <Portrait look={look} label={t("profile.portrait", { name })} className="size-32" />
          <Button
            size="small"
            icon={<Shuffle size={16} aria-hidden="true" />}
            onClick={() => onChange(lookOfWord(Math.floor(Math.random() * WORD_LIMIT)))}
          >
            {t("wizard.shuffle")}
          </Button>
        </div>
      </div>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {LOOK_PARTS.map((part) => (
          <Select
            key={part}
            label={t(`lookParts.${part}`)}
            value={String(look[part])}
            onChange={(event) => onChange({ ...look, [part]: Number(event.target.value) })}
            choices={Array.from({ length: LOOK_CHOICES[part] }, (_, n) => ({
              value: String(n),
              label: t("lookChoice", { part: t(`lookParts.${part}`), n: n + 1 }),
            }))}
          />
        ))}
      </div>
    </div>
  );
}
