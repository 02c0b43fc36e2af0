import { assert, at } from "../assert.ts";
import { distance } from "../geometry/integer.ts";
import { emptyBuildings, emptyParcels } from "./expand.ts";
import {
  type BuildingTable,
  type CityPlan,
  type NeighborhoodPlan,
  NO_BUILDING,
  type ParcelTable,
  type PlanIndex,
  type StreetGraph,
} from "./types.ts";

/** Lists the plan's index fields alone. */
export function indexOf(plan: PlanIndex): PlanIndex {
  const { version, seed, cityName, widthCm, depthCm, districts, neighborhoods, streets } = plan;
  const { townHallBuilding, homesPerMille, jobsPerMille } = plan;
  return {
    version,
    seed,
    cityName,
    widthCm,
    depthCm,
    districts,
    neighborhoods,
    streets,
    townHallBuilding,
    homesPerMille,
    jobsPerMille,
  };
}

function joinGraph(index: PlanIndex, parts: readonly NeighborhoodPlan[]): StreetGraph {
  const nodes = parts.reduce((sum, part) => sum + part.nodeCount, 0);
  const edges = parts.reduce((sum, part) => sum + part.edgeTo.length, 0);
  const graph: StreetGraph = {
    nodeXCm: new Int32Array(nodes),
    nodeZCm: new Int32Array(nodes),
    nodeNeighborhood: new Uint16Array(nodes),
    edgeStart: new Uint32Array(nodes + 1),
    edgeTo: new Uint32Array(edges),
    edgeReverse: new Uint32Array(edges),
    edgeLengthCm: new Uint32Array(edges),
    edgeStreet: new Uint16Array(edges),
    edgeClass: new Uint8Array(edges),
  };
  parts.forEach((part, i) => {
    const nodeBase = index.neighborhoods[i]?.nodeBase ?? 0;
    const edgeBase = index.neighborhoods[i]?.edgeBase ?? 0;
    graph.nodeXCm.set(part.nodeXCm.subarray(0, part.nodeCount), nodeBase);
    graph.nodeZCm.set(part.nodeZCm.subarray(0, part.nodeCount), nodeBase);
    graph.nodeNeighborhood.fill(i, nodeBase, nodeBase + part.nodeCount);
    for (let n = 0; n < part.nodeCount; n++)
      graph.edgeStart[nodeBase + n + 1] = edgeBase + at(part.edgeStart, n + 1);
    part.edgeTo.forEach((to, e) => {
      graph.edgeTo[edgeBase + e] = at(part.nodeGlobal, to);
    });
    graph.edgeStreet.set(part.edgeStreet, edgeBase);
    graph.edgeClass.set(part.edgeClass, edgeBase);
  });
  finishGraph(graph);
  return graph;
}

/** Fills in lengths and reverse edges; throws RangeError when an edge has no opposite. */
function finishGraph(graph: StreetGraph): void {
  const nodes = graph.nodeXCm.length;
  for (let n = 0; n < nodes; n++) {
    for (let e = at(graph.edgeStart, n); e < at(graph.edgeStart, n + 1); e++) {
      const to = at(graph.edgeTo, e);
      graph.edgeLengthCm[e] = distance(
        at(graph.nodeXCm, n),
        at(graph.nodeZCm, n),
        at(graph.nodeXCm, to),
        at(graph.nodeZCm, to),
      );
      let back = at(graph.edgeStart, to);
      while (back < at(graph.edgeStart, to + 1) && at(graph.edgeTo, back) !== n) back++;
      if (back === at(graph.edgeStart, to + 1)) throw new RangeError(`edge ${e} has no opposite`);
      graph.edgeReverse[e] = back;
    }
  }
}

/** Joins all neighborhoods to the whole plan. Throws RangeError when they do not fit together. */
export function joinPlan(index: PlanIndex, parts: readonly NeighborhoodPlan[]): CityPlan {
  if (parts.length !== index.neighborhoods.length) throw new RangeError("a neighborhood is missing");
  const buildings = emptyBuildings(parts.reduce((sum, part) => sum + part.buildings.count, 0));
  const parcels = emptyParcels(parts.reduce((sum, part) => sum + part.parcels.count, 0));
  parts.forEach((part, i) => {
    const bases = index.neighborhoods[i];
    assert(bases !== undefined, "as many bases as neighborhoods");
    copyColumns(part.buildings, buildings, bases.buildingBase);
    copyColumns(part.parcels, parcels, bases.parcelBase);
    for (let b = bases.buildingBase; b < bases.buildingBase + part.buildings.count; b++) {
      buildings.parcel[b] = at(buildings.parcel, b) + bases.parcelBase;
      buildings.doorEdge[b] = at(buildings.doorEdge, b) + bases.edgeBase;
    }
    for (let q = bases.parcelBase; q < bases.parcelBase + part.parcels.count; q++) {
      parcels.edge[q] = at(parcels.edge, q) + bases.edgeBase;
      if (at(parcels.building, q) !== NO_BUILDING)
        parcels.building[q] = at(parcels.building, q) + bases.buildingBase;
    }
  });
  const areas = parts.flatMap((part) => part.areas);
  return { ...indexOf(index), graph: joinGraph(index, parts), buildings, parcels, areas };
}

/** Copies every column of a table into a larger one of the same kind. */
function copyColumns(from: BuildingTable | ParcelTable, to: BuildingTable | ParcelTable, base: number): void {
  const columns = new Map<string, unknown>(Object.entries(to));
  for (const [name, column] of Object.entries(from) as [string, unknown][]) {
    const target = columns.get(name);
    if (target instanceof Uint32Array && column instanceof Uint32Array) target.set(column, base);
    else if (target instanceof Int32Array && column instanceof Int32Array) target.set(column, base);
    else if (target instanceof Uint16Array && column instanceof Uint16Array) target.set(column, base);
    else if (target instanceof Int16Array && column instanceof Int16Array) target.set(column, base);
    else if (target instanceof Uint8Array && column instanceof Uint8Array) target.set(column, base);
  }
}
