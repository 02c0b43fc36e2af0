import type { Draws } from "#tests/util/seed.ts";
import { CALL_FAULTS, type CallFate } from "./fake-network.ts";

/** Something that happens to the city as a whole at an instant, ms after the start. */
export type ChaosEvent =
  | WorkerEvent
  | { readonly atMs: number; readonly kind: "database_down" | "kill_web"; readonly forMs: number }
  | { readonly atMs: number; readonly kind: "lease_taken"; readonly district: number };

export interface WorkerEvent {
  readonly atMs: number;
  readonly kind: "kill" | "stop" | "pause";
  readonly worker: number;
  readonly forMs: number;
}

/** How rough a run is. */
export interface Weather {
  readonly events: readonly ChaosEvent[];
  /** Calls of 1,000 that meet a fault. */
  readonly callFaultsPerMille: number;
  /** Messages of 100 that are lost, come twice, or come late. */
  readonly lostPercent: number;
  readonly doubledPercent: number;
  readonly delayedPercent: number;
}

const EVENTS_MAX = 9;
/** Long enough for leases to run out and for borders to close. */
const PAUSE_MAX_MS = 45_000;

/** The weather of a seed for a run of `lengthMs`. */
export function weatherOf(draws: Draws, lengthMs: number, workers: number): Weather {
  const count = draws.below(EVENTS_MAX + 1);
  const events = Array.from({ length: count }, () => chaosEvent(draws, lengthMs, workers));
  return {
    events: events.sort((a, b) => a.atMs - b.atMs),
    callFaultsPerMille: draws.pick([0, 5, 20, 60]),
    lostPercent: draws.pick([0, 5, 30]),
    doubledPercent: draws.pick([0, 10]),
    delayedPercent: draws.pick([0, 20]),
  };
}

function chaosEvent(draws: Draws, lengthMs: number, workers: number): ChaosEvent {
  const atMs = draws.below(lengthMs);
  const worker = draws.below(workers);
  const kind = draws.pick([
    "kill",
    "kill",
    "stop",
    "pause",
    "pause",
    "database_down",
    "kill_web",
    "lease_taken",
  ] as const);
  switch (kind) {
    case "pause":
      return { atMs, kind, worker, forMs: 200 + draws.below(draws.chance(30) ? PAUSE_MAX_MS : 9_000) };
    case "kill":
    case "stop":
      return { atMs, kind, worker, forMs: 100 + draws.below(draws.chance(30) ? 20_000 : 3_000) };
    case "lease_taken":
      return { atMs, kind, district: draws.below(3) };
    default:
      return { atMs, kind, forMs: 100 + draws.below(6_000) };
  }
}

/** What befalls a call in this weather. */
export function callFate(draws: Draws, callFaultsPerMille: number): CallFate {
  const strikes = draws.below(1_000) < callFaultsPerMille;
  const slow = draws.below(100) === 0 ? 400 : 4;
  return {
    fault: strikes ? draws.pick(CALL_FAULTS) : null,
    toMs: 1 + draws.below(slow),
    backMs: 1 + draws.below(slow),
    lateMs: draws.below(30_000),
  };
}

/** A calm call. */
export const CALM: CallFate = { fault: null, toMs: 1, backMs: 1, lateMs: 0 };
