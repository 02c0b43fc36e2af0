interface BatchCacheOptions<V> {
  /** Reads these from where the truth is; what it leaves out is not there. */
  readonly read: (keys: readonly number[]) => Promise<ReadonlyMap<number, V>>;
  readonly keptMs: number;
  readonly heldMax: number;
  /** A monotonic clock. */
  readonly nowMs: () => number;
}

/** Answers about many things, each believed for a while: gives what is there of these. Rejects when the truth cannot be read. */
export type BatchCache<V> = (keys: readonly number[]) => Promise<ReadonlyMap<number, V>>;

interface Entry<V> {
  readonly value: Promise<V | undefined>;
  readonly untilMs: number;
}

/**
 * All who ask at the same time share one reading; what is not there is remembered, too. The entries that were read
 * longest ago make room for others.
 */
export function createBatchCache<V>({ read, keptMs, heldMax, nowMs }: BatchCacheOptions<V>): BatchCache<V> {
  const entries = new Map<number, Entry<V>>();

  function remember(key: number, entry: Entry<V>): void {
    entries.delete(key);
    entries.set(key, entry);
    entry.value.catch(() => {
      if (entries.get(key) === entry) entries.delete(key);
    });
  }

  function readAnew(keys: readonly number[]): ReadonlyMap<number, Entry<V>> {
    const untilMs = nowMs() + keptMs;
    const batch = read(keys);
    const fresh = new Map(
      keys.map((key) => [key, { value: batch.then((found) => found.get(key)), untilMs }] as const),
    );
    for (const [key, entry] of fresh) remember(key, entry);
    for (const key of entries.keys()) {
      if (entries.size <= heldMax) break;
      entries.delete(key);
    }
    return fresh;
  }

  return async (keys) => {
    const known = new Map<number, Entry<V>>();
    const missing = new Set<number>();
    for (const key of keys) {
      const entry = entries.get(key);
      if (entry !== undefined && entry.untilMs > nowMs()) known.set(key, entry);
      else missing.add(key);
    }
    const fresh = missing.size > 0 ? readAnew([...missing]) : new Map<number, Entry<V>>();
    const found = new Map<number, V>();
    for (const [key, { value }] of [...known, ...fresh]) {
      const there = await value;
      if (there !== undefined) found.set(key, there);
    }
    return found;
  };
}
