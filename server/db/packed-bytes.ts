import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** Shorter ones are not worth a compressor: a row of a page holds them as they are. */
const PACKED_FROM_BYTES = 2_048;
/** What zstd begins with, and neither inputs of a step (a small version number) nor letters do. */
const MAGIC = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd);
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** A piece of so many bytes shows whether the whole is worth it: a letter in which thousands cross is not, it is short already. */
const SAMPLE_BYTES = 2_048;
const SAMPLE_GAIN = 0.1;

/** Inputs or a letter as they are stored: compressed where that gains something, faster than the database would. */
export function packed(bytes: Uint8Array): Uint8Array {
  if (bytes.length < PACKED_FROM_BYTES) return bytes;
  const middle = (bytes.length - SAMPLE_BYTES) >> 1;
  const sample = zstdCompressSync(bytes.subarray(middle, middle + SAMPLE_BYTES), FASTEST);
  return sample.length > SAMPLE_BYTES * (1 - SAMPLE_GAIN) ? bytes : zstdCompressSync(bytes, FASTEST);
}

/** The bytes that packed() took. Damaged ones come back as they are: the chain's hash finds them out. */
export function unpacked(stored: Uint8Array): Uint8Array {
  if (!MAGIC.every((byte, i) => stored[i] === byte)) return stored;
  try {
    return zstdDecompressSync(stored);
  } catch {
    return stored;
  }
}
