import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import type { BlobStore } from "./blob-store.ts";

const inflate = promisify(brotliDecompress);
const HASH = /^[0-9a-f]{64}$/;
const FILE = /^(index|\d{1,5})$/;

/** One file of a stored plan ("index" or a neighborhood's number), packed by brotli; null when there is none. */
export async function readPacked(
  blobs: Pick<BlobStore, "get">,
  hash: string,
  file: string,
): Promise<Uint8Array | null> {
  return HASH.test(hash) && FILE.test(file) ? blobs.get(`plan/${hash}/${file}.br`) : null;
}

/** Undoes the packing. */
export async function unpack(packed: Uint8Array): Promise<Uint8Array> {
  return inflate(packed);
}
