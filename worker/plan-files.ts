import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants } from "node:zlib";
import type { EncodedPlan } from "#city/plan/codec.ts";
import type { BlobStore } from "#server/assets/blob-store.ts";

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

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

async function storeFile(blobs: BlobStore, hash: string, name: string, bytes: Uint8Array): Promise<void> {
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  await blobs.put(keyOf(hash, name), await compress(bytes, { params }));
}

/** One file of a stored plan. Rejects when it is not there. */
export async function readPlanFile(blobs: BlobStore, hash: string, name: string): Promise<Uint8Array> {
  const packed = await blobs.get(keyOf(hash, name));
  if (packed === null) throw new Error(`file ${name} of city plan ${hash} is missing from the blob store`);
  return new Uint8Array(await decompress(packed));
}

function keyOf(hash: string, name: string): string {
  return `plan/${hash}/${name}.br`;
}
