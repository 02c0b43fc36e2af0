import type { ByteReader, ByteWriter } from "./bytes.ts";
import type { PageScale } from "./cursor.ts";
import { PACE_MAX } from "./duration.ts";

/** Times of a page count back from a multiple of this: then two bytes tell it for the first twelve days. */
export const BASE_UNIT_MS = 65_536;
export const LOW_BITS_MAX = 22;
const LOW_BITS_WIDTH = 5;
const LOW_BITS_MASK = 0x1f;

/** Writes base, the low bits of agents and times, and the pace. */
export function writeScale(writer: ByteWriter, { baseMs, agentBits, timeBits, pace }: PageScale): void {
  writer.varint(baseMs / BASE_UNIT_MS);
  const packed = agentBits | (timeBits << LOW_BITS_WIDTH) | (pace << (2 * LOW_BITS_WIDTH));
  writer.byte(packed & 0xff);
  writer.byte(packed >> 8);
}

/** Reads what writeScale wrote. Throws RangeError for what no page says. */
export function readScale(reader: ByteReader): PageScale {
  const baseMs = reader.varint() * BASE_UNIT_MS;
  const packed = reader.byte() | (reader.byte() << 8);
  const agentBits = packed & LOW_BITS_MASK;
  const timeBits = (packed >> LOW_BITS_WIDTH) & LOW_BITS_MASK;
  if (agentBits > LOW_BITS_MAX || timeBits > LOW_BITS_MAX || !Number.isSafeInteger(baseMs))
    throw new RangeError("a page of no scale");
  return { baseMs, agentBits, timeBits, pace: (packed >> (2 * LOW_BITS_WIDTH)) & PACE_MAX };
}
