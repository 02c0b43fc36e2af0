import type { CityPlan } from "#city/plan/types.ts";
import type { ActionKind, ActionParameters } from "#city/protocol/actions.ts";
import type { ResultCode } from "#city/protocol/codes.ts";
import type { FeedEvent } from "#city/protocol/feed-sentences.ts";
import type { FeedKind } from "#city/protocol/messages.ts";
import type { WireEvent } from "#city/protocol/wire-types.ts";
import type { Access } from "./doors.ts";
import type { ExitTable } from "./exit-table.ts";
import type { PlaceIndex } from "./places.ts";

/** Written into every log row and snapshot. Bump on any change that makes a replay differ. */
export const ENGINE_VERSION = 2;

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
  readonly exits: ExitTable;
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
  /** How the cache has been used so far. */
  use(): RouteUse;
}

/** How the route cache has been used. It decides nothing. */
export interface RouteUse {
  /** Distance fields kept, and the most there may be. */
  readonly fields: number;
  readonly fieldsMax: number;
  /** Ways read from a kept field, and ways searched for. */
  readonly hits: number;
  readonly misses: number;
  /** Fields built. */
  readonly built: number;
}

/** Runs `build` and returns what it gave: for a shell that wants to know how long that takes. */
export type BuildWatch = <T>(build: () => T) => T;

/** Somewhere routes lead to: the street nodes where it can be reached, and a number that no other target has. */
export interface RouteTarget {
  readonly key: number;
  readonly ends: readonly Access[];
}

export const MODE_FOOT = 0;
export const MODE_CAR = 1;

/** An action with its proof: authenticated, shaped, ordered. Only these enter the engine. */
export type StampedAction = { readonly [K in ActionKind]: StampedActionOf<K> }[ActionKind] | SystemAction;

export interface StampedActionOf<K extends ActionKind> {
  /** Row number of the action: unique, rising per agent. */
  readonly seq: number;
  readonly agent: number;
  readonly kind: K;
  readonly parameters: ActionParameters[K];
}

/**
 * What the city itself asks of the engine; never accepted from outside. `arrive` and `open_account` are City Hall's, the others
 * go to whoever holds the agent (a person: City Hall).
 */
export interface SystemParameters {
  /** A new agent enters the city, with a grant from the treasury, at its home. */
  readonly arrive: { readonly homeBuilding: number; readonly grantCents: number };
  /** City Hall opens a person's purse, with a grant from the treasury as far as that reaches. */
  readonly open_account: { readonly grantCents: number };
  /** `resident`: the agent lives as residents do whenever no action of its own keeps it busy. */
  readonly set_policy: { readonly policy: "outside" | "resident" };
  /** 1: does nothing until it is 0 again. */
  readonly halt: { readonly halted: 0 | 1 };
  /** The agent leaves the city for good; what it owns goes to `heir`, an agent or a person, or (-1) to the city. */
  readonly retire: { readonly heir: number };
}
export const SYSTEM_KINDS = ["arrive", "open_account", "set_policy", "halt", "retire"] as const;
export type SystemKind = (typeof SYSTEM_KINDS)[number];

export interface SystemActionOf<K extends SystemKind> {
  readonly seq: number;
  readonly agent: number;
  readonly kind: K;
  readonly parameters: SystemParameters[K];
}
export type SystemAction = { readonly [K in SystemKind]: SystemActionOf<K> }[SystemKind];

/**
 * handoff: agents; money: taxes and procurement; order: an action judged elsewhere, with its money; payment (to City Hall): money
 * for accounts there; purse: money for purses in a district; bill (to City Hall): what owners and tenants owe; due: what came of
 * a bill or a dun; heir: an agent has left for good; dun (from City Hall): tax or rent that an agent's account
 * lacks, asked of its purse. Numbers are the log's: append only.
 */
export const LETTER_KINDS = [
  "handoff",
  "money",
  "order",
  "payment",
  "purse",
  "bill",
  "due",
  "heir",
  "dun",
] as const;
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
  // Money that goes along with an order or an offer, and what comes back of it.
  "order",
  "change",
  "claim",
  "sale",
  "lease",
  // What a deed's account pays out to its owner.
  "income",
  "property_tax",
  "transfer",
  "withdrawal",
  "inheritance",
] as const;
export type LedgerCause = (typeof LEDGER_CAUSES)[number];

/** A line worth reading, before names are put in. */
export interface FeedLine {
  readonly kind: FeedKind;
  /** What happened: the shell says it in words. */
  readonly event: FeedEvent;
  /** 0..100: the shell keeps those that the significance rule lets through. */
  readonly significance: number;
  readonly agent: number;
  readonly other: number;
  readonly building: number;
  readonly neighborhood: number;
  readonly xCm: number;
  readonly zCm: number;
  /** Only where it is about a parcel. */
  readonly parcel?: number;
  /** Only where it is about a sum of money. */
  readonly cents?: number;
  /** Only where somebody said something. */
  readonly words?: string;
}

/** A parcel's deed as the tables hold it; -1 is "none". Cents, ticks, simulated days. */
export interface DeedView {
  readonly parcel: number;
  readonly owner: number;
  readonly sinceTick: number;
  readonly priceCents: number;
  readonly letCents: number;
  readonly letDays: number;
  readonly tenant: number;
  readonly rentCents: number;
  readonly leaseUntilDay: number;
  readonly offerBy: number;
  readonly offerCents: number;
  readonly offerUntilTick: number;
  readonly balanceCents: number;
  readonly arrearsCents: number;
  readonly arrearsDay: number;
  readonly use: number;
  readonly colour: number;
}

export const DEED_EVENT_KINDS = [
  "claimed",
  "listed",
  "unlisted",
  "sold",
  "offered",
  "offer_dropped",
  "let",
  "leased",
  "lease_ended",
  "given",
  "dressed",
  "inherited",
  "tax_owed",
  "tax_settled",
  "forfeited",
] as const;

/** One line of a parcel's history. */
export interface DeedChange {
  readonly parcel: number;
  readonly kind: (typeof DEED_EVENT_KINDS)[number];
  /** Agents or people; -1: the city or nobody. */
  readonly giver: number;
  readonly taker: number;
  /** -1: no money in it. */
  readonly cents: number;
}

/** Texts a parcel was given: null takes one away, undefined leaves it. The state only knows that they changed. */
export interface DeedTexts {
  readonly parcel: number;
  readonly title: string | null | undefined;
  readonly sign: string | null | undefined;
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
  /** Actions (seq) that went on by letter: whoever judges them gives them their result. */
  readonly held: readonly number[];
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
  /** Deeds that changed, by parcel; what happened to them, in order; and their new texts. */
  readonly deeds: readonly DeedView[];
  readonly deedChanges: readonly DeedChange[];
  readonly deedTexts: readonly DeedTexts[];
  /** Canonical little-endian bytes of every record touched; the shell hashes them onto the state hash of the tick before. */
  readonly stateBytes: Uint8Array;
  /** Money in this district after the step (purses, tills, treasury), cents; checked inside against before + letters in - letters out. */
  readonly moneyCents: number;
}
