import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { LIMITS } from "#city/limits.ts";
import { equalBytes } from "#server/db/commit-outcome.ts";
import type { SnapshotRow } from "#server/db/snapshot-store.ts";
import { insertSnapshot, markVerified, readSnapshot } from "#server/db/snapshot-store.ts";
import { type DistrictState, decodeState, ENGINE_VERSION, type EngineContext, encodeState } from "#sim";
import { type Position, sha256 } from "./chain.ts";
import type { City } from "./city.ts";
import type { Versions } from "./recovery-plan.ts";

/** Apart by this much, so that no tick has many districts' snapshots: it shares no divisor with the period. */
const STAGGER_TICKS = 17;

/** Whether a district takes a snapshot after this tick: each at its own turn. */
export function snapshotDue(district: number, tick: number): boolean {
  return (tick + staggerOf(district)) % LIMITS.snapshotEveryTicks === 0;
}

/** By how many ticks a district's regular work is ahead of the others'. */
export function staggerOf(district: number): number {
  return (district * STAGGER_TICKS) % LIMITS.snapshotEveryTicks;
}

/** A snapshot of the state as it is now: done at once, since the next step changes the state in place. */
export function takeSnapshot(
  state: DistrictState,
  district: number,
  position: Position,
  versions: Versions,
): SnapshotRow {
  const content = encodeState(state);
  return {
    district,
    tick: position.tick,
    ...versions,
    stateHash: position.stateHash,
    chainHash: position.chainHash,
    contentHash: sha256(content),
    content: zstdCompressSync(content),
  };
}

/** The state a snapshot holds. Throws when its bytes are damaged or of another engine. */
export function openSnapshot(context: EngineContext, row: SnapshotRow): DistrictState {
  const content = new Uint8Array(zstdDecompressSync(row.content));
  if (!equalBytes(sha256(content), row.contentHash)) {
    throw new Error(`the snapshot of district ${row.district} at tick ${row.tick} is damaged`);
  }
  const state = decodeState(context, content);
  // An older engine's bytes differ in the version they name.
  if (row.engineVersion === ENGINE_VERSION && !equalBytes(encodeState(state), content)) {
    throw new Error(`the snapshot of district ${row.district} at tick ${row.tick} does not decode to itself`);
  }
  return state;
}

/** Stores a snapshot, reads it back, and declares it good only when what came back decodes to the same bytes. */
export async function storeSnapshot(city: City, row: SnapshotRow): Promise<void> {
  const { pool, world, context } = city;
  await insertSnapshot(pool, world.id, row);
  const stored = await readSnapshot(pool, world.id, row.district, row.tick);
  if (stored === null || !equalBytes(stored.contentHash, row.contentHash)) {
    throw new Error(`the snapshot of district ${row.district} at tick ${row.tick} was not stored`);
  }
  await city.turns.next();
  openSnapshot(context, stored);
  await markVerified(pool, world.id, row.district, row.tick);
}
