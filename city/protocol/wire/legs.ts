import { at } from "../../assert.ts";
import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { LegEvent } from "../wire-types.ts";

/**
 * Vertices of a leg with local numbers, as x, z, x, z … in cm: the door it leaves, its nodes, the door it reaches.
 * A body moves along them at one pace from startMs to endMs; worker and browser both place it by this line.
 */
export function legPath(
  leg: Pick<LegEvent, "fromBuilding" | "nodes" | "toBuilding">,
  place: NeighborhoodPlan,
): Int32Array {
  const doors = (leg.fromBuilding === -1 ? 0 : 1) + (leg.toBuilding === -1 ? 0 : 1);
  const path = new Int32Array((leg.nodes.length + doors) * 2);
  let end = 0;
  const put = (x: number, z: number) => {
    path[end++] = x;
    path[end++] = z;
  };
  const { doorXCm, doorZCm } = place.buildings;
  if (leg.fromBuilding !== -1) put(at(doorXCm, leg.fromBuilding), at(doorZCm, leg.fromBuilding));
  for (const node of leg.nodes) put(at(place.nodeXCm, node), at(place.nodeZCm, node));
  if (leg.toBuilding !== -1) put(at(doorXCm, leg.toBuilding), at(doorZCm, leg.toBuilding));
  return path;
}
