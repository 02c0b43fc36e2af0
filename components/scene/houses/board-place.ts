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
/** Less room than this over the door is none: the picture stands on the roof's edge, beside the sign. */
const ROOM_MIN_M = 1.6;
const ROOF_HEIGHT_MAX_M = 3.6;
const OFF_WALL_M = 0.16;

/** Side of the sign that stands on the left end of a wall; the shader's own formula. */
export function signSideM(wallHeightM: number): number {
  return Math.min(3.4, Math.max(1.8, wallHeightM * 0.3));
}

export const SIGN_GLSL = /* glsl */ `
float signSide(float wallHeight) { return clamp(wallHeight * 0.3, 1.8, 3.4); }
`;

/** The largest place for a picture of this aspect (width over height) on a street wall, or on its upper edge. */
export function boardOn(wall: StreetWall, aspect: number): BoardPlace {
  const high = wall.heightM - ABOVE_SHOP_M - EDGE_M;
  return high >= ROOM_MIN_M ? onWall(wall, aspect, high) : onRoof(wall, aspect);
}

function onWall(wall: StreetWall, aspect: number, high: number): BoardPlace {
  const roomHigh = Math.min(HEIGHT_MAX_M, high);
  const widthM = Math.min(WIDTH_MAX_M, wall.widthM * 0.82, roomHigh * aspect);
  return placed(wall, 0, ABOVE_SHOP_M + roomHigh / 2, widthM, widthM / aspect);
}

function onRoof(wall: StreetWall, aspect: number): BoardPlace {
  const sign = signSideM(wall.heightM) + EDGE_M;
  const widthM = Math.min(WIDTH_MAX_M, Math.max(1, wall.widthM - sign), ROOF_HEIGHT_MAX_M * aspect);
  const heightM = widthM / aspect;
  return placed(wall, sign / 2, wall.heightM + EDGE_M + heightM / 2, widthM, heightM);
}

/** `aside` is metres to the right of whoever looks at the wall. */
function placed(wall: StreetWall, aside: number, yM: number, widthM: number, heightM: number): BoardPlace {
  const xM = wall.xM + wall.outX * OFF_WALL_M + wall.outZ * aside;
  const zM = wall.zM + wall.outZ * OFF_WALL_M - wall.outX * aside;
  return { xM, yM, zM, widthM, heightM };
}
