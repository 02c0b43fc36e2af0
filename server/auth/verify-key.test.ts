import { expect, test, vi } from "vitest";
import type { KeyOwner } from "#server/db/key-store.ts";
import { hashKey, newKey } from "./key-secret.ts";
import { createKeyVerifier } from "./verify-key.ts";

function rig() {
  const owners = new Map<string, KeyOwner>();
  let now = 0;
  let leftMs: number | null = null;
  const find = vi.fn(async (hash: Uint8Array) => {
    const owner = owners.get(Buffer.from(hash).toString("hex"));
    return owner === undefined ? null : { owner, leftMs };
  });
  const touch = vi.fn(async (_keyId: string, _address: string) => {});
  const verifier = createKeyVerifier({ store: { find, touch }, nowMs: () => now, onTouchError: () => {} });
  const key = newKey();
  const owner: KeyOwner = {
    keyId: "key_1000001",
    world: 1,
    agent: 16_777_216,
    scopes: ["observe"],
    stopped: null,
    plan: null,
  };
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
    expireIn: (ms: number) => (leftMs = ms),
    verify: (header: string | undefined) => verifier.verify(header, "192.0.2.1"),
  };
}

test("[KY-1] what cannot be a key is refused without asking the database", async () => {
  const { verify, find, key } = rig();
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
    expect(await verify(header)).toBeNull();
  }
  expect(find).not.toHaveBeenCalled();
});

test("[KY-3] the database is asked at most once a second for a key, and a revoked one is refused within that second", async () => {
  const { verify, find, owners, owner, header, at } = rig();
  const first = await Promise.all([verify(header), verify(header)]);
  expect(first).toEqual([owner, owner]);
  owners.clear();
  at(999);
  expect(await verify(header)).toEqual(owner);
  expect(find).toHaveBeenCalledTimes(1);
  at(1_000);
  expect(await verify(header)).toBeNull();
});

test("[KY-3] a failure of the database is no answer: it is passed on, and the next caller asks again", async () => {
  const { verify, find, owner, header } = rig();
  find.mockRejectedValueOnce(new Error("gone"));
  await expect(verify(header)).rejects.toThrow("gone");
  expect(await verify(header)).toEqual(owner);
});

test("[KY-4] the last use is written down at most once a minute, and a failure to do so bothers nobody", async () => {
  const { verify, touch, owner, header, at } = rig();
  touch.mockRejectedValueOnce(new Error("gone"));
  for (const ms of [0, 1_000, 59_999, 60_000, 61_000]) {
    at(ms);
    expect(await verify(header)).toEqual(owner);
  }
  expect(touch).toHaveBeenCalledTimes(2);
  expect(touch).toHaveBeenLastCalledWith(owner.keyId, "192.0.2.1");
});

test("[KY-10] a key that expires within the second is asked about again when it has, and what is forgotten at once", async () => {
  const { verifier, verify, find, owner, header, at, expireIn, owners } = rig();
  expireIn(300);
  expect(await verify(header)).toEqual(owner);
  owners.clear();
  at(299);
  expect(await verify(header)).toEqual(owner);
  at(300);
  expect(await verify(header)).toBeNull();
  for (const known of [{ keyId: owner.keyId }, { agent: owner.agent }]) {
    const other = rig();
    expect(await other.verify(other.header)).toEqual(owner);
    other.owners.clear();
    other.verifier.forget(known);
    expect(await other.verify(other.header)).toBeNull();
  }
  verifier.forget({ keyId: "key_1000002" });
  expect(find).toHaveBeenCalledTimes(2);
});
