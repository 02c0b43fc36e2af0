import { readDeedTexts } from "#server/db/deed-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { DeedTexts } from "#sim";

interface Texts {
  readonly title: string | null;
  readonly sign: string | null;
}

const NONE: Texts = { title: null, sign: null };

/** Titles and signs of parcels: the engine only knows that they changed. One for all districts of a worker. */
export class DeedBook {
  readonly #pool: Pool;
  readonly #world: number;
  readonly #texts = new Map<number, Texts>();

  constructor(pool: Pool, world: number) {
    this.#pool = pool;
    this.#world = world;
  }

  /** Reads what a district's parcels are called after its last committed tick. */
  async load(district: number, parcels: Iterable<number>): Promise<void> {
    const rows = await readDeedTexts(this.#pool, this.#world, district);
    for (const parcel of parcels) this.#texts.delete(parcel);
    for (const { parcel, title, sign } of rows) this.#texts.set(parcel, { title, sign });
  }

  /** Takes in what a step changed; taking it in twice changes nothing more. */
  take(changes: readonly DeedTexts[]): void {
    for (const { parcel, title, sign } of changes) {
      const before = this.of(parcel);
      const after = {
        title: title === undefined ? before.title : title,
        sign: sign === undefined ? before.sign : sign,
      };
      this.#texts.set(parcel, after);
    }
  }

  of(parcel: number): Texts {
    return this.#texts.get(parcel) ?? NONE;
  }
}
