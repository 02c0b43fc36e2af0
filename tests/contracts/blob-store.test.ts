import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { BlobStore } from "#server/assets/blob-store.ts";
import { createFolderBlobs } from "#server/assets/folder-blobs.ts";
import { createS3Blobs, type S3Settings } from "#server/assets/s3-blobs.ts";
import { blobStoreContract } from "./blob-store.contract.ts";
import { type FakeS3, startFakeS3 } from "./fake-s3.ts";

let blobs: BlobStore;

describe("in a folder", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "borough-blobs-"));
    blobs = createFolderBlobs(folder);
    return () => rmSync(folder, { recursive: true, force: true });
  });
  blobStoreContract(() => blobs);
});

describe("in a bucket", () => {
  let server: FakeS3;
  let settings: S3Settings;
  beforeAll(async () => {
    server = await startFakeS3({ accessKey: "a key", secretKey: "a/secret+key", region: "eu-test-1" });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.empty("bucket");
    settings = {
      endpoint: server.url,
      bucket: "bucket",
      region: "eu-test-1",
      accessKey: "a key",
      secretKey: "a/secret+key",
    };
    blobs = createS3Blobs(settings);
  });
  blobStoreContract(() => blobs);

  it("[BS-4] whoever signs with another secret, key or region gets nothing, and says why", async () => {
    await blobs.put("a", Uint8Array.of(1));
    const stranger = (change: Partial<S3Settings>) => createS3Blobs({ ...settings, ...change }).get("a");
    await expect(stranger({ secretKey: "another" })).rejects.toThrow(/403 SignatureDoesNotMatch/);
    await expect(stranger({ accessKey: "another" })).rejects.toThrow(/403 InvalidAccessKeyId/);
    await expect(stranger({ region: "elsewhere" })).rejects.toThrow(/SignatureDoesNotMatch/);
    expect((await fetch(`${server.url}/bucket/a`)).status).toBe(403);
  });

  it("[BS-4] a bucket that is not there is a fault, not an empty store", async () => {
    const lost = createS3Blobs({ ...settings, bucket: "nowhere" });
    await expect(lost.put("a", Uint8Array.of(1))).rejects.toThrow("there is no bucket nowhere");
    await expect(lost.list("")).rejects.toThrow("there is no bucket nowhere");
  });

  it("[BS-4] a server that is busy for a moment is asked again", async () => {
    server.failNext(2);
    await blobs.put("a", Uint8Array.of(7));
    server.failNext(2);
    expect(Uint8Array.from((await blobs.get("a")) ?? [])).toEqual(Uint8Array.of(7));
  });
});
