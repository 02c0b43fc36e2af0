import { expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { HEALTH_CAUSES, type HealthCause, type HealthFacts, judgeHealth } from "./health.ts";

const TICK_MS = 5_000;
const CITY = { tickMs: TICK_MS, tickAgeMs: 1_000, districtLag: 0 };
const WELL: HealthFacts = {
  kind: "external",
  retired: false,
  frozen: false,
  paused: false,
  ageMs: 3_600_000,
  arrived: true,
  usableKeys: 1,
  lastKeyEnd: null,
  silentMs: 10_000,
  idleMs: 10_000,
  waiting: 0,
  waitingMs: 0,
  results: ["applied", "closed", "closed", "closed"],
  atClosedBorder: false,
  city: CITY,
};

const CASES: readonly (readonly [HealthCause, Partial<HealthFacts>])[] = [
  ["well", {}],
  ["well", { kind: "resident", usableKeys: 0, silentMs: null }],
  ["not_thinking_yet", { kind: "model", usableKeys: 0, silentMs: null }],
  ["not_thinking_yet", { kind: "code" }],
  ["retired", { retired: true, frozen: true }],
  ["frozen", { frozen: true, paused: true }],
  ["paused", { paused: true, city: { ...CITY, tickMs: null } }],
  ["city_silent", { city: { ...CITY, tickAgeMs: null } }],
  ["city_silent", { city: { ...CITY, tickAgeMs: 2 * TICK_MS + 1 } }],
  ["well", { city: { ...CITY, tickAgeMs: 2 * TICK_MS } }],
  ["city_frozen", { city: { ...CITY, tickMs: null, tickAgeMs: 999_999 } }],
  ["district_late", { city: { ...CITY, districtLag: 3 } }],
  ["well", { city: { ...CITY, districtLag: 2 } }],
  ["arriving", { arrived: false, silentMs: null, ageMs: 2_000 }],
  ["closed_border", { atClosedBorder: true, usableKeys: 0 }],
  ["key_revoked", { usableKeys: 0, lastKeyEnd: "revoked" }],
  ["key_expired", { usableKeys: 0, lastKeyEnd: "expired", silentMs: 1_000 }],
  ["key_missing", { usableKeys: 0 }],
  ["never_called", { silentMs: null, idleMs: null }],
  ["well", { silentMs: null, idleMs: null, ageMs: 30_000 }],
  ["silent", { silentMs: 60_001 + LIMITS.keyTouchEveryMs }],
  ["well", { silentMs: 60_000 + LIMITS.keyTouchEveryMs }],
  ["queue_full", { waiting: LIMITS.actionsWaitingMax, waitingMs: 2 * TICK_MS + 1 }],
  ["well", { waiting: LIMITS.actionsWaitingMax, waitingMs: TICK_MS }],
  ["all_refused", { results: ["closed", "too_far", "closed"] }],
  ["well", { results: ["closed", "closed"] }],
  ["only_watching", { idleMs: 600_001 }],
  ["only_watching", { idleMs: null }],
];

test("[AG-10] every cause is named, the one to mend first when there are several, and none without its cause", () => {
  for (const [cause, change] of CASES) {
    expect([change, judgeHealth({ ...WELL, ...change }).cause]).toEqual([change, cause]);
  }
  expect(new Set(CASES.map(([cause]) => cause))).toEqual(new Set(Object.keys(HEALTH_CAUSES)));
});

test("[AG-10] where all was refused, the refusal met most often is named", () => {
  expect(judgeHealth({ ...WELL, results: ["too_far", "closed", "closed"] }).code).toBe("closed");
  expect(judgeHealth(WELL).code).toBeNull();
});
