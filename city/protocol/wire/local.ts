import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { WireEvent } from "../wire-types.ts";

/** A wire event whose nodes and buildings are numbered within its NeighborhoodPlan (nodes: own first, then ghosts). */
export type LocalWireEvent = WireEvent;

/** Local number of a global node, own or ghost. Throws RangeError when the neighborhood does not know it. */
export function localNode(node: number, place: NeighborhoodPlan): number {
  const first = place.nodeGlobal[0] ?? 0;
  if (node >= first && node < first + place.nodeCount) return node - first;
  let low = place.nodeCount;
  let high = place.nodeGlobal.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((place.nodeGlobal[middle] ?? 0) < node) low = middle + 1;
    else high = middle;
  }
  if (place.nodeGlobal[low] !== node)
    throw new RangeError(`node ${node} is not of neighborhood ${place.index}`);
  return low;
}

/** Local number of a global building; -1 stays -1. Throws RangeError when it stands elsewhere. */
export function localBuilding(building: number, place: NeighborhoodPlan): number {
  if (building === -1) return -1;
  const local = building - place.buildingBase;
  if (local < 0 || local >= place.buildings.count) {
    throw new RangeError(`building ${building} is not of neighborhood ${place.index}`);
  }
  return local;
}
