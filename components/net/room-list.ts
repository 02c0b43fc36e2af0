import type { PlanIndex } from "#city/plan/types.ts";

export interface Viewpoint {
  /** Middle of the view on the ground, metres. */
  readonly xM: number;
  readonly zM: number;
  /** Where the eye is above the ground. */
  readonly eyeXM: number;
  readonly eyeZM: number;
  readonly reachM: number;
}

const CELL_MIDDLE_M = 150;

/**
 * The neighborhoods to follow: those around the middle of the view and around the eye, nearest first, at most `max`.
 * Only those whose plan is loaded can be followed.
 */
export function chooseRooms(
  index: PlanIndex,
  loaded: { has(neighborhood: number): boolean },
  at: Viewpoint,
  max: number,
): number[] {
  const near: { readonly n: number; readonly far: number }[] = [];
  for (const entry of index.neighborhoods) {
    if (!loaded.has(entry.index)) continue;
    const x = entry.originXCm / 100 + CELL_MIDDLE_M;
    const z = entry.originZCm / 100 + CELL_MIDDLE_M;
    const far = Math.min(Math.hypot(x - at.xM, z - at.zM), Math.hypot(x - at.eyeXM, z - at.eyeZM) * 1.1);
    if (far < at.reachM) near.push({ n: entry.index, far });
  }
  near.sort((a, b) => a.far - b.far || a.n - b.n);
  return near.slice(0, max).map((entry) => entry.n);
}

/** Whether two lists name the same rooms, in whatever order. */
export function sameRooms(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  const known = new Set(a);
  return b.every((n) => known.has(n));
}
