import { assert } from "#city/assert.ts";
import type { StreetGraph } from "#city/plan/types.ts";
import type { Access } from "./doors.ts";
import { NodeHeap } from "./node-heap.ts";

/** What `hop` holds where the way ends at this node, and where none is known. */
const ENDS_HERE = 254;
const NO_HOP = 255;
const UNREACHED = -1;

/** A street network for one mode: edge weights in weighted cm, at least 1. */
export interface Network {
  readonly graph: StreetGraph;
  readonly weights: Int32Array;
}

/** Distance of every node to one target, and the first street of its way there. */
export interface DistanceField {
  /** Weighted cm, -1 where no way leads to the target. */
  readonly distance: Int32Array;
  /** Which of a node's edge slots leads on: the lowest of those on a shortest way; ending here comes before going on. */
  readonly hop: Uint8Array;
}

/**
 * The whole field of a target with one or more ends. Arrays are read with `?? 0`: indices come from the graph itself,
 * and in this loop a checked read shows.
 */
export function growField(network: Network, ends: readonly Access[]): DistanceField {
  const { graph, weights } = network;
  const { edgeStart, edgeTo, edgeReverse } = graph;
  const count = graph.nodeXCm.length;
  const distance = new Int32Array(count).fill(UNREACHED);
  const hop = new Uint8Array(count).fill(NO_HOP);
  const heap = new NodeHeap(edgeTo.length + ends.length);
  for (const end of ends) heap.push(end.lengthCm, end.node);
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    if ((distance[node] ?? 0) !== UNREACHED) continue;
    const here = heap.distance;
    distance[node] = here;
    hop[node] = hopFrom(network, distance, ends, node);
    const stop = edgeStart[node + 1] ?? 0;
    for (let slot = edgeStart[node] ?? 0; slot < stop; slot++) {
      const other = edgeTo[slot] ?? 0;
      if (distance[other] === UNREACHED) heap.push(here + (weights[edgeReverse[slot] ?? 0] ?? 0), other);
    }
  }
  return { distance, hop };
}

/** Ends here if it can, else the lowest slot on a shortest way: all nodes nearer to the target are known by now. */
function hopFrom(network: Network, distance: Int32Array, ends: readonly Access[], node: number): number {
  const { graph, weights } = network;
  const here = distance[node] ?? 0;
  for (const end of ends) if (end.node === node && end.lengthCm === here) return ENDS_HERE;
  const start = graph.edgeStart[node] ?? 0;
  const stop = graph.edgeStart[node + 1] ?? 0;
  for (let slot = start; slot < stop; slot++) {
    const known = distance[graph.edgeTo[slot] ?? 0] ?? UNREACHED;
    if (known !== UNREACHED && known + (weights[slot] ?? 0) === here) return slot - start;
  }
  return NO_HOP;
}

/** Street nodes from `from` to the field's target. Only for nodes that have a way there. */
export function followField(graph: StreetGraph, field: DistanceField, from: number): number[] {
  const nodes = [from];
  let node = from;
  for (let hop = field.hop[node] ?? NO_HOP; hop !== ENDS_HERE; hop = field.hop[node] ?? NO_HOP) {
    assert(hop !== NO_HOP && nodes.length <= field.hop.length, "a field leads to its target");
    node = graph.edgeTo[(graph.edgeStart[node] ?? 0) + hop] ?? 0;
    nodes.push(node);
  }
  return nodes;
}
