import { LIMITS } from "#city/limits.ts";

/**
 * Districts too far behind to be sent agents at `tick`, ascending: whoever is handed over waits there until the district
 * has caught up, so it is better to wait at the border. `lastTicks` holds each district's last known tick.
 */
export function closedBorders(lastTicks: ReadonlyMap<number, number>, self: number, tick: number): number[] {
  const closed: number[] = [];
  for (const [district, lastTick] of lastTicks) {
    if (district !== self && tick - 1 - lastTick > LIMITS.borderLagTicksMax) closed.push(district);
  }
  return closed.sort((a, b) => a - b);
}
