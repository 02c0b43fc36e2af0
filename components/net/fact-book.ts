interface FactBookOptions<T> {
  /** Asks the city for these; null when it did not answer. What it leaves out has no such fact. */
  readonly ask: (keys: readonly number[]) => Promise<ReadonlyMap<number, T> | null>;
  /** What differs from what was known before. */
  readonly onChange: (keys: readonly number[]) => void;
  /** Wall ms after which a fact is asked for again. */
  readonly freshMs: number;
  readonly batchMax: number;
  readonly heldMax: number;
}

interface Fact<T> {
  readonly value: T | null;
  readonly atMs: number;
}

/** How long the city is left alone after it did not answer, wall ms. */
const REST_MS = 10_000;

/** Facts about many things that seldom change, asked for in batches, one at a time, and kept. */
export class FactBook<T> {
  readonly #options: FactBookOptions<T>;
  readonly #facts = new Map<number, Fact<T>>();
  #asking = false;
  #restUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: FactBookOptions<T>) {
    this.#options = options;
  }

  /** What is known, or null. */
  of(key: number): T | null {
    return this.#facts.get(key)?.value ?? null;
  }

  /** Asks for what is not known of these, else for what is no longer fresh; the first come first. Cheap to call often. */
  async want(keys: Iterable<number>, nowMs: number): Promise<void> {
    if (this.#asking || nowMs < this.#restUntilMs) return;
    const batch = this.#choose(keys, nowMs);
    if (batch.length === 0) return;
    this.#asking = true;
    const found = await this.#options.ask(batch);
    this.#asking = false;
    if (found === null) this.#restUntilMs = nowMs + REST_MS;
    else this.#take(batch, found, nowMs);
  }

  #choose(keys: Iterable<number>, nowMs: number): number[] {
    const unknown: number[] = [];
    const old: number[] = [];
    for (const key of keys) {
      const fact = this.#facts.get(key);
      if (fact === undefined) unknown.push(key);
      else if (nowMs - fact.atMs > this.#options.freshMs) old.push(key);
      if (unknown.length === this.#options.batchMax) break;
    }
    return [...unknown, ...old].slice(0, this.#options.batchMax);
  }

  #take(batch: readonly number[], found: ReadonlyMap<number, T>, atMs: number): void {
    const changed: number[] = [];
    for (const key of batch) {
      const value = found.get(key) ?? null;
      if (value !== this.of(key)) changed.push(key);
      this.#facts.delete(key);
      this.#facts.set(key, { value, atMs });
    }
    for (const key of this.#facts.keys()) {
      if (this.#facts.size <= this.#options.heldMax) break;
      this.#facts.delete(key);
    }
    if (changed.length > 0) this.#options.onChange(changed);
  }
}
