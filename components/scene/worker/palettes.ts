import type { BuildingUse, Zone } from "#city/plan/types.ts";
import type { Rgb } from "./solid-writer.ts";

const WALLS: Readonly<Record<Zone, readonly Rgb[]>> = {
  downtown: [
    [96, 118, 138],
    [74, 96, 118],
    [126, 142, 152],
    [176, 172, 164],
    [148, 130, 112],
    [60, 78, 98],
    [196, 190, 180],
  ],
  "old-town": [
    [222, 186, 134],
    [214, 160, 120],
    [230, 208, 168],
    [190, 128, 100],
    [206, 196, 176],
    [178, 146, 118],
    [226, 196, 178],
  ],
  midtown: [
    [198, 182, 158],
    [168, 108, 86],
    [214, 202, 182],
    [150, 118, 98],
    [186, 190, 190],
    [176, 150, 122],
    [210, 190, 160],
  ],
  terraces: [
    [164, 94, 74],
    [180, 112, 86],
    [148, 84, 70],
    [204, 188, 164],
    [190, 130, 100],
    [216, 206, 190],
  ],
  suburb: [
    [228, 220, 204],
    [214, 198, 172],
    [196, 204, 206],
    [224, 206, 184],
    [188, 132, 104],
    [206, 212, 196],
  ],
  industry: [
    [150, 152, 150],
    [134, 122, 112],
    [112, 124, 134],
    [166, 154, 136],
    [124, 100, 88],
  ],
  harbour: [
    [150, 92, 74],
    [132, 140, 144],
    [96, 120, 136],
    [172, 120, 92],
    [188, 182, 170],
  ],
  park: [
    [206, 198, 180],
    [178, 160, 132],
  ],
};

const ROOFS: Readonly<Record<Zone, readonly Rgb[]>> = {
  downtown: [
    [104, 106, 108],
    [124, 122, 118],
    [90, 94, 100],
  ],
  "old-town": [
    [158, 82, 58],
    [140, 72, 54],
    [96, 92, 94],
    [170, 96, 66],
  ],
  midtown: [
    [122, 118, 112],
    [102, 100, 98],
    [140, 130, 118],
  ],
  terraces: [
    [92, 84, 84],
    [128, 74, 58],
    [104, 98, 98],
  ],
  suburb: [
    [134, 76, 58],
    [98, 90, 86],
    [116, 104, 92],
    [152, 92, 68],
  ],
  industry: [
    [128, 132, 134],
    [112, 104, 98],
    [146, 148, 146],
  ],
  harbour: [
    [110, 112, 116],
    [128, 92, 78],
    [140, 140, 136],
  ],
  park: [[120, 108, 92]],
};

const CIVIC: readonly Rgb[] = [
  [226, 218, 200],
  [214, 206, 190],
];

/** Wall and roof colours (sRGB) of a building, by zone and use, chosen by its seed. */
export function coloursOf(
  zone: Zone,
  use: BuildingUse,
  seed: number,
): { readonly wall: Rgb; readonly roof: Rgb } {
  const walls = use === "civic" || use === "town-hall" || use === "school" ? CIVIC : WALLS[zone];
  const roofs = use === "town-hall" ? ROOFS["old-town"] : ROOFS[zone];
  const wall = walls[seed % walls.length] ?? [200, 196, 188];
  const shade = 0.92 + ((seed * 37) % 100) / 620;
  return {
    wall: [clamp(wall[0] * shade), clamp(wall[1] * shade), clamp(wall[2] * shade)],
    roof: roofs[(seed * 7) % roofs.length] ?? [120, 116, 112],
  };
}

export const LEAVES: readonly Rgb[] = [
  [86, 122, 58],
  [104, 138, 66],
  [74, 108, 58],
  [122, 142, 70],
  [92, 128, 74],
];
export const AWNINGS: readonly Rgb[] = [
  [174, 66, 54],
  [58, 104, 92],
  [206, 160, 76],
  [62, 84, 122],
  [226, 216, 196],
];

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
