import { LIMITS } from "#city/limits.ts";

/** Verified snapshots kept besides one a day: should the newest turn out bad, the one before is there. */
const RECENT_SNAPSHOTS = 3;

/** The ring slot that must be empty before ticks of `tick`'s next slot period are written. */
export function nextSlot(tick: number): number {
  return (Math.floor(tick / LIMITS.ringSlotTicks) + 1) % LIMITS.ringSlots;
}

/**
 * Whether a slot may be emptied: every district in it must have a verified snapshot newer than its last tick there,
 * and that tick must be of an earlier round of the ring. `snapshots` holds each district's newest verified one.
 */
export function mayTruncate(
  content: readonly { readonly district: number; readonly lastTick: number }[],
  snapshots: ReadonlyMap<number, number>,
  currentTick: number,
): boolean {
  const oldest = currentTick - (LIMITS.ringSlots - 2) * LIMITS.ringSlotTicks;
  return content.every(
    ({ district, lastTick }) => lastTick < oldest && (snapshots.get(district) ?? -1) > lastTick,
  );
}

/**
 * Which snapshots of a district to remove: all but genesis, the newest verified few, the last verified of each simulated
 * day, and unverified ones newer than those (they may be on their way to being verified). Ticks ascend.
 */
export function snapshotsToRemove(
  snapshots: readonly { readonly tick: number; readonly verified: boolean }[],
  ticksPerDay: number,
): number[] {
  const verified = snapshots.filter((snapshot) => snapshot.verified).map((snapshot) => snapshot.tick);
  const newest = verified.at(-1) ?? -1;
  const keep = new Set([0, ...verified.slice(-RECENT_SNAPSHOTS)]);
  const lastOfDay = new Map<number, number>();
  for (const tick of verified) lastOfDay.set(Math.floor(tick / ticksPerDay), tick);
  for (const tick of lastOfDay.values()) keep.add(tick);
  return snapshots.filter(({ tick }) => tick <= newest && !keep.has(tick)).map(({ tick }) => tick);
}
