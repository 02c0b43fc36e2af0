import { equalBytes } from "#server/db/commit-outcome.ts";
import { readDistrict } from "#server/db/lease-store.ts";
import { readLog } from "#server/db/log-store.ts";
import { newestSnapshot } from "#server/db/snapshot-store.ts";
import type { LogRow } from "#server/db/tick-statement.ts";
import type { DistrictRow } from "#server/db/world-store.ts";
import { type DistrictState, type StepOutput, step } from "#sim";
import { nextPosition, type Position } from "./chain.ts";
import type { City } from "./city.ts";
import { decodeInputs } from "./inputs.ts";
import { planRecovery } from "./recovery-plan.ts";
import { openSnapshot } from "./snapshots.ts";

/** Rows of the log read and replayed at a time: other districts of the process get their turn in between. */
const REPLAY_BATCH = 20;

/** A district that is live: its state and where in its history that is. */
export interface Live {
  readonly state: DistrictState;
  position: Position;
}

/** A district that was recovered. */
export interface Recovered extends Live {
  /** Ticks that were replayed though another engine had written them. */
  readonly foreignTicks: number;
}

/** What a replay needs. */
export type Ground = Pick<City, "pool" | "world" | "context" | "versions">;

/** The district cannot be recovered without help: its data is damaged or of another version. */
export class RecoveryFault extends Error {
  override name = "RecoveryFault";
}

/** Another engine wrote ticks that this one does not reproduce: going on would make another city of it. */
export class UpgradeRefused extends Error {
  override name = "UpgradeRefused";

  constructor(
    district: { readonly number: number; readonly name: string },
    fromTick: number,
    toTick: number,
    why: string,
  ) {
    super(
      `Ticks ${fromTick} to ${toTick} of district ${district.number} (${district.name}) were written by another version ` +
        `of the engine, and this one does not come to the same (${why}): start that version once more and stop it ` +
        'with Ctrl-C, then upgrade; "npm run world -- verify" shows every district.',
    );
  }
}

/** Another worker has taken the district. */
export class LeaseLost extends Error {
  override name = "LeaseLost";
}

/** Who hears of the ticks that are replayed, in order. */
export interface Replay {
  /** The snapshot is loaded: the state as it was after its tick. */
  readonly onStart: (live: Live) => void;
  readonly onTick: (live: Live, output: StepOutput) => void;
}

/**
 * Loads a district's newest verified snapshot and replays the log from there, proving every hash on the way. Rejects with
 * RecoveryFault when anything does not fit, with UpgradeRefused when that is because another engine wrote it, and with
 * LeaseLost when `generation` is no longer the district's.
 */
export async function recoverDistrict(
  city: City,
  district: number,
  generation: number,
  replay?: Replay,
): Promise<Recovered> {
  const { pool, world, versions, context } = city;
  const row = await readDistrict(pool, world.id, district);
  if (row.generation !== generation)
    throw new LeaseLost(`district ${district} is at generation ${row.generation}`);
  const snapshot = await newestSnapshot(pool, world.id, district, row.tick);
  const plan = planRecovery(row.tick, snapshot, versions);
  if (!plan.ok && plan.code === "other_version")
    throw new UpgradeRefused(row, (snapshot?.tick ?? 0) + 1, row.tick, plan.message);
  if (!plan.ok || snapshot === null) throw new RecoveryFault(plan.ok ? "no snapshot" : plan.message);
  const live: Live = { state: openSnapshot(context, snapshot), position: snapshot };
  replay?.onStart(live);
  const foreignTicks = await replayLog(city, live, row, (output) => replay?.onTick(live, output));
  city.counters.replayedTicks += row.tick - snapshot.tick;
  return { ...live, foreignTicks };
}

/**
 * Replays a district's log from where `live` is to its last tick; returns how many of the ticks another engine wrote.
 * Rejects as recoverDistrict does.
 */
export async function replayLog(
  ground: Ground,
  live: Live,
  row: DistrictRow,
  onTick: (output: StepOutput) => void,
): Promise<number> {
  let foreignTicks = 0;
  for (let first = live.position.tick + 1; first <= row.tick; first += REPLAY_BATCH) {
    const last = Math.min(first + REPLAY_BATCH - 1, row.tick);
    const rows = await readLog(ground.pool, ground.world.id, row.number, first, last);
    if (rows.length !== last - first + 1) {
      throw new RecoveryFault(`district ${row.number}: the log lacks ticks between ${first} and ${last}`);
    }
    for (const logged of rows) {
      if (logged.engineHash !== ground.versions.engineHash) foreignTicks++;
      onTick(replayProven(ground, live, logged, row));
    }
  }
  if (!equalBytes(live.position.chainHash, row.chainHash)) {
    throw new RecoveryFault(
      `district ${row.number}: its row and its log end in different hashes at tick ${row.tick}`,
    );
  }
  return foreignTicks;
}

/** Replays one tick; what does not come out the same is a fault, or, where another engine wrote it, a refusal. */
function replayProven(ground: Ground, live: Live, logged: LogRow, row: DistrictRow): StepOutput {
  try {
    return replayTick(ground, live, logged);
  } catch (error) {
    if (logged.engineHash === ground.versions.engineHash) throw error;
    throw new UpgradeRefused(
      row,
      logged.tick,
      row.tick,
      error instanceof Error ? error.message : String(error),
    );
  }
}

/** Steps once on a logged input; the outcome must be the logged one, bit for bit. */
export function replayTick(
  city: Pick<Ground, "context" | "versions">,
  live: Live,
  logged: LogRow,
): StepOutput {
  const before = live.position;
  if (logged.tick !== before.tick + 1 || !equalBytes(logged.previousHash, before.chainHash)) {
    throw new RecoveryFault(`the chain is broken before tick ${logged.tick}`);
  }
  const output = step(city.context, live.state, decodeInputs(logged.inputs));
  live.position = nextPosition(before, city.versions, logged.inputs, output.stateBytes);
  if (!equalBytes(live.position.stateHash, logged.stateHash)) {
    throw new RecoveryFault(`the replay of tick ${logged.tick} gives another state`);
  }
  if (!equalBytes(live.position.chainHash, logged.hash)) {
    throw new RecoveryFault(`the log row of tick ${logged.tick} was changed`);
  }
  return output;
}
