import { expect, test, vi } from "vitest";
import type { KeyOwner } from "#server/db/key-store.ts";
import { hashKey, newKey } from "./key-secret.ts";
import { createKeyVerifier } from "./verify-key.ts";

function rig() {
  const owners = new Map<string, KeyOwner>();
  let now = 0;
  const find = vi.fn(async (hash: Uint8Array) => owners.get(Buffer.from(hash).toString("hex")) ?? null);
  const touch = vi.fn(async () => {});
  const verifier = createKeyVerifier({ store: { find, touch }, nowMs: () => now, onTouchError: () => {} });
  const key = newKey();
  const owner = { keyId: "key_1000001", world: 1, agent: 16_777_216 };
  owners.set(hashKey(key).toString("hex"), owner);
  return {
    owners,
    find,
    touch,
    verifier,
    key,
    owner,
    header: `Bearer ${key}`,
    at: (ms: number) => (now = ms),
  };
}

test("[KY-1] what cannot be a key is refused without asking the database", async () => {
  const { verifier, find, key } = rig();
  const swapped = key.slice(0, 20) + (key[20] === "a" ? "b" : "a") + key.slice(21);
  for (const header of [
    undefined,
    "",
    "Bearer",
    key,
    `Basic ${key}`,
    `Bearer ${swapped}`,
    `Bearer ${key} x`,
    `Bearer ${"a".repeat(5000)}`,
  ]) {
    expect(await verifier.verify(header)).toBeNull();
  }
  expect(find).not.toHaveBeenCalled();
});

test("[KY-3] the database is asked at most once a second for a key, and a revoked one is refused within that second", async () => {
  const { verifier, find, owners, owner, header, at } = rig();
  const first = await Promise.all([verifier.verify(header), verifier.verify(header)]);
  expect(first).toEqual([owner, owner]);
  owners.clear();
  at(999);
  expect(await verifier.verify(header)).toEqual(owner);
  expect(find).toHaveBeenCalledTimes(1);
  at(1_000);
  expect(await verifier.verify(header)).toBeNull();
});

test("[KY-3] a failure of the database is no answer: it is passed on, and the next caller asks again", async () => {
  const { verifier, find, owner, header } = rig();
  find.mockRejectedValueOnce(new Error("gone"));
  await expect(verifier.verify(header)).rejects.toThrow("gone");
  expect(await verifier.verify(header)).toEqual(owner);
});

test("[KY-4] the last use is written down at most once a minute, and a failure to do so bothers nobody", async () => {
  const { verifier, touch, owner, header, at } = rig();
  touch.mockRejectedValueOnce(new Error("gone"));
  for (const ms of [0, 1_000, 59_999, 60_000, 61_000]) {
    at(ms);
    expect(await verifier.verify(header)).toEqual(owner);
  }
  expect(touch).toHaveBeenCalledTimes(2);
});
