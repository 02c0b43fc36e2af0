import { z } from "zod";
import { LIMITS } from "../limits.ts";

/** What the debug page shows. Workers publish a record per district and tick, the web process adds what the database says. */

const count = z.int().min(0);
const ms = z.number();

/** Bytes of the frames of one kind: the largest, that which 95 % of the neighborhoods stay within, all together, and their pages. */
const frameSizesSchema = z.object({
  neighborhoods: count,
  maxBytes: count,
  p95Bytes: count,
  totalBytes: count,
  pages: count,
});

/** One of the last ticks. */
const tickTraceSchema = z.object({
  tick: z.int(),
  latenessMs: ms,
  stepMs: ms,
  commitMs: ms,
  /** Agents that came and went over borders. */
  handedIn: count,
  handedOut: count,
  deltaBytes: count,
});

const routeCountsSchema = z.object({
  /** Distance fields kept, and the most there may be. */
  fields: count,
  fieldsMax: count,
  /** Ways read from a kept field, and searched for. */
  hits: count,
  misses: count,
  /** Fields built, and what that took. */
  built: count,
  builtMs: ms,
  slowestBuildMs: ms,
});

export const districtDebugSchema = z.object({
  district: z.int().min(0),
  generation: z.int(),
  worker: z.string().max(100),
  residents: count,
  outside: count,
  waitingAtBorder: count,
  /** Neighbors that take nobody now. */
  closedBorders: z.array(z.int()).max(LIMITS.debugBordersMax),
  deltas: frameSizesSchema,
  keyframes: frameSizesSchema,
  /** Of the whole worker. */
  routes: routeCountsSchema,
  /** Oldest first; the last is the tick this record is of. */
  ticks: z.array(tickTraceSchema).min(1).max(LIMITS.debugTicksKept),
});

export type FrameSizes = z.infer<typeof frameSizesSchema>;
export type TickTrace = z.infer<typeof tickTraceSchema>;
export type RouteCounts = z.infer<typeof routeCountsSchema>;
export type DistrictDebug = z.infer<typeof districtDebugSchema>;

/** A district as the database has it. */
export interface DistrictTruth {
  readonly number: number;
  readonly name: string;
  readonly tick: number;
  readonly generation: number;
  /** First digits of the chain's hash. */
  readonly chain: string;
  readonly leaseOwner: string | null;
  /** Below 0 when the lease has run out; null when nobody has it. */
  readonly leaseLeftMs: number | null;
  readonly lettersWaiting: number;
  /** Ticks since the oldest of them was sent; null when none waits. */
  readonly oldestLetterTicks: number | null;
}

/** What the web process's relay has counted. */
export interface RelayDebug {
  readonly viewers: number;
  readonly stalled: number;
  readonly rooms: number;
  readonly messagesSent: number;
  readonly bytesSent: number;
  /** Messages that stalled viewers did not get, and how often one stalled. */
  readonly messagesDropped: number;
  readonly stalls: number;
  readonly keyframesAsked: number;
  readonly badFrames: number;
  /** Viewers sent away. */
  readonly closed: number;
  readonly closedTooSlow: number;
}

/** What GET /api/v1/debug answers. */
export interface DebugReport {
  /** Null while the database does not answer. */
  readonly districts: readonly DistrictTruth[] | null;
  /** The newest record of each district, by its age in ms since it arrived here. */
  readonly records: readonly { readonly ageMs: number; readonly record: DistrictDebug }[];
  readonly relay: RelayDebug;
  /** Wall ms between two ticks; null while the clock stands still or is not known. */
  readonly tickPeriodMs: number | null;
}
