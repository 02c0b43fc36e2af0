import type { DebugReport, DistrictDebug, DistrictTruth, RouteCounts } from "#city/protocol/debug.ts";

/** A district as database and worker tell of it; one of the two may be silent. */
export interface Row {
  readonly number: number;
  readonly name: string;
  readonly truth: DistrictTruth | null;
  readonly record: DistrictDebug | null;
  /** Ms since the record came. */
  readonly ageMs: number;
}

/** Ticks without a record after which a district counts as silent. */
const SILENT_TICKS = 3;

/** Every district that either source knows, ascending. */
export function rowsOf({ districts, records }: DebugReport): Row[] {
  const truths = new Map(districts?.map((truth) => [truth.number, truth]));
  const told = new Map(records.map((each) => [each.record.district, each]));
  const numbers = [...new Set([...truths.keys(), ...told.keys()])].sort((a, b) => a - b);
  return numbers.map((number) => {
    const truth = truths.get(number) ?? null;
    const known = told.get(number);
    return {
      number,
      name: truth?.name ?? `District ${number}`,
      truth,
      record: known?.record ?? null,
      ageMs: known?.ageMs ?? 0,
    };
  });
}

/** The last tick known of a district, or null. */
export function tickOf({ truth, record }: Row): number | null {
  return truth?.tick ?? record?.ticks.at(-1)?.tick ?? null;
}

/** True when no tick of it has come for a while although the clock runs. */
export function isSilent({ record, ageMs }: Row, tickPeriodMs: number | null): boolean {
  return tickPeriodMs !== null && record !== null && ageMs > SILENT_TICKS * tickPeriodMs;
}

/** How each worker's routes were found: every district tells of its whole worker, and the one that spoke last knows best. */
export function routesByWorker(rows: readonly Row[]): (readonly [worker: string, routes: RouteCounts])[] {
  const byAge = rows.filter((row) => row.record !== null).sort((a, b) => b.ageMs - a.ageMs);
  const routes = new Map(
    byAge.flatMap(({ record }) => (record === null ? [] : [[record.worker, record.routes]])),
  );
  return [...routes].sort(([a], [b]) => (a < b ? -1 : 1));
}
