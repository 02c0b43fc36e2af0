/** Largest varint: seven payload bits a byte, eight bytes hold every safe integer (53 bits). */
const VARINT_BYTES_MAX = 8;
const REPLACEMENT = 0xfffd;
/** Signed values below this in magnitude are shifted, the others multiplied. */
const SIGNED_SHORT_MAX = 0x4000_0000;

/** Grows as it is written to; integers are little-endian base-128 varints. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Forgets what was written after the first `length` bytes. */
  truncate(length: number): void {
    this.#length = length;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Throws RangeError for anything but a safe integer from 0 on. */
  varint(value: number): void {
    if (value >>> 0 === value) this.#varint32(value);
    else this.#varint53(value);
  }

  /** Nearly everything fits 32 bits, and those are quickly shifted. */
  #varint32(value: number): void {
    this.#reserve(VARINT_BYTES_MAX);
    const bytes = this.#bytes;
    let length = this.#length;
    let rest = value;
    while (rest >= 0x80) {
      bytes[length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[length++] = rest;
    this.#length = length;
  }

  #varint53(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a varint: ${value}`);
    this.#reserve(VARINT_BYTES_MAX);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Small magnitudes of either sign stay short. */
  signed(value: number): void {
    if (value >= -SIGNED_SHORT_MAX && value < SIGNED_SHORT_MAX)
      this.#varint32(((value << 1) ^ (value >> 31)) >>> 0);
    else this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Leaves room for `count` bytes to be written later. */
  skip(count: number): void {
    this.#reserve(count);
    this.#length += count;
  }

  /** Writes what another writer holds over the bytes from `start` on, which are there already. */
  overwrite(start: number, from: ByteWriter): void {
    // One by one: a view of a few bytes takes longer to make than they take to copy.
    for (let i = 0; i < from.#length; i++) this.#bytes[start + i] = from.#bytes[i] ?? 0;
  }

  /** UTF-8 with its length in bytes in front; a lone surrogate becomes U+FFFD. */
  text(value: string): void {
    const start = this.#length;
    for (const char of value) this.#codePoint(char.codePointAt(0) ?? REPLACEMENT);
    const encoded = this.#bytes.slice(start, this.#length);
    this.#length = start;
    this.varint(encoded.length);
    this.raw(encoded);
  }

  /** A copy of the bytes from `start` to `end`, or of all that follow. */
  slice(start: number, end = this.#length): Uint8Array {
    return this.#bytes.slice(start, end);
  }

  #codePoint(read: number): void {
    const code = read >= 0xd800 && read <= 0xdfff ? REPLACEMENT : read;
    if (code < 0x80) {
      this.byte(code);
      return;
    }
    if (code < 0x800) this.byte(0xc0 | (code >> 6));
    else {
      if (code < 0x10000) this.byte(0xe0 | (code >> 12));
      else {
        this.byte(0xf0 | (code >> 18));
        this.byte(0x80 | ((code >> 12) & 0x3f));
      }
      this.byte(0x80 | ((code >> 6) & 0x3f));
    }
    this.byte(0x80 | (code & 0x3f));
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Reads what ByteWriter wrote. Every method throws RangeError where the bytes end early or make no sense. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new RangeError("the bytes end early");
    this.#at++;
    return value;
  }

  varint(): number {
    const first = this.byte();
    return first < 0x80 ? first : this.#longVarint(first & 0x7f);
  }

  #longVarint(start: number): number {
    let value = start;
    let unit = 0x80;
    for (let i = 1; i < VARINT_BYTES_MAX; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) throw new RangeError("a varint is too large");
        return value;
      }
      unit *= 0x80;
    }
    throw new RangeError("a varint is too long");
  }

  signed(): number {
    const coded = this.varint();
    if (coded <= 0x7fff_ffff) return (coded >> 1) ^ -(coded & 1);
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
  }

  /** A view, not a copy, of the next `length` bytes. */
  view(length: number): Uint8Array {
    if (length > this.remaining) throw new RangeError("the bytes end early");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    const inner = new ByteReader(this.view(this.varint()));
    let text = "";
    while (inner.remaining > 0) text += String.fromCodePoint(inner.#codePoint());
    return text;
  }

  #codePoint(): number {
    const lead = this.byte();
    if (lead < 0x80) return lead;
    const extra = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4) throw new RangeError("not UTF-8");
    let code = lead & (0x3f >> extra);
    for (let i = 0; i < extra; i++) {
      const next = this.byte();
      if ((next & 0xc0) !== 0x80) throw new RangeError("not UTF-8");
      code = (code << 6) | (next & 0x3f);
    }
    const least = extra === 3 ? 0x10000 : extra === 2 ? 0x800 : 0x80;
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
      throw new RangeError("not UTF-8");
    return code;
  }
}
