import { expect, it } from "vitest";
import type { BlobStore } from "#server/assets/blob-store.ts";

const BYTES = Uint8Array.of(1, 2, 3);
const BAD_KEYS = ["../x", "a/../x", "/x", "a//b", ".x", "a/.x", "", "a b"];

/** What every blob store does. `store` gives an empty one for each test. */
export function blobStoreContract(store: () => BlobStore): void {
  it("[BS-1] gives back what was put, until it is replaced or removed", async () => {
    const blobs = store();
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

  it("[BS-1] keeps every byte, none at all included, and only the view it was given", async () => {
    const blobs = store();
    const all = Uint8Array.from({ length: 70_000 }, (_, i) => i & 255);
    await blobs.put("all", all.subarray(3, 69_000));
    expect(Buffer.from((await blobs.get("all")) ?? []).equals(all.subarray(3, 69_000))).toBe(true);
    await blobs.put("none", new Uint8Array());
    expect((await blobs.get("none"))?.length).toBe(0);
    expect(await blobs.has("none")).toBe(true);
  });

  it("[BS-2] lists keys by prefix in order", async () => {
    const blobs = store();
    for (const key of ["r/1/2.z", "r/1/10.z", "r/2/1.z", "q/1"]) await blobs.put(key, BYTES);
    expect(await blobs.list("r/1/")).toEqual(["r/1/10.z", "r/1/2.z"]);
    expect(await blobs.list("r/1/2")).toEqual(["r/1/2.z"]);
    expect(await blobs.list("")).toEqual(["q/1", "r/1/10.z", "r/1/2.z", "r/2/1.z"]);
    expect(await blobs.list("nothing/here")).toEqual([]);
  });

  it("[BS-2] lists more keys than fit on one page of any store", async () => {
    const blobs = store();
    const keys = Array.from({ length: 1_050 }, (_, i) => `many/${String(i).padStart(4, "0")}`);
    for (let from = 0; from < keys.length; from += 50)
      await Promise.all(keys.slice(from, from + 50).map((key) => blobs.put(key, BYTES)));
    expect(await blobs.list("many/")).toEqual(keys);
  });

  it.each(BAD_KEYS)("[BS-3] refuses the key %j", async (key) => {
    const blobs = store();
    await expect(blobs.put(key, BYTES)).rejects.toThrow(RangeError);
    await expect(blobs.get(key)).rejects.toThrow(RangeError);
    await expect(blobs.has(key)).rejects.toThrow(RangeError);
    await expect(blobs.remove(key)).rejects.toThrow(RangeError);
    expect(await blobs.list("")).toEqual([]);
  });
}
