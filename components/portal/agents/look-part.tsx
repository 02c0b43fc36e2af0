"use client";

import { HAIR_COLOURS, LEG_COLOURS, type Look, type LookPart, SKINS, TOP_COLOURS } from "#city/world/look.ts";
import { hex, portraitShapes } from "#city/world/portrait.ts";
import { useText } from "#components/i18n/use-text.ts";
import { ChipGroup } from "#components/ui/chip-group.tsx";
import { LOOK_NAMES } from "./look-names.ts";

const COLOURS: { readonly [P in LookPart]?: readonly number[] } = {
  skin: SKINS,
  hairColour: HAIR_COLOURS,
  topColour: TOP_COLOURS,
  legs: LEG_COLOURS,
};
/** The square of the portrait in which a part is to be seen, as an SVG viewBox. */
const VIEWS: { readonly [P in LookPart]?: string } = {
  hair: "18 4 60 60",
  top: "20 44 52 52",
  extra: "18 8 60 60",
};

interface LookPartProps {
  readonly part: LookPart;
  readonly look: Look;
  readonly onChange: (look: Look) => void;
}

/** The choices of one part of a look: colours as colours, shapes drawn on this very look, builds by name. */
export function LookPartChips({ part, look, onChange }: LookPartProps) {
  const t = useText("agents");
  const colours = COLOURS[part];
  const view = VIEWS[part];
  const pictureOf = (choice: number) => {
    if (colours !== undefined) return { picture: <Swatch colour={colours[choice] ?? 0} /> };
    // A hat would hide the hair, a scarf the collar.
    return view === undefined
      ? {}
      : { picture: <Drawing look={{ ...look, extra: 0, [part]: choice }} view={view} /> };
  };
  return (
    <ChipGroup
      label={t(`lookParts.${part}`)}
      shape={colours === undefined ? "square" : "round"}
      chips={LOOK_NAMES[part].map((name, choice) => ({
        value: String(choice),
        label: t(`lookNames.${name}`),
        ...pictureOf(choice),
      }))}
      value={String(look[part])}
      onChoose={(choice) => onChange({ ...look, [part]: Number(choice) })}
    />
  );
}

function Swatch({ colour }: { readonly colour: number }) {
  return (
    <svg viewBox="0 0 28 28" className="size-7 pointer-coarse:size-9" aria-hidden="true">
      <circle cx={14} cy={14} r={13.5} fill={hex(colour)} stroke="currentColor" strokeOpacity={0.25} />
    </svg>
  );
}

function Drawing({ look, view }: { readonly look: Look; readonly view: string }) {
  return (
    <svg viewBox={view} className="size-11 rounded-md" aria-hidden="true">
      {portraitShapes(look).map(({ path, colour }) => (
        <path key={path + colour} d={path} fill={hex(colour)} />
      ))}
    </svg>
  );
}
