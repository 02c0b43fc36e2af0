import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import type { EncodedPlan } from "#city/plan/codec.ts";
import type { BlobStore } from "./blob-store.ts";

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
const HASH = /^[0-9a-f]{64}$/;
const FILE = /^(index|\d{1,5})$/;

/** Hash over a plan's index and all its neighborhoods' files, as hexadecimal text. */
export function hashOfPlan(files: EncodedPlan): string {
  const hash = createHash("sha256");
  for (const bytes of [files.index, ...files.neighborhoods]) hash.update(`${bytes.length}\n`).update(bytes);
  return hash.digest("hex");
}

/**
 * Stores a plan's files, compressed once and for all as browsers want them: the index, and each neighborhood's under its
 * number. Returns the plan's hash.
 */
export async function storePlanFiles(blobs: BlobStore, files: EncodedPlan): Promise<string> {
  const hash = hashOfPlan(files);
  for (const [number, bytes] of files.neighborhoods.entries())
    await storeFile(blobs, hash, String(number), bytes);
  // The index last: where it is, all is.
  await storeFile(blobs, hash, "index", files.index);
  return hash;
}

async function storeFile(blobs: BlobStore, hash: string, file: string, bytes: Uint8Array): Promise<void> {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await blobs.put(keyOf(hash, file), await compress(bytes, { params }));
}

/** One file of a stored plan ("index" or a neighborhood's number), packed by brotli; null when there is none. */
export async function readPacked(
  blobs: Pick<BlobStore, "get">,
  hash: string,
  file: string,
): Promise<Uint8Array | null> {
  return HASH.test(hash) && FILE.test(file) ? blobs.get(keyOf(hash, file)) : null;
}

/** Undoes the packing. */
export async function unpack(packed: Uint8Array): Promise<Uint8Array> {
  return decompress(packed);
}

/** One file of a stored plan, unpacked. Rejects when it is not there. */
export async function readPlanFile(
  blobs: Pick<BlobStore, "get">,
  hash: string,
  file: string,
): Promise<Uint8Array> {
  const packed = await readPacked(blobs, hash, file);
  if (packed === null) throw new Error(`file ${file} of city plan ${hash} is missing from the blob store`);
  return unpack(packed);
}

function keyOf(hash: string, file: string): string {
  return `plan/${hash}/${file}.br`;
}
