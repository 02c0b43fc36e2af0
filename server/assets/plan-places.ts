import { decodeIndex, decodeNeighborhood } from "#city/plan/codec.ts";
import type { NeighborhoodPlan, PlanIndex } from "#city/plan/types.ts";
import type { BlobStore } from "./blob-store.ts";
import { readPlanFile } from "./plan-files.ts";

/** A stored plan's index and all its neighborhoods. Throws when a file is missing or damaged. */
export async function readPlaces(
  blobs: Pick<BlobStore, "get">,
  hash: string,
): Promise<{ readonly index: PlanIndex; readonly places: readonly NeighborhoodPlan[] }> {
  const index = decodeIndex(await readPlanFile(blobs, hash, "index"));
  const places: NeighborhoodPlan[] = [];
  for (const { index: n } of index.neighborhoods) {
    places.push(decodeNeighborhood(index, n, await readPlanFile(blobs, hash, String(n))));
  }
  return { index, places };
}
