const WORD = 32;

/** Writes numbers of up to 32 bits one after another, without gaps; grows as it is written to. */
export class BitWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;
  /** Bits that do not fill 32 yet, and how many they are. */
  #word = 0;
  #used = 0;

  /** `capacity` in bytes is a first guess. */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Writes the lowest `width` bits of an integer, which has no others. */
  put(value: number, width: number): void {
    const used = this.#used;
    const end = used + width;
    this.#word |= value << used;
    if (end < WORD) {
      this.#used = end;
      return;
    }
    this.#flush();
    this.#used = end - WORD;
    this.#word = end === WORD ? 0 : value >>> (WORD - used);
  }

  /** Writes the lowest `width` bits of how far each of the values is above `base`. Safe integers only. */
  putAll(values: Float64Array, base: number, width: number): void {
    this.#reserve(Math.ceil((values.length * width) / 8));
    // Kept out of the fields, which would be written each time.
    const view = this.#view;
    let [length, word, used] = [this.#length, this.#word, this.#used];
    for (let i = 0; i < values.length; i++) {
      const value = (values[i] ?? 0) - base;
      const low = width === WORD ? value | 0 : value & ((1 << width) - 1);
      word |= low << used;
      used += width;
      if (used < WORD) continue;
      view.setUint32(length, word, true);
      length += 4;
      used -= WORD;
      word = used === 0 ? 0 : low >>> (width - used);
    }
    [this.#length, this.#word, this.#used] = [length, word, used];
  }

  /** All that was written, filled up with zeros to whole words of 32 bits, little-endian. */
  finish(): Uint8Array {
    if (this.#used > 0) this.#flush();
    this.#used = 0;
    this.#word = 0;
    return this.#bytes.subarray(0, this.#length);
  }

  #flush(): void {
    this.#reserve(0);
    this.#view.setUint32(this.#length, this.#word, true);
    this.#length += 4;
  }

  /** Makes room for so many bytes and the word that is begun. */
  #reserve(count: number): void {
    const needed = this.#length + count + 8;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * needed);
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}

/** Reads what BitWriter wrote. Throws RangeError where the bits end early or are none of its. */
export class BitReader {
  readonly #view: DataView;
  readonly #end: number;
  #at = 0;

  constructor(bytes: Uint8Array) {
    if (bytes.length % 4 !== 0) throw new RangeError("bits come in words of four bytes");
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length * 8;
  }

  /** The next number of 1 to 32 bits. */
  get(width: number): number {
    const at = this.#at;
    if (at + width > this.#end) throw new RangeError("the bits end early");
    this.#at = at + width;
    const index = (at >>> 5) << 2;
    const offset = at & 31;
    let value = this.#view.getUint32(index, true) >>> offset;
    if (offset + width > WORD) value |= this.#view.getUint32(index + 4, true) << (WORD - offset);
    // A shift by 32 would be one by 0.
    return (value & (0xffff_ffff >>> (WORD - width))) >>> 0;
  }

  /** Reads a number of 1 to 32 bits into each place of `to`, and adds `base`. */
  getAll(to: Float64Array, base: number, width: number): void {
    if (this.#at + to.length * width > this.#end) throw new RangeError("the bits end early");
    const view = this.#view;
    const mask = 0xffff_ffff >>> (WORD - width);
    let at = this.#at;
    for (let i = 0; i < to.length; i++) {
      const index = (at >>> 5) << 2;
      const offset = at & 31;
      let value = view.getUint32(index, true) >>> offset;
      if (offset + width > WORD) value |= view.getUint32(index + 4, true) << (WORD - offset);
      to[i] = base + ((value & mask) >>> 0);
      at += width;
    }
    this.#at = at;
  }

  /** Throws RangeError unless everything was read, but for what fills the last word. */
  end(): void {
    const rest = this.#end - this.#at;
    if (rest >= WORD || (rest > 0 && this.get(rest) !== 0)) throw new RangeError("bits too many");
  }
}
