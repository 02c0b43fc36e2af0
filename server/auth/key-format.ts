import { err, ok, type Result } from "#city/result.ts";

/** Starts every key, so that scanners for leaked secrets recognise ours. */
export const KEY_PREFIX = "ak_live_";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_CHARS = 30;
const CHECKSUM_CHARS = 6;
const KEY_PATTERN = new RegExp(
  `^${KEY_PREFIX}([0-9A-Za-z]{${SECRET_CHARS}})([0-9A-Za-z]{${CHECKSUM_CHARS}})$`,
);
/** Bytes from here on would favour the first letters of the alphabet. */
const FAIR_BYTES = 256 - (256 % ALPHABET.length);

/** Random bytes to hand to `makeKey`: enough that running out of fair ones is all but impossible. */
export const KEY_RANDOM_BYTES = 96;

/** Makes a key from random bytes: 30 base-62 characters (178 bits) and a checksum. Null when too few bytes were usable. */
export function makeKey(random: Uint8Array): string | null {
  let secret = "";
  for (const byte of random) {
    if (secret.length === SECRET_CHARS) break;
    if (byte < FAIR_BYTES) secret += ALPHABET.charAt(byte % ALPHABET.length);
  }
  return secret.length === SECRET_CHARS ? KEY_PREFIX + secret + checksum(secret) : null;
}

/** Tells a mistyped or cut key from a possible one without asking anybody. */
export function parseKey(text: string): Result<string, "bad_key"> {
  const [key, secret, sum] = KEY_PATTERN.exec(text) ?? [];
  if (key === undefined || secret === undefined) {
    return err("bad_key", `A key is ${KEY_PREFIX} and ${SECRET_CHARS + CHECKSUM_CHARS} letters and digits.`);
  }
  if (checksum(secret) !== sum)
    return err("bad_key", "The key is mistyped: its checksum does not fit. Copy it again.");
  return ok(key);
}

function checksum(secret: string): string {
  let rest = crc32(secret);
  let text = "";
  for (let i = 0; i < CHECKSUM_CHARS; i++) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** CRC-32 (IEEE) of ASCII text. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
