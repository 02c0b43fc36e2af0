import { at } from "../assert.ts";
import { buildingsByEdge } from "./expand.ts";
import { edgeRuns } from "./runs.ts";
import type { BuildingTable, StreetGraph } from "./types.ts";

/** House numbers of a street run on by at least two per this length. */
const PAIR_CM = 1_600;

interface Counters {
  even: number;
  odd: number;
}

/** Neighborhood of the tail of each edge. */
function edgeNeighborhoods(graph: StreetGraph): Uint16Array {
  const owner = new Uint16Array(graph.edgeTo.length);
  for (let node = 0; node < graph.nodeXCm.length; node++) {
    owner.fill(at(graph.nodeNeighborhood, node), at(graph.edgeStart, node), at(graph.edgeStart, node + 1));
  }
  return owner;
}

/** Turns a closed run so that it starts where a neighborhood begins. */
function openedRun(run: readonly number[], owner: ArrayLike<number>): readonly number[] {
  const last = run[run.length - 1];
  const cut = run.findIndex((edge, i) => at(owner, edge) !== at(owner, run[i - 1] ?? last ?? edge));
  return cut <= 0 ? run : [...run.slice(cut), ...run.slice(0, cut)];
}

/** Does the run lead away from the middle of the city? Its opposite then does not. */
function leadsAway(graph: StreetGraph, run: readonly number[], centreX: number, centreZ: number): boolean {
  const first = run[0] ?? 0;
  const last = run[run.length - 1] ?? 0;
  const from = at(graph.edgeTo, at(graph.edgeReverse, first));
  const to = at(graph.edgeTo, last);
  const far = (node: number): number => {
    const dx = at(graph.nodeXCm, node) - centreX;
    const dz = at(graph.nodeZCm, node) - centreZ;
    return dx * dx + dz * dz;
  };
  return far(from) < far(to) || (far(from) === far(to) && first < at(graph.edgeReverse, last));
}

interface Houses {
  readonly graph: StreetGraph;
  readonly buildings: BuildingTable;
  /** Buildings by edge, along it. */
  readonly rows: readonly (readonly number[])[];
  /** Neighborhood by edge. */
  readonly owner: Uint16Array;
}

/** Numbers one side of a street from `start` on, against the run when `backwards`; returns the next free number. */
function numberRun(h: Houses, run: readonly number[], backwards: boolean, start: number): number {
  let next = start;
  let walkedCm = 0;
  let before = -1;
  for (const edge of backwards ? [...run].reverse() : run) {
    const owner = at(h.owner, edge);
    if (owner !== before) next = Math.max(next, start + 2 * Math.floor(walkedCm / PAIR_CM));
    before = owner;
    walkedCm += at(h.graph.edgeLengthCm, edge);
    const row = h.rows[edge] ?? [];
    for (const building of backwards ? [...row].reverse() : row) {
      h.buildings.houseNumber[building] = next;
      next += 2;
    }
  }
  return next;
}

/**
 * Numbers the houses: even on the right of someone who walks away from the middle of the city, odd on the left,
 * rising on that way. Where a street enters a neighborhood the count may skip ahead, never inside of one.
 */
export function numberHouses(
  graph: StreetGraph,
  buildings: BuildingTable,
  centreX: number,
  centreZ: number,
): void {
  const rows = buildingsByEdge(buildings.doorEdge, graph.edgeTo.length);
  const houses: Houses = { graph, buildings, rows, owner: edgeNeighborhoods(graph) };
  const counters: Counters[] = [];
  for (const closed of edgeRuns({ ...graph, nodeCount: graph.nodeXCm.length })) {
    const run = openedRun(closed, houses.owner);
    const street = at(graph.edgeStreet, run[0] ?? 0);
    counters[street] ??= { even: 2, odd: 1 };
    const counter = counters[street];
    if (leadsAway(graph, run, centreX, centreZ)) counter.even = numberRun(houses, run, false, counter.even);
    else counter.odd = numberRun(houses, run, true, counter.odd);
  }
}
