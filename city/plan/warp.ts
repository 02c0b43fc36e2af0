import { at } from "../assert.ts";
import { clamp, distance, snapTo } from "../geometry/integer.ts";
import { NOISE_RANGE, noise } from "../geometry/noise.ts";
import { NODE_GRID_CM, type Planar } from "./planar.ts";
import type { Setting } from "./setting.ts";

/** How far streets swing in the middle of the city and at its edge, and the size of the swings. */
const SWING_CM = [600, 3_000] as const;
const SWING_CELL_CM = 56_000;
const BEND_CM = [150, 700] as const;
const BEND_CELL_CM = 21_000;
/** Within this distance of the map's border nothing swings, so that the border stays straight. */
const BORDER_CM = 20_000;

function swing(seed: number, x: number, z: number, cellCm: number, sizeCm: number): number {
  return (noise(seed, x, z, cellCm) * sizeCm) / NOISE_RANGE;
}

/**
 * Bends the whole drawing like a sheet of rubber: what was drawn straight becomes gently curved. The bending is too
 * gentle for edges to cross that did not before.
 */
export function warpDrawing(p: Planar, s: Setting): void {
  const outer = at(s.ringsCm, s.ringsCm.length - 1);
  for (let node = 0; node < p.nodeX.length; node++) {
    const x = at(p.nodeX, node);
    const z = at(p.nodeZ, node);
    const border = clamp(Math.min(x, z, s.widthCm - x, s.depthCm - z), 0, BORDER_CM) / BORDER_CM;
    const far = clamp(distance(x, z, s.centreX, s.centreZ) / outer, 0, 1);
    const swingCm = (SWING_CM[0] + (SWING_CM[1] - SWING_CM[0]) * far) * border;
    const bendCm = (BEND_CM[0] + (BEND_CM[1] - BEND_CM[0]) * far) * border;
    const dx =
      swing(s.seed ^ 0x51, x, z, SWING_CELL_CM, swingCm) + swing(s.seed ^ 0x53, x, z, BEND_CELL_CM, bendCm);
    const dz =
      swing(s.seed ^ 0x52, x, z, SWING_CELL_CM, swingCm) + swing(s.seed ^ 0x54, x, z, BEND_CELL_CM, bendCm);
    p.nodeX[node] = snapTo(x + dx, NODE_GRID_CM);
    p.nodeZ[node] = snapTo(z + dz, NODE_GRID_CM);
  }
}
