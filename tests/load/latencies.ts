const LONGEST_MS = 10_000;

/** A count of latencies by whole milliseconds: as large for a million as for one. */
export class Latencies {
  readonly #counts = new Uint32Array(LONGEST_MS + 1);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(ms: number): void {
    const bucket = Math.min(LONGEST_MS, Math.max(0, Math.round(ms)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count++;
  }

  forget(): void {
    this.#counts.fill(0);
    this.#count = 0;
  }

  /** The latency in ms that this share of them does not pass; 0 when there are none. */
  quantile(share: number): number {
    let left = this.#count * share;
    for (const [ms, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return ms;
    }
    return LONGEST_MS;
  }
}
