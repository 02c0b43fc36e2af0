import { below, hashWords } from "#city/rng.ts";

/** Draws for fuzz tests: the same seed gives the same draws. Name the seed in the test's failure message. */
export class Draws {
  readonly seed: number;
  #index = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return below(hashWords(this.seed, this.#index++), bound);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  /** One of the given values. */
  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError("nothing to pick from");
    return value;
  }
}
