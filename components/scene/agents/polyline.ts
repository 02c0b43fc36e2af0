/** One stretch of a route as drawn: points in metres and the share of its time at which each is reached. */
export interface Polyline {
  readonly xM: Float32Array;
  readonly zM: Float32Array;
  /** 0 at the first point, 1 at the last, never falling. */
  readonly at: Float32Array;
}

/** How far from the middle of each segment to go, metres; positive is on the right of the way. */
export type Offsets = readonly number[];

/** Two offset lines that meet further than this many offsets from the corner are joined by a straight cut instead. */
const MITRE_MAX = 2.2;

/**
 * Moves a path to the side, corners mitred. `points` are x, z pairs in metres, `offsets` one number per segment.
 * The result has at most `pointsMax` points (or as many as the path, if that is more).
 */
export function offsetPath(points: readonly number[], offsets: Offsets, pointsMax: number): number[] {
  const count = points.length / 2;
  if (count < 2) return points.slice();
  const directions = segmentDirections(points);
  const out: number[] = [];
  for (let i = 0; i < count; i++) {
    const x = points[i * 2] ?? 0;
    const z = points[i * 2 + 1] ?? 0;
    const before = i > 0 ? directions[i - 1] : undefined;
    const after = directions[i];
    if (!before) pushAside(out, x, z, after, offsets[i] ?? 0);
    else if (!after) pushAside(out, x, z, before, offsets[i - 1] ?? 0);
    else {
      const room = pointsMax - out.length / 2 - (count - i);
      corner(out, x, z, before, after, offsets[i - 1] ?? 0, offsets[i] ?? 0, room > 0);
    }
  }
  return out;
}

type Direction = readonly [number, number];

function segmentDirections(points: readonly number[]): Direction[] {
  const out: Direction[] = [];
  let last: Direction = [0, 1];
  for (let i = 2; i < points.length; i += 2) {
    const dx = (points[i] ?? 0) - (points[i - 2] ?? 0);
    const dz = (points[i + 1] ?? 0) - (points[i - 1] ?? 0);
    const length = Math.hypot(dx, dz);
    if (length > 1e-6) last = [dx / length, dz / length];
    out.push(last);
  }
  return out;
}

/** To the right of a direction (x east, z south) lies (-dz, dx). */
function pushAside(
  out: number[],
  x: number,
  z: number,
  direction: Direction | undefined,
  offset: number,
): void {
  const [dx, dz] = direction ?? [0, 1];
  out.push(x - dz * offset, z + dx * offset);
}

function corner(
  out: number[],
  x: number,
  z: number,
  a: Direction,
  b: Direction,
  offsetA: number,
  offsetB: number,
  roomForTwo: boolean,
): void {
  const turn = a[0] * b[1] - a[1] * b[0];
  if (Math.abs(turn) > 0.05) {
    // Where the two moved lines cross: p + right(a)·oa + a·s, solved against line b.
    const s = (offsetA * (a[0] * b[0] + a[1] * b[1]) - offsetB) / turn;
    const reach = Math.max(Math.abs(offsetA), Math.abs(offsetB), 0.5) * MITRE_MAX;
    if (Math.abs(s) < reach) {
      out.push(x - a[1] * offsetA + a[0] * s, z + a[0] * offsetA + a[1] * s);
      return;
    }
  }
  const straight = a[0] * b[0] + a[1] * b[1] > 0.9 && Math.abs(offsetA - offsetB) < 1.5;
  if (roomForTwo && !straight) {
    pushAside(out, x, z, a, offsetA);
    pushAside(out, x, z, b, offsetB);
    return;
  }
  const mx = -a[1] * offsetA - b[1] * offsetB;
  const mz = a[0] * offsetA + b[0] * offsetB;
  out.push(x + mx / 2, z + mz / 2);
}

/** Turns x, z pairs (metres) into a polyline walked at one pace. */
export function toPolyline(points: readonly number[]): Polyline {
  const count = points.length / 2;
  const xM = new Float32Array(count);
  const zM = new Float32Array(count);
  const at = new Float32Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) {
    xM[i] = points[i * 2] ?? 0;
    zM[i] = points[i * 2 + 1] ?? 0;
    if (i > 0) total += Math.hypot((xM[i] ?? 0) - (xM[i - 1] ?? 0), (zM[i] ?? 0) - (zM[i - 1] ?? 0));
    at[i] = total;
  }
  for (let i = 0; i < count; i++) at[i] = total > 0 ? (at[i] ?? 0) / total : i === 0 ? 0 : 1;
  return { xM, zM, at };
}

export interface Pose {
  readonly xM: number;
  readonly zM: number;
  /** Unit direction of travel. */
  readonly dirX: number;
  readonly dirZ: number;
}

/** Where one is after the share `k` (0..1) of the time. */
export function poseAt(line: Polyline, k: number): Pose {
  const last = line.at.length - 1;
  let i = 0;
  while (i < last - 1 && (line.at[i + 1] ?? 1) <= k) i++;
  const from = line.at[i] ?? 0;
  const to = line.at[Math.min(i + 1, last)] ?? 1;
  const part = to > from ? Math.max(0, Math.min(1, (k - from) / (to - from))) : 0;
  const ax = line.xM[i] ?? 0;
  const az = line.zM[i] ?? 0;
  const dx = (line.xM[Math.min(i + 1, last)] ?? ax) - ax;
  const dz = (line.zM[Math.min(i + 1, last)] ?? az) - az;
  const length = Math.hypot(dx, dz);
  return {
    xM: ax + dx * part,
    zM: az + dz * part,
    dirX: length > 1e-6 ? dx / length : 0,
    dirZ: length > 1e-6 ? dz / length : 1,
  };
}

/** The part of a polyline up to the share `k`, re-timed to end there. */
export function cutAt(line: Polyline, k: number): Polyline {
  const end = poseAt(line, k);
  const points: number[] = [];
  for (let i = 0; i < line.at.length && (line.at[i] ?? 0) < k; i++)
    points.push(line.xM[i] ?? 0, line.zM[i] ?? 0);
  points.push(end.xM, end.zM);
  return toPolyline(points);
}
