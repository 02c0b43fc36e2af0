import { decodeText, encodeText } from "./utf8.ts";

/** Largest varint: seven payload bits a byte, eight bytes hold every safe integer (53 bits). */
const VARINT_BYTES_MAX = 8;
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

  /** Puts all that is written over the first bytes of `target`, which must have the room. */
  copyTo(target: Uint8Array): void {
    // One by one: a view of a few bytes takes longer to make than they take to copy.
    for (let i = 0; i < this.#length; i++) target[i] = this.#bytes[i] ?? 0;
  }

  /** UTF-8 with its length in bytes in front; a lone surrogate becomes U+FFFD. */
  text(value: string): void {
    const encoded = encodeText(value);
    this.varint(encoded.length);
    this.raw(encoded);
  }

  /** A copy of the bytes from `start` on. */
  slice(start: number): Uint8Array {
    return this.#bytes.slice(start, this.#length);
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
    return decodeText(this.view(this.varint()));
  }
}
