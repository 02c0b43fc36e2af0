import { decodeIndex, decodeNeighborhood } from "#city/plan/codec.ts";
import type { CityPlan, NeighborhoodPlan } from "#city/plan/types.ts";
import { joinPlan } from "#city/plan/whole.ts";
import type { BlobStore } from "#server/assets/blob-store.ts";
import { hashOfPlan, readPlanFile } from "#server/assets/plan-files.ts";

/** A stored city plan: the whole, and each neighborhood as browsers decode it. */
export interface LoadedPlan {
  readonly plan: CityPlan;
  readonly places: readonly NeighborhoodPlan[];
}

/** Reads a plan from the blob store and proves its hash. Rejects when a file is missing or is not what it was. */
export async function loadPlan(blobs: BlobStore, hash: string): Promise<LoadedPlan> {
  const indexBytes = await readPlanFile(blobs, hash, "index");
  const index = decodeIndex(indexBytes);
  const neighborhoods: Uint8Array[] = [];
  for (const { index: number } of index.neighborhoods) {
    neighborhoods.push(await readPlanFile(blobs, hash, String(number)));
  }
  if (hashOfPlan({ index: indexBytes, neighborhoods }) !== hash) {
    throw new Error(`the files of city plan ${hash} were changed: restore the blob store`);
  }
  const places = neighborhoods.map((bytes, number) => decodeNeighborhood(index, number, bytes));
  return { plan: joinPlan(index, places), places };
}
