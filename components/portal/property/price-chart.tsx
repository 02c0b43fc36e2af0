"use client";

import type { HistoryLine } from "#city/protocol/estate-views.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useMoney } from "#components/ui/values.tsx";

const WIDTH = 320;
const HEIGHT = 88;
const PAD = 8;
const PAID = ["claimed", "sold"];

export interface PricePoint {
  readonly x: number;
  readonly y: number;
  readonly line: HistoryLine;
}

/** What was paid for a parcel, from the oldest to the newest, as points of a small picture; steps, for a price holds until the next. */
export function pricePoints(lines: readonly HistoryLine[]): PricePoint[] {
  const paid = lines.filter((line) => PAID.includes(line.kind) && line.cents !== null).toReversed();
  const first = paid[0]?.tick ?? 0;
  const span = Math.max(1, (paid.at(-1)?.tick ?? 0) - first);
  const top = Math.max(1, ...paid.map((line) => line.cents ?? 0));
  return paid.map((line) => ({
    x: PAD + (paid.length === 1 ? 0 : ((line.tick - first) / span) * (WIDTH - 2 * PAD)),
    y: HEIGHT - PAD - ((line.cents ?? 0) / top) * (HEIGHT - 2 * PAD),
    line,
  }));
}

/** Prices over time. Nothing where there is no second price to compare with. */
export function PriceChart({ lines }: { readonly lines: readonly HistoryLine[] }) {
  const t = useText("property");
  const money = useMoney();
  const points = pricePoints(lines);
  const last = points.at(-1);
  if (last === undefined || points.length < 2) return null;
  const steps = points.map(({ x, y }, i) => (i === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join("");
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t("history.chart", { n: points.length, last: money(last.line.cents ?? 0) })}
      className="block w-full max-w-md"
    >
      <path d={`M${PAD} ${HEIGHT - PAD}H${WIDTH - PAD}`} className="stroke-line" />
      <path d={`${steps}H${WIDTH - PAD}`} fill="none" className="stroke-accent" strokeWidth="2" />
      {points.map(({ x, y, line }) => (
        <circle
          key={`${line.tick} ${line.seq}`}
          cx={x}
          cy={y}
          r="3.5"
          className="fill-accent stroke-surface"
          strokeWidth="1.5"
        >
          <title>{money(line.cents ?? 0)}</title>
        </circle>
      ))}
    </svg>
  );
}
