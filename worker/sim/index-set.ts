const WORD_SHIFT = 5;
const WORD_BITS = 32;
const LAST_BIT = 31;
const WORDS_MIN = 32;

/** A set of indices of columns, a bit each: goes over them in ascending order, however they came in. */
export class IndexSet {
  #words = new Int32Array(WORDS_MIN);

  /** Puts an index in: a whole number from 0 on. */
  add(index: number): void {
    const word = index >>> WORD_SHIFT;
    while (word >= this.#words.length) this.#grow();
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (index & LAST_BIT));
  }

  delete(index: number): void {
    const word = index >>> WORD_SHIFT;
    if (word < this.#words.length) this.#words[word] = (this.#words[word] ?? 0) & ~(1 << (index & LAST_BIT));
  }

  get isEmpty(): boolean {
    return this.#words.every((word) => word === 0);
  }

  clear(): void {
    this.#words.fill(0);
  }

  /** Calls `see` with each index, ascending. What is put in meanwhile may be met or not. */
  forEach(see: (index: number) => void): void {
    const words = this.#words;
    for (let word = 0; word < words.length; word++) {
      // The lowest bit that is set, and then the word without it.
      for (let bits = words[word] ?? 0; bits !== 0; bits &= bits - 1)
        see(word * WORD_BITS + LAST_BIT - Math.clz32(bits & -bits));
    }
  }

  /** The indices, ascending. */
  toArray(): number[] {
    const indices: number[] = [];
    this.forEach((index) => {
      indices.push(index);
    });
    return indices;
  }

  #grow(): void {
    const words = new Int32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
  }
}
