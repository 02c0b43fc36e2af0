/** Length of the unit vectors of rectangles. */
export const UNIT = 16_384;

/** A rectangle with its own direction: centre, unit vector (times UNIT) along its width, and half sizes in cm. */
export interface Rectangle {
  readonly x: number;
  readonly z: number;
  readonly axisX: number;
  readonly axisZ: number;
  readonly halfWidth: number;
  readonly halfDepth: number;
}

/** Does one axis of `a` part the two by more than -tolerance? */
function parted(a: Rectangle, b: Rectangle, tolerance: number): boolean {
  const dx = b.x - a.x;
  const dz = b.z - a.z;
  const cos = Math.abs(a.axisX * b.axisX + a.axisZ * b.axisZ) / UNIT;
  const sin = Math.abs(a.axisX * b.axisZ - a.axisZ * b.axisX) / UNIT;
  const along = Math.abs(dx * a.axisX + dz * a.axisZ);
  if (along >= (a.halfWidth - tolerance) * UNIT + b.halfWidth * cos + b.halfDepth * sin) return true;
  const across = Math.abs(dz * a.axisX - dx * a.axisZ);
  return across >= (a.halfDepth - tolerance) * UNIT + b.halfWidth * sin + b.halfDepth * cos;
}

/** True when the rectangles share more than a rim of `tolerance` cm. */
export function rectanglesOverlap(a: Rectangle, b: Rectangle, tolerance: number): boolean {
  const reach = a.halfWidth + a.halfDepth + b.halfWidth + b.halfDepth;
  if (Math.abs(a.x - b.x) > reach || Math.abs(a.z - b.z) > reach) return false;
  return !parted(a, b, tolerance) && !parted(b, a, tolerance);
}

/** The four corners, x, z, x, z …, in whole cm. */
export function rectangleCorners(r: Rectangle): number[] {
  const ux = (r.axisX * r.halfWidth) / UNIT;
  const uz = (r.axisZ * r.halfWidth) / UNIT;
  const vx = (-r.axisZ * r.halfDepth) / UNIT;
  const vz = (r.axisX * r.halfDepth) / UNIT;
  return [
    Math.floor(r.x - ux - vx),
    Math.floor(r.z - uz - vz),
    Math.floor(r.x + ux - vx),
    Math.floor(r.z + uz - vz),
    Math.floor(r.x + ux + vx),
    Math.floor(r.z + uz + vz),
    Math.floor(r.x - ux + vx),
    Math.floor(r.z - uz + vz),
  ];
}
