import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { BitReader, BitWriter } from "./bits.ts";
import { type Streets, streetsOf } from "./streets.ts";

/** Where writer and reader of a page are: what the next event's agent and times are relative to. Starts anew on every page. */
export interface Cursor {
  readonly place: NeighborhoodPlan;
  readonly streets: Streets;
  /** Times count back from here: most are young, and a body may have stood for hours. */
  readonly baseMs: number;
  /** Low bits of most gaps between agents, and of most times. */
  readonly agentBits: number;
  readonly timeBits: number;
  /** Pace divisor that durations are told against; 0: none known (yet: the writer takes the first that fits). */
  pace: number;
  /** Legs that the writer has asked for a pace. */
  paceTries: number;
  /** Of the event before, or -1. */
  agent: number;
  /** End of the same agent's event before, or -1. */
  lastMs: number;
}

/** What a page says of itself before its events. */
export type PageScale = Pick<Cursor, "baseMs" | "agentBits" | "timeBits" | "pace">;

/** Cursor at the start of a page. */
export function startCursor(place: NeighborhoodPlan, scale: PageScale): Cursor {
  const { baseMs, agentBits, timeBits, pace } = scale;
  const streets = streetsOf(place);
  return { place, streets, baseMs, agentBits, timeBits, pace, paceTries: 0, agent: -1, lastMs: -1 };
}

/** A second event of one agent mostly starts where its first ended: then the time takes one bit. */
export function writeTime(bits: BitWriter, ms: number, cursor: Cursor): void {
  if (cursor.lastMs === -1) bits.number(cursor.baseMs - ms, cursor.timeBits);
  else bits.signed(ms - cursor.lastMs, 0);
  cursor.lastMs = ms;
}

/** Reads what writeTime wrote. Throws RangeError for no safe time. */
export function readTime(bits: BitReader, cursor: Cursor): number {
  const ms =
    cursor.lastMs === -1 ? cursor.baseMs - bits.number(cursor.timeBits) : cursor.lastMs + bits.signed(0);
  cursor.lastMs = safeTime(ms);
  return ms;
}

/** Throws RangeError for what is no simulated ms. */
export function safeTime(ms: number): number {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError("a time is out of range");
  return ms;
}
