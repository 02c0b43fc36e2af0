"use client";

import { useText } from "#components/i18n/use-text.ts";
import { useMapColours } from "#components/portal/map/map-colours.ts";

const ENTRIES = [
  { state: "civic", paint: "civic" },
  { state: "mine", paint: "mine" },
  { state: "owned", paint: "owned" },
  { state: "for-sale", paint: "for-sale" },
  { state: "to-let", paint: "to-let" },
] as const;

/** What the colours of the map mean. */
export function MapLegend() {
  const t = useText("property");
  const colours = useMapColours();
  const fillOf = (paint: (typeof ENTRIES)[number]["paint"]) => colours?.paints[paint] ?? "transparent";
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      <li className="flex items-center gap-1.5">
        <Swatch fill={colours?.building ?? "transparent"} />
        {t("states.unowned")}
      </li>
      {ENTRIES.map(({ state, paint }) => (
        <li key={state} className="flex items-center gap-1.5">
          <Swatch fill={fillOf(paint)} />
          {t(`states.${state}`)}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ fill }: { readonly fill: string }) {
  return (
    <svg viewBox="0 0 10 10" className="size-2.5" aria-hidden="true">
      <rect width="10" height="10" rx="2" fill={fill} />
    </svg>
  );
}
