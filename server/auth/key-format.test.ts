import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { KEY_PREFIX, KEY_RANDOM_BYTES, makeKey, parseKey } from "./key-format.ts";
import { newKey } from "./key-secret.ts";

function keyOf(draws: Draws): string {
  return makeKey(Uint8Array.from({ length: KEY_RANDOM_BYTES }, () => draws.below(256))) ?? "";
}

test("[KY-1] a key is its prefix, 30 random characters and a checksum, and reads back as itself", () => {
  for (let i = 0; i < 100; i++) {
    const key = newKey();
    expect(key).toMatch(/^ak_live_[0-9A-Za-z]{36}$/);
    expect(parseKey(key)).toEqual({ ok: true, value: key });
  }
});

test("[KY-1] any single wrong, missing or doubled character is noticed offline", () => {
  const draws = new Draws(7);
  for (let i = 0; i < 300; i++) {
    const key = keyOf(draws);
    const at = KEY_PREFIX.length + draws.below(key.length - KEY_PREFIX.length);
    const other = key[at] === "x" ? "y" : "x";
    expect(parseKey(key.slice(0, at) + other + key.slice(at + 1)).ok, `seed ${draws.seed}, draw ${i}`).toBe(
      false,
    );
    expect(parseKey(key.slice(0, at) + key.slice(at + 1)).ok).toBe(false);
    expect(parseKey(key.slice(0, at) + key[at] + key.slice(at)).ok).toBe(false);
  }
  for (const text of ["", KEY_PREFIX, "Bearer", "ak_test_", `${keyOf(draws)}\n`, ` ${keyOf(draws)}`]) {
    expect(parseKey(text).ok).toBe(false);
  }
});

test("[KY-1] bytes that would favour some letters are left out, and too few bytes make no key", () => {
  expect(makeKey(new Uint8Array(KEY_RANDOM_BYTES).fill(255))).toBeNull();
  expect(makeKey(new Uint8Array(29))).toBeNull();
  expect(makeKey(new Uint8Array(30))).not.toBeNull();
});
