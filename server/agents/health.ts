import { LIMITS } from "#city/limits.ts";
import type { OwnAgentKind } from "#city/protocol/agent-draft.ts";
import type { ResultCode } from "#city/protocol/codes.ts";

/** Everything that health is judged by. Ages are wall ms. */
export interface HealthFacts {
  readonly kind: OwnAgentKind;
  readonly retired: boolean;
  readonly frozen: boolean;
  readonly paused: boolean;
  readonly ageMs: number;
  /** False until its arrival has had its tick. */
  readonly arrived: boolean;
  readonly usableKeys: number;
  /** How the key that could be used last came to its end, where none is left. */
  readonly lastKeyEnd: "revoked" | "expired" | null;
  /** Since any of its keys was used; null: never. Written down once a minute only. */
  readonly silentMs: number | null;
  /** Since its own last action arrived; null: never. */
  readonly idleMs: number | null;
  /** Own actions that wait for their tick, and for how long the oldest has. */
  readonly waiting: number;
  readonly waitingMs: number;
  /** Codes of its own last results, newest first. */
  readonly results: readonly ResultCode[];
  readonly atClosedBorder: boolean;
  readonly city: {
    /** Wall ms of a tick; null: frozen. */
    readonly tickMs: number | null;
    /** Since a worker last told of a tick; null: nothing was heard yet. */
    readonly tickAgeMs: number | null;
    /** By how many ticks the agent's own district is late. */
    readonly districtLag: number;
  };
}

/** What is the matter, from a closed list: how bad it is, and one sentence with the remedy. */
export const HEALTH_CAUSES = {
  well: { state: "well", remedy: "It lives its life." },
  retired: { state: "ended", remedy: "It has left the city for good." },
  frozen: { state: "stopped", remedy: "Whoever runs the city froze it; ask them." },
  paused: { state: "stopped", remedy: "You paused it: resume it and it goes on." },
  city_frozen: { state: "waiting", remedy: "The city's time stands still; it goes on when the city does." },
  city_silent: {
    state: "waiting",
    remedy: "Nothing is heard from the city: it is starting, or its worker is down.",
  },
  district_late: {
    state: "waiting",
    remedy: "Its district is catching up; actions have their turn, only later.",
  },
  arriving: { state: "waiting", remedy: "City Hall lets it in: two ticks and it is there." },
  closed_border: {
    state: "waiting",
    remedy: "It waits at a border of a district that catches up; it crosses by itself, or send it elsewhere.",
  },
  key_revoked: {
    state: "stuck",
    remedy: "Its keys were revoked: make a new one and give it to its program.",
  },
  key_expired: {
    state: "stuck",
    remedy: "Its keys have expired: make a new one and give it to its program.",
  },
  key_missing: { state: "stuck", remedy: "It has no key: make one and give it to its program." },
  queue_full: {
    state: "stuck",
    remedy: "Its queue is full, so new actions are refused: wait for results before sending more.",
  },
  all_refused: {
    state: "stuck",
    remedy: "All its last actions were refused: read the reasons below and change what it tries.",
  },
  never_called: { state: "stuck", remedy: "Its program has never called: start it with the key." },
  silent: { state: "stuck", remedy: "Its program does not call any more: see whether it still runs." },
  only_watching: {
    state: "stuck",
    remedy: "Its program asks what it perceives and never acts: see what it does with the answer.",
  },
  not_thinking_yet: {
    state: "well",
    remedy: "It is configured; until the city runs models and programs, it lives by the resident policy.",
  },
} as const;
export type HealthCause = keyof typeof HEALTH_CAUSES;

export interface Health {
  readonly state: (typeof HEALTH_CAUSES)[HealthCause]["state"];
  readonly cause: HealthCause;
  readonly remedy: string;
  /** The refusal met most often, where all actions were refused. */
  readonly code: ResultCode | null;
}

/** A tick more or less late is nothing. */
const LATE_TICKS = 2;
/** A worker restarts within this time; until then silence says nothing. */
const CITY_SILENT_MS = 10_000;
/** A program may think for a while; and a key's last use is written down once a minute. */
const PROGRAM_SILENT_MS = 60_000;
const PROGRAM_IDLE_MS = 600_000;
/** Fewer refusals are bad luck. */
const REFUSALS_MIN = 3;

/** Names what is the matter with an agent: the cause that has to be mended first, when there are several. */
export function judgeHealth(facts: HealthFacts): Health {
  const cause = stopCause(facts) ?? cityCause(facts) ?? ownCause(facts);
  return { ...HEALTH_CAUSES[cause], cause, code: cause === "all_refused" ? commonest(facts.results) : null };
}

function stopCause({ retired, frozen, paused }: HealthFacts): HealthCause | null {
  if (retired) return "retired";
  if (frozen) return "frozen";
  return paused ? "paused" : null;
}

function cityCause({ city, arrived, atClosedBorder }: HealthFacts): HealthCause | null {
  if (city.tickAgeMs === null) return "city_silent";
  if (city.tickMs === null) return "city_frozen";
  if (city.tickAgeMs > Math.max(CITY_SILENT_MS, LATE_TICKS * city.tickMs)) return "city_silent";
  if (city.districtLag > LATE_TICKS) return "district_late";
  if (!arrived) return "arriving";
  return atClosedBorder ? "closed_border" : null;
}

function ownCause(facts: HealthFacts): HealthCause {
  if (facts.kind === "model" || facts.kind === "code") return "not_thinking_yet";
  if (facts.kind === "resident") return "well";
  if (facts.usableKeys === 0)
    return facts.lastKeyEnd === null ? "key_missing" : (`key_${facts.lastKeyEnd}` as const);
  const tickMs = facts.city.tickMs ?? 0;
  const patienceMs = Math.max(PROGRAM_SILENT_MS, LATE_TICKS * tickMs);
  if (facts.silentMs === null) return facts.ageMs > patienceMs ? "never_called" : "well";
  if (facts.silentMs > patienceMs + LIMITS.keyTouchEveryMs) return "silent";
  if (facts.waiting >= LIMITS.actionsWaitingMax && facts.waitingMs > LATE_TICKS * tickMs) return "queue_full";
  const refused = facts.results.filter((code) => code !== "applied");
  if (refused.length >= REFUSALS_MIN && refused.length === facts.results.length) return "all_refused";
  return (facts.idleMs ?? facts.ageMs) > PROGRAM_IDLE_MS ? "only_watching" : "well";
}

/** The code met most often; of two met equally often the newer. */
function commonest(codes: readonly ResultCode[]): ResultCode | null {
  const counts = new Map<ResultCode, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  let best: ResultCode | null = null;
  for (const [code, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = code;
  return best;
}
