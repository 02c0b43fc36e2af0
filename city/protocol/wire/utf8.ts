const REPLACEMENT = 0xfffd;

/** UTF-8 of a text; a lone surrogate becomes U+FFFD. */
export function encodeText(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const read = char.codePointAt(0) ?? REPLACEMENT;
    const code = read >= 0xd800 && read <= 0xdfff ? REPLACEMENT : read;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return Uint8Array.from(bytes);
}

/** The text of these bytes. Throws RangeError where they are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] ?? 0;
    const length = lengthBy(lead);
    text += String.fromCodePoint(length === 1 ? lead : codePoint(bytes.subarray(i, i + length), length));
    i += length;
  }
  return text;
}

/** How many bytes a character has, by its first. */
function lengthBy(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) throw new RangeError("not UTF-8");
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/** The least code of each length: the same in more bytes is not UTF-8. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000] as const;

function codePoint(bytes: Uint8Array, length: number): number {
  let code = (bytes[0] ?? 0) & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const next = bytes[i] ?? 0;
    if ((next & 0xc0) !== 0x80) throw new RangeError("not UTF-8");
    code = (code << 6) | (next & 0x3f);
  }
  if (code < (LEAST[length] ?? 0) || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw new RangeError("not UTF-8");
  return code;
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}
