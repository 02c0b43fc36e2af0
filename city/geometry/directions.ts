import { at } from "../assert.ts";
import { UNIT } from "./rectangle.ts";

/** Sines of 0..90 degrees times UNIT: a table, because Math.sin need not agree between engines. */
const SINES = [
  0, 286, 572, 857, 1143, 1428, 1713, 1997, 2280, 2563, 2845, 3126, 3406, 3686, 3964, 4240, 4516, 4790, 5063,
  5334, 5604, 5872, 6138, 6402, 6664, 6924, 7182, 7438, 7692, 7943, 8192, 8438, 8682, 8923, 9162, 9397, 9630,
  9860, 10087, 10311, 10531, 10749, 10963, 11174, 11381, 11585, 11786, 11982, 12176, 12365, 12551, 12733,
  12911, 13085, 13255, 13421, 13583, 13741, 13894, 14044, 14189, 14330, 14466, 14598, 14726, 14849, 14968,
  15082, 15191, 15296, 15396, 15491, 15582, 15668, 15749, 15826, 15897, 15964, 16026, 16083, 16135, 16182,
  16225, 16262, 16294, 16322, 16344, 16362, 16374, 16382, 16384,
];

/** Sine of whole degrees times UNIT. */
function sine(degrees: number): number {
  const turn = ((degrees % 360) + 360) % 360;
  if (turn <= 90) return at(SINES, turn);
  if (turn <= 180) return at(SINES, 180 - turn);
  return -sine(turn - 180) + 0;
}

/** Unit vector (times UNIT) of a compass-like angle: 0 degrees is east, 90 north (towards smaller z). */
export function direction(degrees: number): [number, number] {
  return [sine(degrees + 90), -sine(degrees) + 0];
}

/** Unit vector (times UNIT, rounded) from a to b, and its exact length rounded down; zero vectors give [UNIT, 0, 0]. */
export function unitVector(dx: number, dz: number): [number, number, number] {
  const length2 = dx * dx + dz * dz;
  if (length2 === 0) return [UNIT, 0, 0];
  const length = Math.sqrt(length2);
  return [Math.floor((dx * UNIT) / length + 0.5), Math.floor((dz * UNIT) / length + 0.5), Math.floor(length)];
}
