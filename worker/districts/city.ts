import type { NeighborhoodPlan } from "#city/plan/types.ts";
import type { TickClock } from "#city/world/tick-schedule.ts";
import type { BlobStore } from "#server/assets/blob-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { WorldRow } from "#server/db/world-store.ts";
import type { Log } from "#server/telemetry/log.ts";
import type { EngineContext } from "#sim";
import type { Counters } from "../counters.ts";
import type { ArrearsBook } from "./arrears-book.ts";
import type { Debugging } from "./debug-book.ts";
import type { DeedBook } from "./deed-book.ts";
import type { HearingBook } from "./hearing-book.ts";
import type { NameBook } from "./name-book.ts";
import type { Publisher } from "./publisher.ts";
import type { Versions } from "./recovery-plan.ts";
import type { Turns } from "./turns.ts";

/** What all districts of a worker share. */
export interface City {
  readonly world: WorldRow;
  readonly versions: Versions;
  readonly context: EngineContext;
  readonly places: readonly NeighborhoodPlan[];
  readonly names: NameBook;
  readonly hearing: HearingBook;
  readonly deeds: DeedBook;
  readonly arrears: ArrearsBook;
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  readonly publisher: Publisher;
  readonly counters: Counters;
  readonly turns: Turns;
  readonly log: Log;
  /** Null unless somebody may look at the inner workings. */
  readonly debugging: Debugging | null;
  /** The clock in force. */
  readonly clock: () => TickClock;
  /** Last known tick of every district of the city, also of those other workers hold. */
  readonly lastTicks: Map<number, number>;
}

/** Simulated instant at which a tick begins, ms. */
export function simMsOf(world: WorldRow, tick: number): number {
  return world.startOfDayMs + tick * world.tickMs;
}
