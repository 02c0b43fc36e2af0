import { type TickClock, tickDueAt, tickPeriodMs } from "#city/world/tick-schedule.ts";
import type { DistrictStatus } from "#server/db/status-store.ts";

export interface CityStatus {
  readonly name: string;
  readonly genesisCents: number;
  readonly clock: TickClock;
  readonly nowMs: number;
  readonly districts: readonly DistrictStatus[];
}

/** The state of a city as lines to read. */
export function statusLines({ name, genesisCents, clock, nowMs, districts }: CityStatus): string[] {
  const due = tickDueAt(clock, nowMs);
  const rows = districts.map((each) => [
    String(each.number),
    each.name,
    String(each.tick),
    latenessOf(clock, due - each.tick),
    each.worker ?? "nobody",
    String(each.agents),
    String(each.lettersWaiting),
    credits(each.moneyCents),
  ]);
  const held = sum(districts.map((each) => each.moneyCents));
  const underWay = sum(districts.map((each) => each.lettersCents));
  const right = held + underWay === genesisCents;
  return [
    `${name}: tick ${due}, ${clock.speed === 0 ? "frozen" : `speed ${clock.speed}`}`,
    ...table([["#", "district", "tick", "late", "worker", "agents", "letters", "credits"], ...rows]),
    `money: ${credits(held)} in districts + ${credits(underWay)} in letters ` +
      (right ? "= what there was at genesis" : `is NOT ${credits(genesisCents)}, what there was at genesis`),
  ];
}

/** One tick is always under way: a district without it is not late. */
function latenessOf(clock: TickClock, ticks: number): string {
  if (ticks <= 1) return "-";
  const periodMs = tickPeriodMs(clock);
  return Number.isFinite(periodMs) ? `${((ticks * periodMs) / 1000).toFixed(1)} s` : `${ticks} ticks`;
}

function credits(cents: number): string {
  return (cents / 100).toFixed(2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Rows as columns of equal width; texts to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, i) =>
        isNumber(rows.at(-1)?.[i]) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

function isNumber(text: string | undefined): boolean {
  return /^[\d.-]+$/.test(text ?? "");
}
