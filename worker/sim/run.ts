import type { WireEvent } from "#city/protocol/wire-types.ts";
import type { Entry, EntryKind } from "./entries.ts";
import { moneyOf } from "./money-sum.ts";
import type { DistrictState } from "./state.ts";
import { TransferWriter } from "./transfers.ts";
import type {
  ActionOutcome,
  DeedChange,
  DeedTexts,
  DeedView,
  EngineContext,
  FeedLine,
  Genesis,
  Heard,
  LedgerLine,
  Letter,
  StepInput,
} from "./types.ts";

/** What one step says besides changing the state; lists are in the order things were done, which no cache decides. */
export interface TickOut {
  readonly results: ActionOutcome[];
  readonly held: number[];
  readonly letters: Letter[];
  readonly ledger: LedgerLine[];
  readonly transfers: TransferWriter;
  readonly feed: FeedLine[];
  readonly heard: Heard[];
  readonly events: WireEvent[];
  readonly departed: { readonly agent: number; readonly to: number }[];
  readonly arrived: number[];
  deeds: readonly DeedView[];
  readonly deedChanges: DeedChange[];
  readonly deedTexts: DeedTexts[];
}

/** One step under way: what every system and handler is given. */
export interface TickRun {
  readonly ctx: EngineContext;
  readonly state: DistrictState;
  readonly input: StepInput;
  readonly tick: number;
  /** This step fixes what begins in [startMs, endMs), simulated ms. */
  readonly startMs: number;
  readonly endMs: number;
  readonly out: TickOut;
  /** Slots whose wake is due (or that arrived, see wakeNow); systems of the agents phase go through them by agent number. */
  readonly woken: Set<number>;
  /** Slots whose trip has an event due this tick. */
  readonly tripsDue: number[];
  /** Slots whose trip ends within this tick, or whose border must be crossed now; reconcile works them off. */
  readonly ending: Set<number>;
  readonly crossing: Set<number>;
  /** Newcomers whom City Hall lets in this tick, and the districts of their homes. */
  readonly admitted: { readonly slot: number; readonly to: number }[];
  /** What goes out at the end of the step: one letter a kind and receiver, be it money or a bill. */
  readonly entries: { readonly kind: EntryKind; readonly to: number; readonly entry: Entry }[];
  /** What this district held before the step, and what letters brought, cents. */
  readonly moneyBeforeCents: number;
  lettersInCents: number;
  /** Canonical bytes of what was touched; made in the commit phase. */
  stateBytes: Uint8Array;
  moneyCents: number;
}

/** Begins a step. */
export function beginRun(ctx: EngineContext, state: DistrictState, input: StepInput): TickRun {
  const startMs = msOfTick(ctx.genesis, input.tick);
  return {
    ctx,
    state,
    input,
    tick: input.tick,
    startMs,
    endMs: startMs + ctx.genesis.tickMs,
    out: {
      results: [],
      held: [],
      letters: [],
      ledger: [],
      transfers: new TransferWriter(),
      feed: [],
      heard: [],
      events: [],
      departed: [],
      arrived: [],
      deeds: [],
      deedChanges: [],
      deedTexts: [],
    },
    woken: new Set(),
    tripsDue: [],
    ending: new Set(),
    crossing: new Set(),
    admitted: [],
    entries: [],
    moneyBeforeCents: moneyOf(state),
    lettersInCents: 0,
    stateBytes: new Uint8Array(0),
    moneyCents: 0,
  };
}

/** Simulated ms at which a tick begins. */
export function msOfTick(genesis: Genesis, tick: number): number {
  return genesis.startOfDayMs + tick * genesis.tickMs;
}

/** The tick in which a simulated ms lies. */
export function tickOfMs(genesis: Genesis, ms: number): number {
  return Math.floor((ms - genesis.startOfDayMs) / genesis.tickMs);
}
