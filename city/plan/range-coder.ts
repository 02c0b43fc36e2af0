import { at } from "../assert.ts";

/**
 * A binary arithmetic coder whose guesses adapt as it goes: a file of a few hundred bytes has no room for tables.
 * Writer and reader walk through the same calls; the writer is told each value, the reader returns it.
 */
export interface Coder {
  /** One yes or no in a context. */
  flag(context: number, value: boolean): boolean;
  /** A whole number of `bits` bits, each guessed from those before it. */
  symbol(context: number, bits: number, value: number): number;
  /** A whole number from 0 on, small ones cheap; below 2^24 - 1. */
  number(context: number, value: number): number;
  /** As number, for either sign. */
  signed(context: number, value: number): number;
  /** `bits` bits without guessing. */
  raw(bits: number, value: number): number;
}

const NUMBER_BITS = 24;
/** Bits after the highest that are still guessed. */
const GUESSED_BITS = 3;
/** Slots that one context may use: symbols have up to 8 bits, numbers 24 lengths of 8 slots. */
const SLOTS = 256;
const CONTEXTS = 256;
const TOP = 0x1_00_00_00;
const HALF = 32_768;
/** No guess is ever certain. */
const LEAST_CHANCE = 400;
const MOST_CHANCE = 65_536 - LEAST_CHANCE;
/** A guess moves by at least 1/STEADY of the surprise. */
const STEADY = 26;

/** Guesses: chance of a 1 in 1/65536, and how often each was used. */
class Guesses {
  readonly #chance = new Uint16Array(SLOTS * CONTEXTS).fill(HALF);
  readonly #uses = new Uint8Array(SLOTS * CONTEXTS);

  chance(slot: number): number {
    return at(this.#chance, slot);
  }

  learn(slot: number, bit: number): void {
    const uses = at(this.#uses, slot);
    const chance = at(this.#chance, slot);
    const target = bit ? 65_535 : 0;
    const moved = chance + Math.trunc(((target - chance) * 2) / (2 * uses + 3));
    this.#chance[slot] = Math.max(LEAST_CHANCE, Math.min(moved, MOST_CHANCE));
    if (uses < STEADY) this.#uses[slot] = uses + 1;
  }
}

/** What reader and writer share: how values become guessed bits. */
abstract class BitCoder implements Coder {
  protected readonly guesses = new Guesses();

  protected abstract bit(slot: number, bit: number): number;
  abstract raw(bits: number, value: number): number;

  flag(context: number, value: boolean): boolean {
    return this.bit(context * SLOTS, value ? 1 : 0) === 1;
  }

  symbol(context: number, bits: number, value: number): number {
    let node = 1;
    for (let i = bits - 1; i >= 0; i--) node = node * 2 + this.bit(context * SLOTS + node, (value >>> i) & 1);
    return node - (1 << bits);
  }

  number(context: number, value: number): number {
    const base = context * SLOTS;
    const plus = value + 1;
    let length = 0;
    while (length < NUMBER_BITS - 1 && this.bit(base + length, plus >>> (length + 1) > 0 ? 1 : 0)) length++;
    let result = 1;
    for (let i = length - 1, depth = 0; i >= 0; i--, depth++) {
      const bit = (plus >>> i) & 1;
      const guessed = depth < GUESSED_BITS && length < 24;
      const slot =
        base + 32 + length * 8 + (depth === 0 ? 0 : depth === 1 ? 1 + (result & 1) : 3 + (result & 3));
      result = result * 2 + (guessed ? this.bit(slot, bit) : this.raw(1, bit));
    }
    return result - 1;
  }

  signed(context: number, value: number): number {
    const folded = this.number(context, value < 0 ? -2 * value - 1 : 2 * value);
    return folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
  }
}

export class RangeWriter extends BitCoder {
  readonly #bytes: number[] = [];
  #low = 0;
  #range = 0xffff_ffff;
  #held = -1;
  #pending = 0;

  protected override bit(slot: number, bit: number): number {
    const bound = (this.#range >>> 16) * this.guesses.chance(slot);
    if (bit) this.#range = bound;
    else {
      this.#low += bound;
      this.#range -= bound;
    }
    this.guesses.learn(slot, bit);
    this.#normalise();
    return bit;
  }

  override raw(bits: number, value: number): number {
    for (let i = bits - 1; i >= 0; i--) {
      const half = this.#range >>> 1;
      if ((value >>> i) & 1) {
        this.#low += half;
        this.#range -= half;
      } else this.#range = half;
      this.#normalise();
    }
    return value;
  }

  #normalise(): void {
    while (this.#range < TOP) {
      this.#range = (this.#range * 256) >>> 0;
      this.#shift();
    }
  }

  /** Moves the top byte of `low` out, holding it back while a carry may still change it. */
  #shift(): void {
    const carry = this.#low >= 0x1_0000_0000 ? 1 : 0;
    const low = this.#low - carry * 0x1_0000_0000;
    if (carry || low < 0xff00_0000) {
      if (this.#held >= 0) this.#bytes.push((this.#held + carry) & 255);
      for (; this.#pending > 0; this.#pending--) this.#bytes.push((255 + carry) & 255);
      this.#held = low >>> 24;
    } else this.#pending++;
    this.#low = (low % TOP) * 256;
  }

  /** Ends the file. Zeros at the end are left out: the reader supplies them. */
  finish(): Uint8Array {
    for (let i = 0; i < 5; i++) this.#shift();
    while (this.#bytes.length > 0 && this.#bytes[this.#bytes.length - 1] === 0) this.#bytes.pop();
    return Uint8Array.from(this.#bytes);
  }
}

export class RangeReader extends BitCoder {
  readonly #bytes: Uint8Array;
  #next = 0;
  #range = 0xffff_ffff;
  #code = 0;

  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
    for (let i = 0; i < 4; i++) this.#code = this.#code * 256 + this.#byte();
  }

  #byte(): number {
    return this.#bytes[this.#next++] ?? 0;
  }

  protected override bit(slot: number, _bit: number): number {
    const bound = (this.#range >>> 16) * this.guesses.chance(slot);
    let bit = 1;
    if (this.#code < bound) this.#range = bound;
    else {
      this.#code -= bound;
      this.#range -= bound;
      bit = 0;
    }
    this.guesses.learn(slot, bit);
    this.#normalise();
    return bit;
  }

  override raw(bits: number, _value: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const half = this.#range >>> 1;
      const bit = this.#code >= half ? 1 : 0;
      if (bit) {
        this.#code -= half;
        this.#range -= half;
      } else this.#range = half;
      value = value * 2 + bit;
      this.#normalise();
    }
    return value;
  }

  #normalise(): void {
    while (this.#range < TOP) {
      this.#range = (this.#range * 256) >>> 0;
      this.#code = (this.#code * 256 + this.#byte()) >>> 0;
    }
  }
}
