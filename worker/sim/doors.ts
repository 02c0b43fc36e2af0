import { assertExists, at } from "#city/assert.ts";
import { doorAccess as accessOf } from "#city/plan/access.ts";
import type { CityPlan } from "#city/plan/types.ts";

/** A street node one can begin or end a trip at, and how far it is on foot. */
export interface Access {
  readonly node: number;
  readonly lengthCm: number;
}

/** Both ends of the street a building's door is on: the tail of its door edge first, so that ties go to it. */
export function doorAccess(plan: CityPlan, building: number): readonly [Access, Access] {
  const access = accessOf(plan.graph, plan.buildings, building);
  return [
    { node: access.tail, lengthCm: access.tailCm },
    { node: access.head, lengthCm: access.headCm },
  ];
}

/** From a door to one end of its street, cm. */
export function doorToNodeCm(plan: CityPlan, building: number, node: number): number {
  const [tail, head] = doorAccess(plan, building);
  return node === tail.node ? tail.lengthCm : head.lengthCm;
}

/** Along the street between two doors of one edge, cm. */
export function doorToDoorCm(plan: CityPlan, a: number, b: number): number {
  const { doorOffsetCm } = plan.buildings;
  return Math.abs(at(doorOffsetCm, a) - at(doorOffsetCm, b));
}

/** Length of the street from one node to the next of a route, cm: the shortest where several join the same two. */
export function stepCm(plan: CityPlan, from: number, to: number): number {
  const { edgeStart, edgeTo, edgeLengthCm } = plan.graph;
  let best: number | null = null;
  for (let slot = at(edgeStart, from); slot < at(edgeStart, from + 1); slot++) {
    if (edgeTo[slot] !== to) continue;
    const length = at(edgeLengthCm, slot);
    if (best === null || length < best) best = length;
  }
  return assertExists(best, "a route goes along streets");
}

/** Whether each node of a route is joined to the next by a street. */
export function stepsJoin(plan: CityPlan, route: readonly number[]): boolean {
  const { edgeStart, edgeTo, nodeXCm } = plan.graph;
  for (const [i, node] of route.entries()) {
    if (node >= nodeXCm.length) return false;
    const next = route[i + 1];
    const stop = edgeStart[node + 1] ?? 0;
    let edge = edgeStart[node] ?? 0;
    while (edge < stop && edgeTo[edge] !== next) edge++;
    if (next !== undefined && edge === stop) return false;
  }
  return true;
}
