import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { BlobStore } from "./blob-store.ts";
import { createFolderBlobs } from "./folder-blobs.ts";

const BYTES = Uint8Array.of(1, 2, 3);

let folder: string;
let blobs: BlobStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "borough-blobs-"));
  blobs = createFolderBlobs(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("[BS-1] gives back what was put, until it is replaced or removed", async () => {
  await blobs.put("a/b/c.bin", BYTES);
  expect(Uint8Array.from((await blobs.get("a/b/c.bin")) ?? [])).toEqual(BYTES);
  expect(await blobs.has("a/b/c.bin")).toBe(true);
  await blobs.put("a/b/c.bin", Uint8Array.of(9));
  expect(Uint8Array.from((await blobs.get("a/b/c.bin")) ?? [])).toEqual(Uint8Array.of(9));
  await blobs.remove("a/b/c.bin");
  await blobs.remove("a/b/c.bin");
  expect(await blobs.get("a/b/c.bin")).toBeNull();
  expect(await blobs.has("a/b/c.bin")).toBe(false);
});

it("[BS-2] lists keys by prefix in order, and no half-written blob", async () => {
  for (const key of ["r/1/2.z", "r/1/10.z", "r/2/1.z", "q/1"]) await blobs.put(key, BYTES);
  writeFileSync(join(folder, "r/1/3.z.x.partial"), BYTES);
  expect(await blobs.list("r/1/")).toEqual(["r/1/10.z", "r/1/2.z"]);
  expect(await blobs.list("r/1/2")).toEqual(["r/1/2.z"]);
  expect(await blobs.list("")).toEqual(["q/1", "r/1/10.z", "r/1/2.z", "r/2/1.z"]);
  expect(await blobs.list("nothing/here")).toEqual([]);
});

it.each(["../x", "a/../x", "/x", "a//b", ".x", "a/.x", "", "a b"])(
  "[BS-3] refuses the key %j",
  async (key) => {
    await expect(blobs.put(key, BYTES)).rejects.toThrow(RangeError);
    await expect(blobs.get(key)).rejects.toThrow(RangeError);
    expect(readdirSync(folder)).toEqual([]);
  },
);
