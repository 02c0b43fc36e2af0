import { describe, expect, it } from "vitest";
import type { DebugReport, DistrictDebug, DistrictTruth } from "#city/protocol/debug.ts";
import { bytes, ms, share } from "./format.ts";
import { isSilent, routesByWorker, rowsOf, tickOf } from "./rows.ts";

const NO_FRAMES = { neighborhoods: 0, maxBytes: 0, p95Bytes: 0, totalBytes: 0, pages: 0 };
const RELAY = {
  viewers: 0,
  stalled: 0,
  rooms: 0,
  messagesSent: 0,
  bytesSent: 0,
  messagesDropped: 0,
  stalls: 0,
  keyframesAsked: 0,
  badFrames: 0,
  closed: 0,
  closedTooSlow: 0,
};

function record(district: number, worker: string, hits: number): DistrictDebug {
  const trace = { latenessMs: 4, stepMs: 2, commitMs: 1, handedIn: 0, handedOut: 0, deltaBytes: 0 };
  return {
    district,
    generation: 1,
    worker,
    residents: 10,
    outside: 1,
    waitingAtBorder: 0,
    closedBorders: [],
    deltas: NO_FRAMES,
    keyframes: NO_FRAMES,
    routes: { fields: 0, fieldsMax: 16, hits, misses: 0, built: 0, builtMs: 0, slowestBuildMs: 0 },
    ticks: [{ tick: 7, ...trace }],
  };
}

function truth(number: number, tick: number): DistrictTruth {
  return {
    number,
    name: `Quarter ${number}`,
    tick,
    generation: 1,
    chain: "0123456789ab",
    leaseOwner: "local",
    leaseLeftMs: 4_000,
    lettersWaiting: 0,
    oldestLetterTicks: null,
  };
}

const report = (more: Partial<DebugReport>): DebugReport => {
  return { districts: null, records: [], relay: RELAY, tickPeriodMs: 5_000, ...more };
};

describe("the debug page", () => {
  it("[HT-16] joins what database and workers know, and does with either alone", () => {
    const rows = rowsOf(
      report({
        districts: [truth(0, 9), truth(2, 8)],
        records: [
          { ageMs: 100, record: record(3, "a", 1) },
          { ageMs: 100, record: record(2, "a", 1) },
        ],
      }),
    );
    expect(rows.map((row) => [row.number, row.name, tickOf(row), row.record?.district ?? null])).toEqual([
      [0, "Quarter 0", 9, null],
      [2, "Quarter 2", 8, 2],
      [3, "District 3", 7, 3],
    ]);
    expect(rowsOf(report({}))).toEqual([]);
  });

  it("[HT-16] a district counts as silent after three ticks without a word, never while the clock stands still", () => {
    const [row] = rowsOf(report({ records: [{ ageMs: 15_001, record: record(1, "a", 1) }] }));
    if (row === undefined) throw new Error("there is no row");
    expect([isSilent(row, 5_000), isSilent(row, 6_000), isSilent(row, null)]).toEqual([true, false, false]);
  });

  it("[HT-16] shows each worker's routes once, as the district that spoke last knows them", () => {
    const rows = rowsOf(
      report({
        records: [
          { ageMs: 900, record: record(1, "a", 30) },
          { ageMs: 100, record: record(2, "a", 20) },
          { ageMs: 200, record: record(3, "b", 5) },
        ],
      }),
    );
    expect(routesByWorker(rows).map(([worker, routes]) => [worker, routes.hits])).toEqual([
      ["a", 20],
      ["b", 5],
    ]);
  });

  it("[HT-16] writes figures short", () => {
    expect([ms(9_999.4), ms(12_345), ms(null), ms(-3)]).toEqual(["9,999 ms", "12.3 s", "–", "-3 ms"]);
    expect([bytes(999), bytes(1_500), bytes(2_300_000)]).toEqual(["999 B", "1.5 KB", "2.3 MB"]);
    expect([share(1, 8), share(0, 0)]).toEqual(["12.5 %", "–"]);
  });
});
