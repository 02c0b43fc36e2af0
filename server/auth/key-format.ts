import { err, ok, type Result } from "#city/result.ts";
import { base62Of, CHECKSUM_CHARS, readChecked, withChecksum } from "./checked-secret.ts";

/** Starts every key, so that scanners for leaked secrets recognise ours. */
export const KEY_PREFIX = "ak_live_";

const SECRET_CHARS = 30;

/** Random bytes to hand to `makeKey`: enough that running out of fair ones is all but impossible. */
export const KEY_RANDOM_BYTES = 96;

/** Makes a key from random bytes: 30 base-62 characters (178 bits) and a checksum. Null when too few bytes were usable. */
export function makeKey(random: Uint8Array): string | null {
  const secret = base62Of(random, SECRET_CHARS);
  return secret === null ? null : withChecksum(KEY_PREFIX, secret);
}

/** Tells a mistyped or cut key from a possible one without asking anybody. */
export function parseKey(text: string): Result<string, "bad_key"> {
  const read = readChecked(KEY_PREFIX, SECRET_CHARS, text);
  if (read === "no_such_form") {
    return err("bad_key", `A key is ${KEY_PREFIX} and ${SECRET_CHARS + CHECKSUM_CHARS} letters and digits.`);
  }
  return read === "bad_checksum"
    ? err("bad_key", "The key is mistyped: its checksum does not fit. Copy it again.")
    : ok(text);
}
