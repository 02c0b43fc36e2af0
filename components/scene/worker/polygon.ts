type Points = Int32Array | readonly number[];

/** Cuts a simple polygon (x, z, x, z …, any winding) into triangles by clipping ears; gives corner numbers. */
export function triangulate(points: Points): number[] {
  const count = points.length / 2;
  const ring = Array.from({ length: count }, (_, i) => i);
  if (signedArea(points) < 0) ring.reverse();
  const out: number[] = [];
  let i = 0;
  let stuck = 0;
  while (ring.length > 2) {
    const a = ring[(i + ring.length - 1) % ring.length] ?? 0;
    const b = ring[i % ring.length] ?? 0;
    const c = ring[(i + 1) % ring.length] ?? 0;
    const turn = cross(points, a, b, c);
    // A ring that crosses itself has no ear left at some point: then any corner will do.
    const clip =
      turn === 0 ||
      (turn > 0 && (stuck > ring.length || isEar(points, ring, a, b, c))) ||
      stuck > ring.length * 2;
    if (clip) {
      if (turn > 0) out.push(a, b, c);
      ring.splice(i % ring.length, 1);
      stuck = 0;
    } else {
      i++;
      stuck++;
    }
    i %= Math.max(1, ring.length);
  }
  return out;
}

/** Twice the area over 2: positive when x turns towards z. */
export function signedArea(points: Points): number {
  let sum = 0;
  const n = points.length;
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n;
    sum += (points[i] ?? 0) * (points[j + 1] ?? 0) - (points[j] ?? 0) * (points[i + 1] ?? 0);
  }
  return sum / 2;
}

/** Whether a point lies inside the polygon (even-odd). */
export function contains(points: Points, x: number, z: number): boolean {
  let inside = false;
  const n = points.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const xi = points[i] ?? 0;
    const zi = points[i + 1] ?? 0;
    const xj = points[j] ?? 0;
    const zj = points[j + 1] ?? 0;
    if (zi > z !== zj > z && x < ((xj - xi) * (z - zi)) / (zj - zi) + xi) inside = !inside;
  }
  return inside;
}

function cross(points: Points, a: number, b: number, c: number): number {
  const ax = points[a * 2] ?? 0;
  const az = points[a * 2 + 1] ?? 0;
  return (
    ((points[b * 2] ?? 0) - ax) * ((points[c * 2 + 1] ?? 0) - az) -
    ((points[c * 2] ?? 0) - ax) * ((points[b * 2 + 1] ?? 0) - az)
  );
}

function isEar(points: Points, ring: readonly number[], a: number, b: number, c: number): boolean {
  for (const p of ring) {
    if (same(points, p, a) || same(points, p, b) || same(points, p, c)) continue;
    if (cross(points, a, b, p) >= 0 && cross(points, b, c, p) >= 0 && cross(points, c, a, p) >= 0)
      return false;
  }
  return true;
}

function same(points: Points, a: number, b: number): boolean {
  return points[a * 2] === points[b * 2] && points[a * 2 + 1] === points[b * 2 + 1];
}
