"use client";

import { Shuffle, Undo2 } from "lucide-react";
import { useState } from "react";
import { LOOK_PARTS, type Look, lookOfWord } from "#city/world/look.ts";
import { useText } from "#components/i18n/use-text.ts";
import { Button } from "#components/ui/button.tsx";
import { Figure } from "./figure.tsx";
import { LookPartChips } from "./look-part.tsx";
import { Portrait } from "./portrait.tsx";

interface LookEditorProps {
  readonly look: Look;
  readonly name: string;
  readonly onChange: (look: Look) => void;
}

const WORD_LIMIT = 2 ** 32;
/** Looks that can be gone back to. */
const UNDO_MAX = 30;

/** Portrait, figure, and what each of their parts may be; every change can be taken back, the last one first. */
export function LookEditor({ look, name, onChange }: LookEditorProps) {
  const t = useText("agents");
  const [former, setFormer] = useState<readonly Look[]>([]);
  const change = (next: Look) => {
    setFormer([...former, look].slice(-UNDO_MAX));
    onChange(next);
  };
  const undo = () => {
    const last = former.at(-1);
    if (last === undefined) return;
    setFormer(former.slice(0, -1));
    onChange(last);
  };
  return (
    <div className="grid gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <Figure look={look} label={t("profile.preview", { name })} />
        <div className="grid place-items-center gap-3 rounded-xl bg-sunken p-4">
          <Portrait look={look} label={t("profile.portrait", { name })} className="size-32" />
          <div className="flex flex-wrap justify-center gap-2">
            <Button
              size="small"
              icon={<Shuffle size={16} aria-hidden="true" />}
              onClick={() => change(lookOfWord(Math.floor(Math.random() * WORD_LIMIT)))}
            >
              {t("wizard.shuffle")}
            </Button>
            <Button
              size="small"
              tone="quiet"
              icon={<Undo2 size={16} aria-hidden="true" />}
              disabled={former.length === 0}
              onClick={undo}
            >
              {t("wizard.undo")}
            </Button>
          </div>
        </div>
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {LOOK_PARTS.map((part) => (
          <LookPartChips key={part} part={part} look={look} onChange={change} />
        ))}
      </div>
    </div>
  );
}
