import { at } from "../assert.ts";
import { head, NO_STREET, type Planar, tail } from "./planar.ts";
import { carsMayUse, LANE, STREET } from "./street-class.ts";

/** Outgoing half-edges of each node that are streets and wanted. */
function outgoing(p: Planar, wanted: (edge: number) => boolean): number[][] {
  const out: number[][] = p.nodeX.map(() => []);
  for (let h = 0; h < p.origin.length; h++) {
    if (at(p.street, h >> 1) !== NO_STREET && wanted(h)) out[tail(p, h)]?.push(h);
  }
  return out;
}

/** Component numbers of nodes joined by edges that `joins` accepts; -1 for nodes without any. Also the largest one. */
export function components(
  out: readonly (readonly number[])[],
  toOf: (edge: number) => number,
  joins: (edge: number) => boolean,
): { component: Int32Array; largest: number } {
  const component = new Int32Array(out.length).fill(-1);
  let largest = -1;
  let largestSize = 0;
  for (let start = 0, count = 0; start < out.length; start++) {
    if (at(component, start) >= 0 || !(out[start] ?? []).some(joins)) continue;
    const queue = [start];
    component[start] = count;
    for (let i = 0; i < queue.length; i++) {
      for (const edge of out[at(queue, i)] ?? []) {
        const to = toOf(edge);
        if (!joins(edge) || at(component, to) >= 0) continue;
        component[to] = count;
        queue.push(to);
      }
    }
    if (queue.length > largestSize) {
      largestSize = queue.length;
      largest = count;
    }
    count++;
  }
  return { component, largest };
}

/**
 * Widens lanes into streets until cars reach one end of every lane and all car streets hang together:
 * from the largest car network the shortest ways are widened to what it does not reach.
 */
export function connectCars(p: Planar, wanted: (edge: number) => boolean): void {
  const out = outgoing(p, wanted);
  const isCar = (edge: number): boolean => carsMayUse(at(p.streetClass, edge >> 1));
  const { component, largest } = components(out, (edge) => head(p, edge), isCar);
  const served = new Uint8Array(out.length);
  const wayBack = new Int32Array(out.length).fill(-1);
  const seen = new Uint8Array(out.length);
  const queue: number[] = [];
  component.forEach((c, node) => {
    if (c !== largest || largest < 0) return;
    served[node] = 1;
    seen[node] = 1;
    queue.push(node);
  });
  for (let i = 0; i < queue.length; i++) {
    const node = at(queue, i);
    for (const edge of out[node] ?? []) {
      const to = head(p, edge);
      if (at(seen, to)) continue;
      seen[to] = 1;
      wayBack[to] = edge;
      queue.push(to);
    }
  }
  const serve = (start: number): void => {
    const reached = [start];
    served[start] = 1;
    for (let i = 0; i < reached.length; i++) {
      for (const edge of out[at(reached, i)] ?? []) {
        const to = head(p, edge);
        if (!isCar(edge) || at(served, to)) continue;
        served[to] = 1;
        reached.push(to);
      }
    }
  };
  const widen = (node: number): void => {
    for (let current = node; !at(served, current); ) {
      const edge = at(wayBack, current);
      if (edge < 0) return;
      if (!isCar(edge)) p.streetClass[edge >> 1] = STREET;
      serve(current);
      current = tail(p, edge);
    }
  };
  for (const node of queue) if (at(component, node) >= 0) widen(node);
  for (const node of queue) {
    for (const edge of out[node] ?? []) {
      const isLane = at(p.streetClass, edge >> 1) === LANE;
      if (isLane && !at(served, node) && !at(served, head(p, edge))) widen(node);
    }
  }
}

/** Nodes that cars reach: those of the largest network of car streets among the wanted edges. */
export function carNodes(p: Planar, wanted: (edge: number) => boolean): Uint8Array {
  const out = outgoing(p, wanted);
  const { component, largest } = components(
    out,
    (edge) => head(p, edge),
    (edge) => carsMayUse(at(p.streetClass, edge >> 1)),
  );
  return Uint8Array.from(component, (c) => (largest >= 0 && c === largest ? 1 : 0));
}
