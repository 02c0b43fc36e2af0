import { assert } from "#city/assert.ts";
import type { Access } from "./doors.ts";
import { NodeHeap } from "./node-heap.ts";
import { growField, type Network } from "./route-field.ts";

/** Nodes whose distance to every other is known beforehand; each sharpens the guess a little and costs 4 bytes a node. */
const LANDMARKS = 32;
/** A search looks at those few of them that say most about its own start and end. */
const ACTIVE = 6;
/** Less than any gap. */
const CHOSEN = -1;

/**
 * Finds one way at a time, from the target backwards, led by distances to landmarks. The lead only keeps it from
 * looking where no shortest way can be: it settles every node of every shortest way, so that ties are decided as by the whole field.
 */
export class RouteSearch {
  readonly #network: Network;
  /** Distance from each node to each landmark, a node's together. */
  readonly #toLandmark: Int32Array;
  readonly #distance: Int32Array;
  /** Which search reached and settled a node last: nothing has to be cleared between two. */
  readonly #reachedBy: Uint32Array;
  readonly #settledBy: Uint32Array;
  /** Of nodes reached: the guess of the way from the nearest start, and the least distance so far (settled: the distance). */
  readonly #guessed: Int32Array;
  readonly #heap: NodeHeap;
  readonly #active = new Int32Array(ACTIVE);
  readonly #gaps = new Int32Array(LANDMARKS);
  #search = 0;

  constructor(network: Network) {
    const { graph } = network;
    const count = graph.nodeXCm.length;
    this.#network = network;
    this.#toLandmark = landmarkDistances(network);
    this.#distance = new Int32Array(count);
    this.#reachedBy = new Uint32Array(count);
    this.#settledBy = new Uint32Array(count);
    this.#guessed = new Int32Array(count);
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
    this.#chooseActive(starts[0]?.node ?? 0, ends[0]?.node ?? 0);
    for (const end of ends) this.#reach(end.node, end.lengthCm, starts);
    let best = -1;
    for (let node = heap.pop(); node >= 0 && (best < 0 || heap.distance <= best); node = heap.pop()) {
      if (this.#isSettled(node)) continue;
      this.#settledBy[node] = this.#search;
      const here = this.#distance[node] ?? 0;
      best = lesser(best, this.#completed(node, here, starts));
      this.#reachNeighbors(node, here, starts);
    }
    return best;
  }

  /** Length of the way that begins at this node, -1 when none does. */
  #completed(node: number, here: number, starts: readonly Access[]): number {
    let best = -1;
    for (const start of starts) if (start.node === node) best = lesser(best, here + start.lengthCm);
    return best;
  }

  #reachNeighbors(node: number, here: number, starts: readonly Access[]): void {
    const { graph, weights } = this.#network;
    const { edgeStart, edgeTo } = graph;
    const stop = edgeStart[node + 1] ?? 0;
    for (let slot = edgeStart[node] ?? 0; slot < stop; slot++) {
      // A street weighs the same both ways (checked below).
      this.#reach(edgeTo[slot] ?? 0, here + (weights[slot] ?? 0), starts);
    }
  }

  /** Notes a way on from a node, unless one as short is known. */
  #reach(node: number, over: number, starts: readonly Access[]): void {
    if (this.#reachedBy[node] !== this.#search) {
      this.#reachedBy[node] = this.#search;
      this.#guessed[node] = this.#guess(node, starts);
    } else if ((this.#distance[node] ?? 0) <= over) return;
    this.#distance[node] = over;
    this.#heap.push(over + (this.#guessed[node] ?? 0), node);
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

  /** The landmarks whose distances to two nodes differ most; any choice finds the same way. */
  #chooseActive(start: number, end: number): void {
    const gaps = this.#gaps;
    for (let i = 0; i < LANDMARKS; i++) gaps[i] = Math.abs(this.#landmarkGap(start, end, i));
    // Picked one by one: sorting all of them takes as long as settling thirty nodes.
    for (let n = 0; n < ACTIVE; n++) {
      let widest = 0;
      for (let i = 1; i < LANDMARKS; i++) if ((gaps[i] ?? 0) > (gaps[widest] ?? 0)) widest = i;
      this.#active[n] = widest;
      gaps[widest] = CHOSEN;
    }
  }

  #landmarkGap(a: number, b: number, landmark: number): number {
    const table = this.#toLandmark;
    return (table[a * LANDMARKS + landmark] ?? 0) - (table[b * LANDMARKS + landmark] ?? 0);
  }

  /** At most the length of the way from the nearest start to a node: by the triangle inequality over each landmark. */
  #guess(node: number, starts: readonly Access[]): number {
    const active = this.#active;
    const table = this.#toLandmark;
    const there = node * LANDMARKS;
    let least = -1;
    for (const start of starts) {
      const here = start.node * LANDMARKS;
      let most = 0;
      for (let i = 0; i < ACTIVE; i++) {
        const landmark = active[i] ?? 0;
        // Streets weigh the same both ways (checked below), so the difference bounds it either way.
        const apart = Math.abs((table[here + landmark] ?? 0) - (table[there + landmark] ?? 0));
        if (apart > most) most = apart;
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
