import { createHash, randomBytes } from "node:crypto";
import { assertExists } from "#city/assert.ts";
import { KEY_RANDOM_BYTES, makeKey } from "./key-format.ts";

/** A new key; only its hash may be kept. */
export function newKey(): string {
  return assertExists(makeKey(randomBytes(KEY_RANDOM_BYTES)), "96 random bytes hold 30 fair ones");
}

/** SHA-256 of a key: its 178 random bits need no slow hash, and looking it up by hash leaks nothing through time. */
export function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
