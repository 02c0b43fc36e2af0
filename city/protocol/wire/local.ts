import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { WireEvent } from "../wire-types.ts";
import type { BitReader, BitWriter } from "./bits.ts";

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

/** Refuses a node number outside the neighborhood and its ghosts. */
export function knownNode(node: number, place: NeighborhoodPlan): number {
  if (node >= place.nodeXCm.length) throw new RangeError(`no node ${node} in neighborhood ${place.index}`);
  return node;
}

/** Refuses the number of a building that the neighborhood does not have. */
export function knownBuilding(building: number, place: NeighborhoodPlan): number {
  if (building >= place.buildings.count)
    throw new RangeError(`no building ${building} in neighborhood ${place.index}`);
  return building;
}

/** Writes a local number that may be -1: whether it is there, and then itself. */
export function writeIndex(bits: BitWriter, index: number, width: number): void {
  bits.put(index < 0 ? 0 : 1, 1);
  if (index >= 0) bits.put(index, width);
}

/** Reads a node that writeIndex wrote. */
export function readNode(bits: BitReader, place: NeighborhoodPlan, width: number): number {
  return bits.take(1) === 1 ? knownNode(bits.take(width), place) : -1;
}

/** Reads a building that writeIndex wrote. */
export function readBuilding(bits: BitReader, place: NeighborhoodPlan, width: number): number {
  return bits.take(1) === 1 ? knownBuilding(bits.take(width), place) : -1;
}
