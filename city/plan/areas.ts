import { at } from "../assert.ts";
import { unitVector } from "../geometry/directions.ts";
import { snapTo } from "../geometry/integer.ts";
import { doubleArea } from "../geometry/polygon.ts";
import { UNIT } from "../geometry/rectangle.ts";
import { NODE_GRID_CM } from "./planar.ts";

/** Corners stick out at most so many times the inset. */
const MITRE = 2;

/**
 * Moves each side of an outline inwards by its own inset (cm) and returns the new outline on the node grid.
 * The inside lies on the right hand of the outline. Meant for large smooth shapes: nothing is resolved that folds.
 */
export function insetOutline(points: readonly number[], insets: readonly number[]): number[] {
  const count = points.length / 2;
  const result: number[] = [];
  for (let i = 0; i < count; i++) {
    const before = (i + count - 1) % count;
    const after = (i + 1) % count;
    const x = at(points, 2 * i);
    const z = at(points, 2 * i + 1);
    const [px, pz] = unitVector(x - at(points, 2 * before), z - at(points, 2 * before + 1));
    const [qx, qz] = unitVector(at(points, 2 * after) - x, at(points, 2 * after + 1) - z);
    const a = at(insets, before);
    const b = at(insets, i);
    const turn = (px * qz - pz * qx) / (UNIT * UNIT);
    let mx: number;
    let mz: number;
    if (Math.abs(turn) < 0.12) {
      mx = (-(pz + qz) * (a + b)) / (4 * UNIT);
      mz = ((px + qx) * (a + b)) / (4 * UNIT);
    } else {
      // The point that lies `a` to the right of the first line and `b` to the right of the second.
      mx = (a * qx - b * px) / (UNIT * turn);
      mz = (a * qz - b * pz) / (UNIT * turn);
    }
    const most = MITRE * Math.max(a, b);
    const size = Math.max(Math.abs(mx), Math.abs(mz));
    const scale = size > most && size > 0 ? most / size : 1;
    result.push(snapTo(x + mx * scale, NODE_GRID_CM), snapTo(z + mz * scale, NODE_GRID_CM));
  }
  return result;
}

/** Drops points that lie within `slackCm` of the line between their neighbors. */
export function simplifyOutline(points: readonly number[], slackCm: number): number[] {
  const kept: number[] = [];
  const count = points.length / 2;
  for (let i = 0; i < count; i++) {
    const ax = kept.length >= 2 ? at(kept, kept.length - 2) : at(points, 2 * count - 2);
    const az = kept.length >= 2 ? at(kept, kept.length - 1) : at(points, 2 * count - 1);
    const x = at(points, 2 * i);
    const z = at(points, 2 * i + 1);
    const after = (i + 1) % count;
    const bx = at(points, 2 * after);
    const bz = at(points, 2 * after + 1);
    const across = Math.abs((bx - ax) * (z - az) - (bz - az) * (x - ax));
    const [, , length] = unitVector(bx - ax, bz - az);
    if ((x !== ax || z !== az) && (length === 0 || across > slackCm * length)) kept.push(x, z);
  }
  return kept;
}

/** Reverses the order of points: from inside on the right to inside on the left (counter-clockwise from above). */
export function reversed(points: readonly number[]): Int32Array {
  const result = new Int32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    result[i] = at(points, points.length - 2 - i);
    result[i + 1] = at(points, points.length - 1 - i);
  }
  return result;
}

/** The part of a polygon on one side of an upright line: `sign` 1 keeps what is at or above `limit` along the axis. */
function clipSide(points: readonly number[], axis: 0 | 1, limit: number, sign: 1 | -1): number[] {
  const result: number[] = [];
  const count = points.length / 2;
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const a = [at(points, 2 * i), at(points, 2 * i + 1)] as const;
    const b = [at(points, 2 * j), at(points, 2 * j + 1)] as const;
    const da = (a[axis] - limit) * sign;
    const db = (b[axis] - limit) * sign;
    if (da >= 0) result.push(a[0], a[1]);
    if (da >= 0 === db >= 0) continue;
    const t = da / (da - db);
    const other = axis === 0 ? 1 : 0;
    const cut = snapTo(a[other] + (b[other] - a[other]) * t, NODE_GRID_CM);
    result.push(...(axis === 0 ? [limit, cut] : [cut, limit]));
  }
  return result;
}

/** The part of a polygon inside an upright box; empty when there is none. */
export function clipToBox(
  points: readonly number[],
  west: number,
  north: number,
  east: number,
  south: number,
): number[] {
  let clipped = [...points];
  for (const [axis, limit, sign] of [
    [0, west, 1],
    [0, east, -1],
    [1, north, 1],
    [1, south, -1],
  ] as const) {
    clipped = clipped.length >= 6 ? clipSide(clipped, axis, limit, sign) : [];
  }
  if (clipped.length < 6 || Math.abs(doubleArea(clipped)) < 20_000) return [];
  return simplifyOutline(clipped, 0);
}
