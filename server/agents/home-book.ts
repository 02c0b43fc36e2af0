import type { BlobStore } from "#server/assets/blob-store.ts";
import { readPlaces } from "#server/assets/plan-places.ts";
import { type Home, listHomes } from "#server/auth/choose-home.ts";
import { readPlanHash } from "#server/db/city-store.ts";
import type { Pool } from "#server/db/pool.ts";

/** All homes of a world; null before its genesis. Rejects when the database or the plan's files cannot be read. */
export type HomeBook = (world: number) => Promise<readonly Home[] | null>;

/** Reads a plan's homes once: the plan never changes under its hash. */
export function createHomeBook(pool: Pool, blobs: Pick<BlobStore, "get">): HomeBook {
  let known: { readonly hash: string; readonly homes: Promise<readonly Home[]> } | null = null;
  return async (world) => {
    const hash = await readPlanHash(pool, world);
    if (hash === null) return null;
    if (known?.hash !== hash) {
      const homes = readPlaces(blobs, hash).then(({ index, places }) => listHomes(index, places));
      const entry = { hash, homes };
      known = entry;
      // A file that could not be read may be there the next time.
      homes.catch(() => {
        if (known === entry) known = null;
      });
    }
    return known.homes;
  };
}
