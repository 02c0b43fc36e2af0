import { SPEC_VERSION } from "#city/protocol/version.ts";
import type { BlobStore } from "#server/assets/blob-store.ts";
import { readDistrict } from "#server/db/lease-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { readAnchor } from "#server/db/retention-store.ts";
import { listSnapshots, readSnapshot } from "#server/db/snapshot-store.ts";
import type { WorldRow } from "#server/db/world-store.ts";
import { readCitySum, readDistrictTicks } from "#server/db/world-store.ts";
import { createContext, ENGINE_VERSION } from "#sim";
import { type Ground, type Live, replayLog } from "../districts/recover.ts";
import { openSnapshot } from "../districts/snapshots.ts";
import { engineHash } from "../engine-hash.ts";
import { genesisOf } from "../genesis.ts";
import { loadPlan } from "../load-plan.ts";

/** What a replay of one district's log showed. */
export interface DistrictVerdict {
  readonly district: number;
  readonly name: string;
  /** Tick of the snapshot it began from, and the last tick of the district then. */
  readonly fromTick: number;
  readonly toTick: number;
  /** What does not fit, one sentence; null when everything does. */
  readonly fault: string | null;
}

export interface MoneyVerdict {
  readonly heldCents: number;
  readonly underWayCents: number;
  readonly genesisCents: number;
}

/**
 * Replays every district from its newest verified snapshot, or from the oldest that the log still reaches (genesis in a
 * young city), and compares the hashes of every tick. Reads only, so the city may run meanwhile.
 */
export async function* verifyCity(
  pool: Pool,
  blobs: BlobStore,
  world: WorldRow,
  fromOldest: boolean,
): AsyncGenerator<DistrictVerdict> {
  const { plan } = await loadPlan(blobs, world.planHash);
  const versions = {
    engineVersion: ENGINE_VERSION,
    engineHash: engineHash(),
    specVersion: SPEC_VERSION,
    planHash: world.planHash,
  };
  const ground = { pool, world, context: createContext(plan, genesisOf(world)), versions };
  for (const { number } of await readDistrictTicks(pool, world.id)) {
    yield await verifyDistrict(ground, number, fromOldest);
  }
}

/** The city's money in one database snapshot beside what there was at genesis. */
export async function auditMoney(pool: Pool, world: WorldRow): Promise<MoneyVerdict> {
  return { ...(await readCitySum(pool, world.id)), genesisCents: world.genesisCents };
}

async function verifyDistrict(
  ground: Ground,
  district: number,
  fromOldest: boolean,
): Promise<DistrictVerdict> {
  const { pool, world, context } = ground;
  const row = await readDistrict(pool, world.id, district);
  const toTick = row.tick;
  let fromTick = -1;
  try {
    fromTick = await startTick(ground, district, toTick, fromOldest);
    const snapshot = await readSnapshot(pool, world.id, district, fromTick);
    if (snapshot === null) throw new Error("there is no verified snapshot to begin from");
    const live: Live = { state: openSnapshot(context, snapshot), position: snapshot };
    await replayLog(ground, live, row, () => {});
    return { district, name: row.name, fromTick, toTick, fault: null };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { district, name: row.name, fromTick, toTick, fault };
  }
}

/** Tick of the verified snapshot to begin from; -1 when there is none. */
async function startTick(
  { pool, world }: Ground,
  district: number,
  lastTick: number,
  fromOldest: boolean,
): Promise<number> {
  const snapshots = await listSnapshots(pool, world.id, district);
  const good = snapshots.filter(({ tick, verified }) => verified && tick <= lastTick).map(({ tick }) => tick);
  if (!fromOldest) return good.at(-1) ?? -1;
  // Ticks up to the anchor are no longer in the log.
  const anchor = await readAnchor(pool, world.id, district);
  return good.find((tick) => tick >= anchor) ?? -1;
}
