import type { Zone } from "./types.ts";

/** How streets and lots of a zone are drawn. Lengths in cm. */
export interface ZoneRule {
  /** Distance of its streets, along and across its axis. */
  readonly pitchCm: readonly [number, number];
  /** Every so-manieth street is an avenue, along and across. */
  readonly avenueEvery: readonly [number, number];
  /** Per mille of street stretches left out, so that blocks join. */
  readonly skipPerMille: number;
  /** Smallest block. */
  readonly blockM2: number;
  /** Per mille of superblocks between avenues that become parks. */
  readonly parkPerMille: number;
  /** Lots: least and most width, and depth. */
  readonly lotWidthCm: readonly [number, number];
  readonly lotDepthCm: readonly [number, number];
  /** Space beside, before and behind a building on its lot. */
  readonly sideCm: readonly [number, number];
  readonly frontCm: readonly [number, number];
  readonly buildingDepthCm: readonly [number, number];
  /** Per mille of lots that nobody has built on. */
  readonly emptyPerMille: number;
  /** Land value at the middle of the city and at its edge, cents per square metre. */
  readonly landCents: readonly [number, number];
}

export const ZONE_RULES: { readonly [Z in Zone]: ZoneRule } = {
  downtown: {
    pitchCm: [8_400, 7_200],
    avenueEvery: [4, 5],
    skipPerMille: 40,
    blockM2: 1_900,
    parkPerMille: 30,
    lotWidthCm: [2_200, 3_800],
    lotDepthCm: [2_000, 3_600],
    sideCm: [50, 200],
    frontCm: [0, 250],
    buildingDepthCm: [1_600, 3_400],
    emptyPerMille: 25,
    landCents: [16_000, 7_000],
  },
  "old-town": {
    pitchCm: [14_500, 13_000],
    avenueEvery: [3, 3],
    skipPerMille: 60,
    blockM2: 1_250,
    parkPerMille: 40,
    lotWidthCm: [900, 1_500],
    lotDepthCm: [1_000, 1_700],
    sideCm: [0, 0],
    frontCm: [0, 50],
    buildingDepthCm: [900, 1_700],
    emptyPerMille: 30,
    landCents: [9_000, 5_000],
  },
  midtown: {
    pitchCm: [8_800, 7_000],
    avenueEvery: [4, 5],
    skipPerMille: 70,
    blockM2: 1_900,
    parkPerMille: 60,
    lotWidthCm: [1_500, 2_600],
    lotDepthCm: [1_500, 2_600],
    sideCm: [0, 100],
    frontCm: [0, 150],
    buildingDepthCm: [1_300, 2_200],
    emptyPerMille: 35,
    landCents: [6_500, 3_200],
  },
  terraces: {
    pitchCm: [10_400, 5_800],
    avenueEvery: [3, 6],
    skipPerMille: 60,
    blockM2: 1_700,
    parkPerMille: 60,
    lotWidthCm: [900, 1_200],
    lotDepthCm: [1_500, 2_200],
    sideCm: [0, 0],
    frontCm: [200, 400],
    buildingDepthCm: [950, 1_150],
    emptyPerMille: 25,
    landCents: [3_200, 1_700],
  },
  suburb: {
    pitchCm: [10_800, 7_400],
    avenueEvery: [4, 5],
    skipPerMille: 130,
    blockM2: 2_200,
    parkPerMille: 70,
    lotWidthCm: [1_900, 2_600],
    lotDepthCm: [2_000, 2_900],
    sideCm: [300, 500],
    frontCm: [450, 750],
    buildingDepthCm: [900, 1_300],
    emptyPerMille: 55,
    landCents: [1_900, 900],
  },
  industry: {
    pitchCm: [13_500, 10_500],
    avenueEvery: [3, 4],
    skipPerMille: 110,
    blockM2: 3_400,
    parkPerMille: 30,
    lotWidthCm: [3_800, 7_000],
    lotDepthCm: [3_200, 5_200],
    sideCm: [300, 600],
    frontCm: [400, 900],
    buildingDepthCm: [2_400, 4_400],
    emptyPerMille: 80,
    landCents: [1_500, 800],
  },
  harbour: {
    pitchCm: [11_000, 8_200],
    avenueEvery: [3, 4],
    skipPerMille: 90,
    blockM2: 2_600,
    parkPerMille: 25,
    lotWidthCm: [2_400, 4_600],
    lotDepthCm: [2_200, 3_400],
    sideCm: [100, 300],
    frontCm: [100, 400],
    buildingDepthCm: [1_900, 3_000],
    emptyPerMille: 60,
    landCents: [3_600, 2_000],
  },
  park: {
    pitchCm: [10_000, 10_000],
    avenueEvery: [4, 4],
    skipPerMille: 300,
    blockM2: 3_000,
    parkPerMille: 500,
    lotWidthCm: [1_900, 2_600],
    lotDepthCm: [2_000, 2_900],
    sideCm: [300, 500],
    frontCm: [450, 750],
    buildingDepthCm: [900, 1_300],
    emptyPerMille: 60,
    landCents: [1_500, 800],
  },
};
