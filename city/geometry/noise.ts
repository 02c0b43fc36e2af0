import { below, hashWords } from "../rng.ts";

/** Range of noise values: -NOISE_RANGE..NOISE_RANGE. */
export const NOISE_RANGE = 1024;

function knot(seed: number, x: number, z: number): number {
  return below(hashWords(seed, x, z, 0x6e6f), 2 * NOISE_RANGE + 1) - NOISE_RANGE;
}

/** Smooth step of a fraction in 1/1024. */
function ease(fraction: number): number {
  return Math.floor((fraction * fraction * (3072 - 2 * fraction)) / 1_048_576);
}

/** Smooth integer noise of a place; `cellCm` is the size of its hills. */
export function noise(seed: number, x: number, z: number, cellCm: number): number {
  const cellX = Math.floor(x / cellCm);
  const cellZ = Math.floor(z / cellCm);
  const fx = ease(Math.floor(((x - cellX * cellCm) * 1024) / cellCm));
  const fz = ease(Math.floor(((z - cellZ * cellCm) * 1024) / cellCm));
  const north = knot(seed, cellX, cellZ) * (1024 - fx) + knot(seed, cellX + 1, cellZ) * fx;
  const south = knot(seed, cellX, cellZ + 1) * (1024 - fx) + knot(seed, cellX + 1, cellZ + 1) * fx;
  return Math.floor((north * (1024 - fz) + south * fz) / 1_048_576);
}
