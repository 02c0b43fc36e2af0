import type { CityPlan } from "#city/plan/types.ts";
import type { ActionKind, ActionParameters } from "#city/protocol/actions.ts";
import type { ResultCode } from "#city/protocol/codes.ts";
import type { FeedKind } from "#city/protocol/messages.ts";
import type { WireEvent } from "#city/protocol/wire-types.ts";
import type { Access } from "./doors.ts";
import type { PlaceIndex } from "./places.ts";

/** Written into every log row and snapshot. Bump on any change that makes a replay differ. */
export const ENGINE_VERSION = 1;

/** City Hall's district number. */
export const CITY_HALL = 0;

/** Fixed at genesis; the same for every district of a world but `district`. */
export interface Genesis {
  readonly world: number;
  /** Unsigned 32-bit word. */
  readonly seed: number;
  /** Simulated ms a tick covers. */
  readonly tickMs: number;
  /** Simulated ms of day at tick 0. */
  readonly startOfDayMs: number;
  /** Bodies move this many times slower against the day. */
  readonly paceDivisor: number;
  /** Residents of the whole city at genesis. */
  readonly population: number;
  /** City Hall's treasury at genesis, cents: all the money there is besides the residents' first purses and the tills. */
  readonly treasuryCents: number;
}

/** What the engine works on and may never write: the plan, genesis, and caches that decide nothing (routes). */
export interface EngineContext {
  readonly plan: CityPlan;
  readonly genesis: Genesis;
  readonly routes: RouteCache;
  readonly places: PlaceIndex;
  readonly residents: ResidentTable;
}

/** Where each resident of the city lives and works, by agent number: a pure function of (plan, seed, population). */
export interface ResidentTable {
  readonly home: Int32Array;
  /** Building with the job, or -1: a child, retired, or without work. */
  readonly work: Int32Array;
}

/**
 * Routes over the street graph; a pure function of (graph, weights, from, to) behind a cache shared by all districts of a process.
 * Walking uses every street, cars avenues and streets (lanes and promenades only where nothing else leads there).
 */
export interface RouteCache {
  /** Street nodes from `from` to `to` inclusive; null when there is no way. Ties go to the lowest edge slot. */
  route(from: number, to: number, mode: 0 | 1): readonly number[] | null;
  /** Length of that route in weighted cm, or -1. */
  distance(from: number, to: number, mode: 0 | 1): number;
  /** The shortest way from one of `starts` (ties: the first) to one of the target's ends, with its length in weighted cm; or null. */
  way(
    starts: readonly Access[],
    target: RouteTarget,
    mode: 0 | 1,
  ): { readonly nodes: readonly number[]; readonly lengthCm: number } | null;
}

/** Somewhere routes lead to: the street nodes where it can be reached, and a number that no other target has. */
export interface RouteTarget {
  readonly key: number;
  readonly ends: readonly Access[];
}

export const MODE_FOOT = 0;
export const MODE_CAR = 1;

/** An action with its proof: authenticated, shaped, ordered. Only these enter the engine. */
export type StampedAction = { readonly [K in ActionKind]: StampedActionOf<K> }[ActionKind] | ArriveAction;

export interface StampedActionOf<K extends ActionKind> {
  /** Row number of the action: unique, rising per agent. */
  readonly seq: number;
  readonly agent: number;
  readonly kind: K;
  readonly parameters: ActionParameters[K];
}

/** Only City Hall takes this: a new agent enters the city, with a grant from the treasury, at its home. */
export interface ArriveAction {
  readonly seq: number;
  readonly agent: number;
  readonly kind: "arrive";
  readonly parameters: { readonly homeBuilding: number; readonly grantCents: number };
}

export const LETTER_KINDS = ["handoff", "money"] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** The only thing that passes between districts. `body` is canonical bytes of its kind (worker/sim/letters.ts). */
export interface Letter {
  readonly from: number;
  readonly to: number;
  /** The sender's tick. */
  readonly tick: number;
  readonly seq: number;
  readonly kind: LetterKind;
  /** Money inside, cents (purses of the agents handed over, or the sum sent): the auditor counts it while it is under way. */
  readonly cents: number;
  readonly body: Uint8Array;
}

/** All that may influence step n besides the state; logged as it is. */
export interface StepInput {
  readonly tick: number;
  /** Ordered by (from, tick, seq). */
  readonly letters: readonly Letter[];
  /** Ordered by seq. */
  readonly actions: readonly StampedAction[];
  /** Districts too far behind to receive handoffs, ascending. */
  readonly closedBorders: readonly number[];
}

export interface ActionOutcome {
  readonly seq: number;
  readonly agent: number;
  readonly status: "applied" | "rejected";
  readonly code: ResultCode;
  /** Small JSON facts of what changed, e.g. { arrives_at_ms, cost_cents }. Integers and strings only. */
  readonly effects: Readonly<Record<string, number | string>>;
}

/** Money in or out of a purse that someone outside looks at (outside agents, treasury). */
export interface LedgerLine {
  /** Agent number, or 0 for the treasury when `district` is City Hall. */
  readonly account: number;
  readonly amountCents: number;
  readonly balanceCents: number;
  readonly cause: LedgerCause;
  /** Agent number or building index on the other side; -1 when none. */
  readonly counterparty: number;
}
export const LEDGER_CAUSES = [
  "grant",
  "wage",
  "meal",
  "goods",
  "rent",
  "tax",
  "payment",
  "procurement",
  "handoff",
] as const;
export type LedgerCause = (typeof LEDGER_CAUSES)[number];

/** A line worth reading, before names are put in. `text` may hold {agent}, {other}, {building}. */
export interface FeedLine {
  readonly kind: FeedKind;
  /** 0..100: the shell keeps those that the significance rule lets through. */
  readonly significance: number;
  readonly agent: number;
  readonly other: number;
  readonly building: number;
  readonly neighborhood: number;
  readonly xCm: number;
  readonly zCm: number;
  readonly text: string;
}

/** Something an outside agent heard this tick. */
export interface Heard {
  readonly hearer: number;
  readonly from: number;
  readonly kind: "say" | "whisper" | "payment" | "system";
  readonly text: string;
}

/** Slow or uncertain work the shell does for the engine; its result returns as an action. None is defined yet. */
export interface Effect {
  readonly id: string;
  readonly kind: "notify";
}

export interface StepOutput {
  readonly tick: number;
  readonly results: readonly ActionOutcome[];
  readonly letters: readonly Letter[];
  readonly ledger: readonly LedgerLine[];
  /** Residents' transfers of this tick, packed; see worker/sim/transfers.ts. */
  readonly transfers: Uint8Array;
  readonly feed: readonly FeedLine[];
  readonly effects: readonly Effect[];
  readonly heard: readonly Heard[];
  readonly events: readonly WireEvent[];
  /** Outside agents that left this district with this tick's handoffs, and those that came in with its letters. */
  readonly departed: readonly { readonly agent: number; readonly to: number }[];
  readonly arrived: readonly number[];
  /** Canonical little-endian bytes of every record touched; the shell hashes them onto the state hash of the tick before. */
  readonly stateBytes: Uint8Array;
  /** Money in this district after the step (purses, tills, treasury), cents; checked inside against before + letters in - letters out. */
  readonly moneyCents: number;
}
