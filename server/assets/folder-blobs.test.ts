import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFolderBlobs } from "./folder-blobs.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "borough-blobs-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("[BS-2] lists no half-written blob", async () => {
  const blobs = createFolderBlobs(folder);
  await blobs.put("r/1/2.z", Uint8Array.of(1));
  writeFileSync(join(folder, "r/1/3.z.x.partial"), Uint8Array.of(1));
  expect(await blobs.list("r/")).toEqual(["r/1/2.z"]);
});
