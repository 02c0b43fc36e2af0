import { assert } from "#city/assert.ts";
import type { Access } from "./doors.ts";
import { NodeHeap } from "./node-heap.ts";
import { growField, type Network } from "./route-field.ts";

/** Nodes whose distance to every other is known beforehand; each sharpens the guess a little and costs 4 bytes a node. */
const LANDMARKS = 8;

/**
 * Finds one way at a time, from the target backwards, led by distances to landmarks. The lead only keeps it from
 * looking where no shortest way can be: it settles every node of every shortest way, so that ties are decided as by the whole field.
 */
export class RouteSearch {
  readonly #network: Network;
  /** Distance from each node to each landmark, a node's together. */
  readonly #toLandmark: Int32Array;
  readonly #distance: Int32Array;
  /** Which search settled a node last: nothing has to be cleared between two. */
  readonly #settledBy: Uint32Array;
  readonly #heap: NodeHeap;
  #search = 0;

  constructor(network: Network) {
    const { graph } = network;
    const count = graph.nodeXCm.length;
    this.#network = network;
    this.#toLandmark = landmarkDistances(network);
    this.#distance = new Int32Array(count);
    this.#settledBy = new Uint32Array(count);
    this.#heap = new NodeHeap(graph.edgeTo.length + 4);
  }

  /** The way from one of `starts` to one of `ends`, whichever is shortest (ties: the first start), or null when there is none. */
  find(
    starts: readonly Access[],
    ends: readonly Access[],
  ): { readonly nodes: number[]; readonly lengthCm: number } | null {
    const best = this.#settle(starts, ends);
    if (best < 0) return null;
    const start = starts.find(
      ({ node, lengthCm }) => this.#isSettled(node) && (this.#distance[node] ?? 0) + lengthCm === best,
    );
    assert(start !== undefined, "the best way has a start");
    return { nodes: this.#walk(start.node, ends), lengthCm: best };
  }

  /** Settles what lies on shortest ways; returns their length, -1 when there is no way. */
  #settle(starts: readonly Access[], ends: readonly Access[]): number {
    const heap = this.#heap;
    this.#search++;
    heap.clear();
    for (const end of ends) heap.push(end.lengthCm + this.#guess(end.node, starts), end.node);
    let best = -1;
    for (let node = heap.pop(); node >= 0 && (best < 0 || heap.distance <= best); node = heap.pop()) {
      if (this.#isSettled(node)) continue;
      this.#settledBy[node] = this.#search;
      const here = heap.distance - this.#guess(node, starts);
      this.#distance[node] = here;
      best = lesser(best, this.#completed(node, here, starts));
      this.#pushNeighbors(node, here, starts);
    }
    return best;
  }

  /** Length of the way that begins at this node, -1 when none does. */
  #completed(node: number, here: number, starts: readonly Access[]): number {
    let best = -1;
    for (const start of starts) if (start.node === node) best = lesser(best, here + start.lengthCm);
    return best;
  }

  #pushNeighbors(node: number, here: number, starts: readonly Access[]): void {
    const { graph, weights } = this.#network;
    const { edgeStart, edgeTo, edgeReverse } = graph;
    const stop = edgeStart[node + 1] ?? 0;
    for (let slot = edgeStart[node] ?? 0; slot < stop; slot++) {
      const other = edgeTo[slot] ?? 0;
      if (this.#isSettled(other)) continue;
      const over = here + (weights[edgeReverse[slot] ?? 0] ?? 0);
      this.#heap.push(over + this.#guess(other, starts), other);
    }
  }

  #walk(from: number, ends: readonly Access[]): number[] {
    const { graph, weights } = this.#network;
    const { edgeStart, edgeTo } = graph;
    const nodes = [from];
    for (let node = from; !this.#endsAt(node, ends); ) {
      const here = this.#distance[node] ?? 0;
      const stop = edgeStart[node + 1] ?? 0;
      let slot = edgeStart[node] ?? 0;
      while (slot < stop && !this.#leadsOn(edgeTo[slot] ?? 0, here - (weights[slot] ?? 0))) slot++;
      assert(slot < stop, "a settled node has a way on");
      node = edgeTo[slot] ?? 0;
      nodes.push(node);
    }
    return nodes;
  }

  #leadsOn(node: number, distance: number): boolean {
    return this.#isSettled(node) && this.#distance[node] === distance;
  }

  #endsAt(node: number, ends: readonly Access[]): boolean {
    return ends.some((end) => end.node === node && end.lengthCm === this.#distance[node]);
  }

  #isSettled(node: number): boolean {
    return this.#settledBy[node] === this.#search;
  }

  /** At most the length of the way from the nearest start to a node: by the triangle inequality over each landmark. */
  #guess(node: number, starts: readonly Access[]): number {
    const table = this.#toLandmark;
    const row = node * LANDMARKS;
    let least = -1;
    for (const start of starts) {
      const startRow = start.node * LANDMARKS;
      let most = 0;
      for (let i = 0; i < LANDMARKS; i++) {
        const apart = (table[startRow + i] ?? 0) - (table[row + i] ?? 0);
        if (apart > most) most = apart;
        // Streets weigh the same both ways (checked below), so the other difference bounds it too.
        else if (-apart > most) most = -apart;
      }
      const guess = most + start.lengthCm;
      if (least < 0 || guess < least) least = guess;
    }
    return least;
  }
}

/** The lesser of two lengths, where -1 is none. */
function lesser(a: number, b: number): number {
  return a < 0 ? b : b < 0 ? a : Math.min(a, b);
}

/** Landmarks far from each other, each the node farthest from those before; unreachable nodes count as distance 0. */
function landmarkDistances(network: Network): Int32Array {
  const { graph, weights } = network;
  for (const [slot, weight] of weights.entries()) {
    assert(weights[graph.edgeReverse[slot] ?? 0] === weight, "a street weighs the same both ways");
  }
  const count = graph.nodeXCm.length;
  const table = new Int32Array(count * LANDMARKS);
  const nearest = new Int32Array(count).fill(2_147_483_647);
  let landmark = 0;
  for (let i = 0; i < LANDMARKS; i++) {
    const { distance } = growField(network, [{ node: landmark, lengthCm: 0 }]);
    let farthest = 0;
    for (let node = 0; node < count; node++) {
      const here = Math.max(0, distance[node] ?? 0);
      table[node * LANDMARKS + i] = here;
      nearest[node] = Math.min(nearest[node] ?? 0, here);
      if ((nearest[node] ?? 0) > (nearest[farthest] ?? 0)) farthest = node;
    }
    landmark = farthest;
  }
  return table;
}
