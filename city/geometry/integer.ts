/** Floor of the square root of a whole number below 2^53. */
export function isqrt(value: number): number {
  let root = Math.floor(Math.sqrt(value));
  while (root * root > value) root--;
  while ((root + 1) * (root + 1) <= value) root++;
  return root;
}

/** Rounds to the nearest whole number, halves up, never giving -0. */
export function round(value: number): number {
  return Math.floor(value + 0.5) + 0;
}

/** Rounds to the nearest multiple of `step`. */
export function snapTo(value: number, step: number): number {
  return round(value / step) * step;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

/** Distance of two points in whole cm, rounded down. */
export function distance(ax: number, az: number, bx: number, bz: number): number {
  return isqrt((bx - ax) * (bx - ax) + (bz - az) * (bz - az));
}

/** Exact sign of a*b - c*d for whole numbers, also where the products pass 2^53. */
export function compareProducts(a: number, b: number, c: number, d: number): number {
  const left = a * b;
  const right = c * d;
  if (Math.abs(left) <= Number.MAX_SAFE_INTEGER && Math.abs(right) <= Number.MAX_SAFE_INTEGER) {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const exactLeft = BigInt(a) * BigInt(b);
  const exactRight = BigInt(c) * BigInt(d);
  return exactLeft < exactRight ? -1 : exactLeft > exactRight ? 1 : 0;
}
