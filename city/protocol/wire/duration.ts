import { travelMs } from "../../world/travel.ts";
import type { BitReader, BitWriter } from "./bits.ts";
import type { Cursor } from "./cursor.ts";

/** Largest pace divisor that a page can name. */
export const PACE_MAX = 63;
/** Stretches of one trip are cut at whole ms: a duration is that of its length and -1, 0 or 1. More: it is written out. */
const FAR = 3;
/** Legs of a page that are asked for its pace: where these have none, others hardly do. */
const PACE_TRIES_MAX = 8;
/** Durations that are written out are longer than waits for a start. */
const EXTRA_BITS = 2;

/** Writes how long a leg of this length (cm; -1: unknown) takes. The page's pace is that of the first leg that has one, of those first asked. */
export function writeDuration(
  bits: BitWriter,
  ms: number,
  lengthCm: number,
  cmPerS: number,
  cursor: Cursor,
): void {
  if (lengthCm >= 0) {
    if (cursor.pace === 0 && cursor.paceTries < PACE_TRIES_MAX) {
      cursor.paceTries++;
      cursor.pace = paceOf(ms, lengthCm, cmPerS);
    }
    if (cursor.pace > 0) {
      const over = ms - travelMs(lengthCm, cmPerS, cursor.pace);
      const ones = over > 0 ? over * 2 : over * -2 - (over < 0 ? 1 : 0);
      if (ones < FAR) {
        bits.put((1 << ones) - 1, ones + 1);
        return;
      }
    }
  }
  bits.put((1 << FAR) - 1, FAR);
  bits.number(ms, cursor.timeBits + EXTRA_BITS);
}

/** Reads what writeDuration wrote. Throws RangeError where the page or the leg gives nothing to tell a duration by. */
export function readDuration(bits: BitReader, lengthCm: number, cmPerS: number, cursor: Cursor): number {
  const ones = bits.ones(FAR);
  if (ones === FAR) return bits.number(cursor.timeBits + EXTRA_BITS);
  if (lengthCm < 0 || cursor.pace === 0) throw new RangeError("a leg without a pace");
  return travelMs(lengthCm, cmPerS, cursor.pace) + (ones === 0 ? 0 : ones * 2 - 3);
}

/** The pace divisor at which a length takes this long, or 0. */
function paceOf(ms: number, lengthCm: number, cmPerS: number): number {
  if (lengthCm === 0) return 0;
  const pace = Math.floor((ms * cmPerS) / (lengthCm * 1_000) + 0.5);
  if (pace > PACE_MAX) return 0;
  return Math.abs(ms - travelMs(lengthCm, cmPerS, pace)) <= 1 ? pace : 0;
}
