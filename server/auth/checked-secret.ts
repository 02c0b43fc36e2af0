const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Bytes from here on would favour the first letters of the alphabet. */
const FAIR_BYTES = 256 - (256 % ALPHABET.length);

/** Base-62 characters that follow the secret ones. */
export const CHECKSUM_CHARS = 6;

/** Makes `chars` base-62 characters of random bytes; null when too few bytes were usable. */
export function base62Of(random: Uint8Array, chars: number): string | null {
  let text = "";
  for (const byte of random) {
    if (text.length === chars) break;
    if (byte < FAIR_BYTES) text += ALPHABET.charAt(byte % ALPHABET.length);
  }
  return text.length === chars ? text : null;
}

/** A secret that tells what it is (`prefix`) and shows by its end when it was mistyped. */
export function withChecksum(prefix: string, secret: string): string {
  return prefix + secret + checksum(secret);
}

/** The secret characters of what `withChecksum` made; or why a text cannot be that. */
export function readChecked(
  prefix: string,
  chars: number,
  text: string,
): { readonly secret: string } | "no_such_form" | "bad_checksum" {
  const rest = text.startsWith(prefix) ? text.slice(prefix.length) : "";
  if (rest.length !== chars + CHECKSUM_CHARS || !/^[0-9A-Za-z]+$/.test(rest)) return "no_such_form";
  const secret = rest.slice(0, chars);
  return checksum(secret) === rest.slice(chars) ? { secret } : "bad_checksum";
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
