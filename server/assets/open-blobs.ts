import type { Env } from "#server/env.ts";
import type { BlobStore } from "./blob-store.ts";
import { createFolderBlobs } from "./folder-blobs.ts";
import { createS3Blobs } from "./s3-blobs.ts";

/** The blob store that the environment names: a bucket, else a folder. */
export function openBlobs({ blobDir, s3 }: Pick<Env, "blobDir" | "s3">): BlobStore {
  return s3 === null ? createFolderBlobs(blobDir) : createS3Blobs(s3);
}
