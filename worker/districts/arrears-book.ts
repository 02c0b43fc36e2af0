import { type ArrearsRow, readArrears } from "#server/db/deed-store.ts";
import type { Pool } from "#server/db/pool.ts";

/** A debt of an agent: property tax of a parcel of its own that is not paid, cents, and the simulated day on which that began. */
export type Arrears = Omit<ArrearsRow, "owner">;

const NONE: readonly Arrears[] = [];

/** What agents owe for parcels anywhere in the city, also in districts of other workers. One for all districts of a worker. */
export class ArrearsBook {
  readonly #pool: Pool;
  readonly #world: number;
  readonly #onError: (error: unknown) => void;
  #byOwner: ReadonlyMap<number, readonly Arrears[]> = new Map();
  #tick = -1;
  #isReading = false;

  /** `onError` hears of a refresh that failed: the next tick tries again. */
  constructor(pool: Pool, world: number, onError: (error: unknown) => void) {
    this.#pool = pool;
    this.#world = world;
    this.#onError = onError;
  }

  /** Reads what is owed. Rejects when the database cannot be read. */
  async load(): Promise<void> {
    const byOwner = new Map<number, Arrears[]>();
    for (const { owner, ...debt } of await readArrears(this.#pool, this.#world)) {
      const known = byOwner.get(owner);
      if (known === undefined) byOwner.set(owner, [debt]);
      else known.push(debt);
    }
    this.#byOwner = byOwner;
  }

  /** Reads it again, once a tick for all districts; no tick waits for what is only told. */
  refresh(tick: number): void {
    if (this.#isReading || tick <= this.#tick) return;
    this.#tick = tick;
    this.#isReading = true;
    this.load()
      .catch(this.#onError)
      .finally(() => {
        this.#isReading = false;
      });
  }

  /** What an agent owes as of a tick or so ago, the oldest first. */
  of(agent: number): readonly Arrears[] {
    return this.#byOwner.get(agent) ?? NONE;
  }
}
