type Numbers = Int8Array | Uint8Array | Int16Array | Uint16Array | Uint32Array;

/** A typed array that doubles as it fills, so that a mesh of unknown size is written in one pass. */
export class GrowingArray<T extends Numbers> {
  #data: T;
  #make: (length: number) => T;
  length = 0;

  constructor(make: (length: number) => T, capacity: number) {
    this.#make = make;
    this.#data = make(capacity);
  }

  push(...values: readonly number[]): void {
    if (this.length + values.length > this.#data.length) {
      const next = this.#make(Math.max(this.#data.length * 2, this.length + values.length));
      next.set(this.#data);
      this.#data = next;
    }
    for (const value of values) this.#data[this.length++] = value;
  }

  /** A copy of exactly what was written, with a buffer of its own to be transferred. */
  finish(): T {
    const out = this.#make(this.length);
    out.set(this.#data.subarray(0, this.length));
    return out;
  }
}
