import { at } from "../assert.ts";

/** Points as x, z, x, z … in cm. */
export type Points = ArrayLike<number>;

/** Which side of the line a to b the point lies on: positive is the right-hand side (x east, z south). */
export function side(ax: number, az: number, bx: number, bz: number, px: number, pz: number): number {
  return (bx - ax) * (pz - az) - (bz - az) * (px - ax);
}

/** Twice the signed area in square cm: positive when the inside lies on the right hand of the outline. */
export function doubleArea(points: Points): number {
  let sum = 0;
  const last = points.length - 2;
  let px = at(points, last);
  let pz = at(points, last + 1);
  for (let i = 0; i <= last; i += 2) {
    const x = at(points, i);
    const z = at(points, i + 1);
    sum += px * z - pz * x;
    px = x;
    pz = z;
  }
  return sum;
}

/** Centre of area of a polygon, rounded down to whole cm; the first point when it has no area. */
export function centroid(points: Points): [number, number] {
  const x0 = at(points, 0);
  const z0 = at(points, 1);
  let sum = 0;
  let sumX = 0;
  let sumZ = 0;
  for (let i = 2; i + 3 < points.length; i += 2) {
    const ax = at(points, i) - x0;
    const az = at(points, i + 1) - z0;
    const bx = at(points, i + 2) - x0;
    const bz = at(points, i + 3) - z0;
    const area = ax * bz - az * bx;
    sum += area;
    sumX += area * (ax + bx);
    sumZ += area * (az + bz);
  }
  if (sum === 0) return [x0, z0];
  return [x0 + Math.floor(sumX / (3 * sum)), z0 + Math.floor(sumZ / (3 * sum))];
}

export interface Box {
  readonly west: number;
  readonly north: number;
  readonly east: number;
  readonly south: number;
}

/** The smallest upright box around points. */
export function boxOf(points: Points): Box {
  let west = at(points, 0);
  let east = west;
  let north = at(points, 1);
  let south = north;
  for (let i = 2; i + 1 < points.length; i += 2) {
    west = Math.min(west, at(points, i));
    east = Math.max(east, at(points, i));
    north = Math.min(north, at(points, i + 1));
    south = Math.max(south, at(points, i + 1));
  }
  return { west, north, east, south };
}

/** True when the point is inside (points on the outline may go either way). */
export function pointInPolygon(points: Points, px: number, pz: number): boolean {
  let inside = false;
  let ax = at(points, points.length - 2);
  let az = at(points, points.length - 1);
  for (let i = 0; i < points.length; i += 2) {
    const bx = at(points, i);
    const bz = at(points, i + 1);
    if (az > pz !== bz > pz && px < ((bx - ax) * (pz - az)) / (bz - az) + ax) inside = !inside;
    ax = bx;
    az = bz;
  }
  return inside;
}

/** True when segments a-b and c-d meet or touch. */
export function segmentsMeet(
  ax: number,
  az: number,
  bx: number,
  bz: number,
  cx: number,
  cz: number,
  dx: number,
  dz: number,
): boolean {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false;
  if (Math.max(az, bz) < Math.min(cz, dz) || Math.max(cz, dz) < Math.min(az, bz)) return false;
  const c = side(ax, az, bx, bz, cx, cz);
  const d = side(ax, az, bx, bz, dx, dz);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = side(cx, cz, dx, dz, ax, az);
  const b = side(cx, cz, dx, dz, bx, bz);
  return !((a > 0 && b > 0) || (a < 0 && b < 0));
}

/** True when the point is nearer to the segment a-b than `reach` cm. */
export function nearSegment(
  ax: number,
  az: number,
  bx: number,
  bz: number,
  px: number,
  pz: number,
  reach: number,
): boolean {
  if (px < Math.min(ax, bx) - reach || px > Math.max(ax, bx) + reach) return false;
  if (pz < Math.min(az, bz) - reach || pz > Math.max(az, bz) + reach) return false;
  const dx = bx - ax;
  const dz = bz - az;
  const length2 = dx * dx + dz * dz;
  const along = (px - ax) * dx + (pz - az) * dz;
  if (along <= 0) return (px - ax) * (px - ax) + (pz - az) * (pz - az) < reach * reach;
  if (along >= length2) return (px - bx) * (px - bx) + (pz - bz) * (pz - bz) < reach * reach;
  const across = dx * (pz - az) - dz * (px - ax);
  return (across / length2) * across < reach * reach;
}
