import { at } from "../assert.ts";
import type { BuildingTable, StreetGraph } from "./types.ts";

/** How a building's door joins the street graph: the ends of its door edge and how far they are, in cm. */
export interface DoorAccess {
  readonly edge: number;
  readonly tail: number;
  readonly tailCm: number;
  readonly head: number;
  readonly headCm: number;
}

/** The two ways from a building's door into the street graph of the whole plan. */
export function doorAccess(graph: StreetGraph, buildings: BuildingTable, building: number): DoorAccess {
  const edge = at(buildings.doorEdge, building);
  const tailCm = at(buildings.doorOffsetCm, building);
  return {
    edge,
    tail: at(graph.edgeTo, at(graph.edgeReverse, edge)),
    tailCm,
    head: at(graph.edgeTo, edge),
    headCm: at(graph.edgeLengthCm, edge) - tailCm,
  };
}
