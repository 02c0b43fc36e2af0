import type { RelayStats } from "#server/realtime/relay.ts";

/** What a relay's process says of itself when asked; CPU and memory are the process's own. */
export interface RelayFigures {
  readonly stats: RelayStats;
  readonly rssBytes: number;
  readonly cpuMs: number;
  /** 99th percentile of how late its event loop was since the last time it was asked. */
  readonly lagP99Ms: number;
}

export interface Join {
  readonly kind: "join";
  readonly group: string;
  readonly port: number;
  readonly viewers: number;
  /** Connections of one address are limited: viewers come from 127.0.0.x, from this x on. */
  readonly firstAddress: number;
  /** What each looks at, by its number. */
  readonly rooms: readonly (readonly number[])[];
  /** Whether it comes back when the connection is lost. */
  readonly returns: boolean;
}

/** To a process of viewers; each order is answered by one Told. */
export type Order =
  | Join
  | { readonly kind: "look"; readonly group: string; readonly rooms: readonly number[] }
  | { readonly kind: "stop-reading" | "go-on-reading" | "forget-latencies" | "tell"; readonly group: string };

/** About one group of viewers. */
export interface Told {
  readonly connected: number;
  /** The tick up to which every viewer has every room it looks at; -1 where one has nothing yet. */
  readonly lowestTick: number;
  readonly deltas: number;
  readonly keyframes: number;
  readonly bytes: number;
  readonly gaps: number;
  readonly errors: readonly string[];
  readonly connections: number;
  readonly byes: readonly string[];
  /** From publishing to arrival, of deltas since they were last forgotten. */
  readonly latencyMs: { readonly count: number; readonly p50: number; readonly p99: number };
}

/** Milliseconds on a clock that all processes of this machine share. */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
