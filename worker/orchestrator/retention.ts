import { LIMITS } from "#city/limits.ts";
import { DAY_MS } from "#city/world/calendar.ts";
import { tickPeriodMs } from "#city/world/tick-schedule.ts";
import { readSlot, truncateSlot } from "#server/db/retention-store.ts";
import { listSnapshots, removeSnapshots } from "#server/db/snapshot-store.ts";
import type { City } from "../districts/city.ts";
import { chunkTick, recordingPrefix } from "../districts/recording.ts";
import { mayTruncate, nextSlot, snapshotsToRemove } from "../districts/retention-plan.ts";

/** SQLSTATE of a lock that was not to be had in time. */
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Removes what is older than the city promises to keep: pieces of the recordings of `districts`, and with `wholeCity` a
 * ring slot and snapshots.
 */
export async function retire(city: City, districts: readonly number[], wholeCity: boolean): Promise<void> {
  const tick = Math.max(0, ...city.lastTicks.values());
  if (wholeCity) await emptyNextSlot(city, tick, await thinSnapshots(city));
  for (const district of districts) await trimRecording(city, district, tick);
}

/** Returns the newest verified snapshot of each district. */
async function thinSnapshots({ pool, world, lastTicks }: City): Promise<Map<number, number>> {
  const newest = new Map<number, number>();
  for (const district of lastTicks.keys()) {
    const snapshots = await listSnapshots(pool, world.id, district);
    newest.set(district, snapshots.findLast((snapshot) => snapshot.verified)?.tick ?? -1);
    const ticks = snapshotsToRemove(snapshots, Math.max(1, Math.floor(DAY_MS / world.tickMs)));
    if (ticks.length > 0) await removeSnapshots(pool, world.id, district, ticks);
  }
  return newest;
}

async function emptyNextSlot(
  { pool, log }: City,
  tick: number,
  snapshots: ReadonlyMap<number, number>,
): Promise<void> {
  const slot = nextSlot(tick);
  const content = await readSlot(pool, slot);
  if (content.length === 0 || !mayTruncate(content, snapshots, tick)) return;
  try {
    await truncateSlot(pool, slot);
    log.info({ slot }, "the oldest part of log, ledger and feed is gone");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE)) throw error;
    log.info({ slot }, "someone reads the oldest part of the log; it goes next time");
  }
}

async function trimRecording({ blobs, world, clock }: City, district: number, tick: number): Promise<void> {
  const periodMs = tickPeriodMs(clock());
  if (!Number.isFinite(periodMs)) return;
  const oldest = tick - Math.ceil((LIMITS.recordingDaysKept * DAY_MS) / periodMs);
  for (const key of await blobs.list(recordingPrefix(world.id, district))) {
    if (chunkTick(key) < oldest) await blobs.remove(key);
  }
}
