/** Most bits of one put or take: with seven waiting they still fit 31. */
export const BITS_MAX = 24;
const WORD_BITS = 32;
const WORD_BYTES = 4;
/** Rice codes with as many ones or more escape: then six bits of width and the number itself follow. */
const ESCAPE_ONES = 8;
const WIDTH_BITS = 6;
const UNIT = 0x100_0000;
const SAFE_BITS = 53;
/** Texts are short: their length mostly takes six bits. */
const TEXT_LENGTH_BITS = 5;

/** How many bits a whole number below 2^53 has; 0 has none. */
export function bitLength(value: number): number {
  return value >>> 0 === value ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 0x1_0000_0000));
}

/** Bits one after another, the lowest first, from a byte's lowest on. Grows as it is written to. */
export class BitWriter {
  #words = new Int32Array(1_024);
  /** Whole words written. */
  #count = 0;
  /** Bits that fill no word yet. */
  #held = 0;
  #heldBits = 0;

  /** Words that are begun or full. */
  get words(): number {
    return this.#count + (this.#heldBits > 0 ? 1 : 0);
  }

  clear(): void {
    this.#count = 0;
    this.#held = 0;
    this.#heldBits = 0;
  }

  /** Ends what began at word `start`: what follows begins a word. Returns its length in bytes. */
  end(start: number): number {
    const bytes = (this.#count - start) * WORD_BYTES + Math.ceil(this.#heldBits / 8);
    if (this.#heldBits > 0) this.put(0, WORD_BITS - this.#heldBits);
    return bytes;
  }

  /** Puts `length` bytes, from word `start` on, over those of `target` from `to` on, which must have the room. */
  copyTo(target: Uint8Array, to: number, start: number, length: number): void {
    // One by one: a view of a few bytes takes longer to make than they take to copy.
    for (let i = 0; i < length; i++) target[to + i] = (this.#words[start + (i >> 2)] ?? 0) >> ((i & 3) << 3);
  }

  /** The lowest `bits` bits, 24 at most, of a number that has no others. */
  put(value: number, bits: number): void {
    const heldBits = this.#heldBits;
    const held = this.#held | (value << heldBits);
    const filled = heldBits + bits;
    if (filled < WORD_BITS) {
      this.#held = held;
      this.#heldBits = filled;
      return;
    }
    if (this.#count === this.#words.length) this.#grow();
    this.#words[this.#count++] = held;
    this.#held = value >>> (WORD_BITS - heldBits);
    this.#heldBits = filled - WORD_BITS;
  }

  /** A Rice code: `value` divided by 2^`low` as ones and a zero, then its lowest `low` bits. Throws RangeError for no safe integer from 0 on. */
  number(value: number, low: number): void {
    const ones = value >>> low;
    if (value >>> 0 !== value || ones >= ESCAPE_ONES) this.#wide(value);
    else if (ones + 1 + low <= BITS_MAX)
      this.put(((1 << ones) - 1) | ((value & ((1 << low) - 1)) << (ones + 1)), ones + 1 + low);
    else {
      this.put((1 << ones) - 1, ones + 1);
      this.put(value & ((1 << low) - 1), low);
    }
  }

  /** As number, for either sign. */
  signed(value: number, low: number): void {
    this.number(value < 0 ? -value * 2 - 1 : value * 2, low);
  }

  /** Bytes with their count in front. */
  bytes(value: Uint8Array): void {
    this.number(value.length, TEXT_LENGTH_BITS);
    for (const byte of value) this.put(byte, 8);
  }

  #wide(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`no whole number: ${value}`);
    const width = bitLength(value);
    this.put((1 << ESCAPE_ONES) - 1, ESCAPE_ONES);
    this.put(width, WIDTH_BITS);
    let rest = value;
    for (let left = width; left > 0; left -= BITS_MAX) {
      this.put(rest % UNIT, Math.min(left, BITS_MAX));
      rest = Math.floor(rest / UNIT);
    }
  }

  #grow(): void {
    const grown = new Int32Array(this.#words.length * 2);
    grown.set(this.#words);
    this.#words = grown;
  }
}

/** Reads what BitWriter wrote. Every method throws RangeError where the bits end early or make no sense. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #next = 0;
  #held = 0;
  #heldBits = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bits not yet taken. */
  get remaining(): number {
    return (this.#bytes.length - this.#next) * 8 + this.#heldBits;
  }

  /** The next `bits` bits, 24 at most. */
  take(bits: number): number {
    if (this.#heldBits < bits) this.#fill(bits);
    const value = this.#held & ((1 << bits) - 1);
    this.#held >>>= bits;
    this.#heldBits -= bits;
    return value;
  }

  number(low: number): number {
    const ones = this.ones(ESCAPE_ONES);
    return ones === ESCAPE_ONES ? this.#wide() : ones * (1 << low) + this.take(low);
  }

  signed(low: number): number {
    const coded = this.number(low);
    return coded % 2 === 0 ? coded / 2 : -(coded + 1) / 2;
  }

  /** How many ones come before the next zero, which is taken too; `most` of them end without one. */
  ones(most: number): number {
    // A zero above what is held ends the ones there: then there may be more in the bytes that follow.
    const held = 31 - Math.clz32(~this.#held & -~this.#held);
    if (held < most && held < this.#heldBits) {
      this.take(held + 1);
      return held;
    }
    let count = 0;
    while (count < most && this.take(1) === 1) count++;
    return count;
  }

  bytes(): Uint8Array {
    const length = this.number(TEXT_LENGTH_BITS);
    if (length * 8 > this.remaining) throw new RangeError("the bits end early");
    return Uint8Array.from({ length }, () => this.take(8));
  }

  /** Throws RangeError unless all that is left are the zeros that fill the last byte. */
  end(): void {
    if (this.remaining >= 8 || this.#held !== 0) throw new RangeError(`${this.remaining} bits too many`);
  }

  #wide(): number {
    const width = this.take(WIDTH_BITS);
    if (width > SAFE_BITS) throw new RangeError("a number is too large");
    let value = 0;
    let unit = 1;
    for (let left = width; left > 0; left -= BITS_MAX) {
      value += this.take(Math.min(left, BITS_MAX)) * unit;
      unit *= UNIT;
    }
    return value;
  }

  #fill(bits: number): void {
    const bytes = this.#bytes;
    let next = this.#next;
    while (this.#heldBits < bits) {
      const byte = bytes[next++];
      if (byte === undefined) throw new RangeError("the bits end early");
      this.#held |= byte << this.#heldBits;
      this.#heldBits += 8;
    }
    this.#next = next;
  }
}
