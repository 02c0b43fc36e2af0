import { LIMITS } from "#city/limits.ts";
import { dueAtMs, type TickClock, tickDueAt, tickPeriodMs } from "#city/world/tick-schedule.ts";
import type { EpochRow } from "#server/db/clock-store.ts";
import { appendEpoch, readEpoch } from "#server/db/clock-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { readDistrictTicks } from "#server/db/world-store.ts";

/** By then every worker has read the clock again, so a change that counts from there catches nobody beyond it. */
export const CLOCK_NOTICE_MS = 1_000;
/** Changes of the clock by others that one change may run into. */
const TRIES_MAX = 5;

/**
 * The row that gives the clock another speed (0 = frozen); null when it has it already. It holds from the first tick that
 * no district can pass before it knows, so that all stop at the same tick. `furthestTick` is the furthest district's.
 */
export function clockChange(
  current: EpochRow & TickClock,
  furthestTick: number,
  nowMs: number,
  speed: number,
): EpochRow | null {
  if (current.speed === speed) return null;
  const epoch = current.epoch + 1;
  if (current.speed === 0) return { epoch, tick: Math.max(current.tick, furthestTick), wallMs: nowMs, speed };
  const reach = furthestTick + Math.ceil((LIMITS.catchUpFactorMax * CLOCK_NOTICE_MS) / tickPeriodMs(current));
  const tick = Math.max(furthestTick, Math.min(tickDueAt(current, nowMs + CLOCK_NOTICE_MS), reach));
  return { epoch, tick, wallMs: Math.round(dueAtMs(current, tick)), speed };
}

/** Appends that row; returns the row in force then, and whether it is new. Rejects when others change the clock all the time. */
export async function changeClock(
  pool: Pool,
  world: { readonly id: number; readonly tickMs: number },
  nowMs: number,
  speed: number,
  reason: string,
): Promise<{ readonly epoch: EpochRow; readonly changed: boolean }> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const current = await readEpoch(pool, world.id);
    const districts = await readDistrictTicks(pool, world.id);
    const furthest = Math.max(0, ...districts.map((row) => row.tick));
    const row = clockChange({ ...current, tickMs: world.tickMs }, furthest, nowMs, speed);
    if (row === null) return { epoch: current, changed: false };
    if (await appendEpoch(pool, world.id, row, reason)) return { epoch: row, changed: true };
  }
  throw new Error("the clock is being changed by someone else all the time");
}
