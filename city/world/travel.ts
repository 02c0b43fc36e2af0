import type { TravelMode } from "../protocol/wire-types.ts";

/** How fast bodies go where days are not compressed (`paceDivisor` 1), cm a second. */
export const CM_PER_S = { foot: 140, car: 1_100 } as const satisfies Record<TravelMode, number>;

/** Simulated ms a body needs for a length, rounded down. */
export function travelMs(lengthCm: number, cmPerS: number, paceDivisor: number): number {
  return Math.floor((lengthCm * 1_000 * paceDivisor) / cmPerS);
}
