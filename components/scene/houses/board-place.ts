import type { StreetWall } from "../worker/lots.ts";

/** Where a picture hangs on a wall, metres: its middle, and its size without the frame. */
export interface BoardPlace {
  readonly xM: number;
  readonly yM: number;
  readonly zM: number;
  readonly widthM: number;
  readonly heightM: number;
}

/** Awnings and the boards of shops reach up to here. */
const ABOVE_SHOP_M = 4;
const EDGE_M = 0.45;
const WIDTH_MAX_M = 13;
const HEIGHT_MAX_M = 8;
/** A low wall leaves no room over the door: there the picture hangs beside it. */
const LOW_FOOT_M = 0.9;
const LOW_ASIDE = 0.24;
const OFF_WALL_M = 0.16;

/** The largest place for a picture of this aspect (width over height) on a street wall. */
export function boardOn(wall: StreetWall, aspect: number): BoardPlace {
  const high = wall.heightM - ABOVE_SHOP_M - EDGE_M;
  const roomy = high >= 1.6;
  const foot = roomy ? ABOVE_SHOP_M : LOW_FOOT_M;
  const roomHigh = Math.min(HEIGHT_MAX_M, Math.max(1, roomy ? high : wall.heightM - LOW_FOOT_M - EDGE_M));
  const roomWide = Math.min(WIDTH_MAX_M, Math.max(1, wall.widthM * (roomy ? 0.82 : 0.42)));
  const widthM = Math.min(roomWide, roomHigh * aspect);
  const heightM = widthM / aspect;
  const aside = roomy ? 0 : wall.widthM * LOW_ASIDE;
  return {
    xM: wall.xM + wall.outX * OFF_WALL_M + wall.outZ * aside,
    yM: foot + (roomy ? roomHigh - heightM : 0) / 2 + heightM / 2,
    zM: wall.zM + wall.outZ * OFF_WALL_M - wall.outX * aside,
    widthM,
    heightM,
  };
}
