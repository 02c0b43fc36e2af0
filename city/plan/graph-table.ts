import { at } from "../assert.ts";
import type { Drawing } from "./draw.ts";
import type { Partition } from "./partition.ts";
import { head, tail } from "./planar.ts";
import { cellOf, type Selection } from "./select.ts";

/** The street graph in its final numbers, and how the drawing maps to it. */
export interface GraphTable {
  readonly nodeX: readonly number[];
  readonly nodeZ: readonly number[];
  readonly nodeNeighborhood: readonly number[];
  /** First node of each neighborhood, and one past the last. */
  readonly nodeBase: readonly number[];
  readonly edgeStart: readonly number[];
  readonly edgeTo: readonly number[];
  /** Half-edge of the drawing by edge. */
  readonly halfEdge: readonly number[];
  /** Edge by half-edge, or -1. */
  readonly edgeOf: Int32Array;
  /** Drawing's node to final node, or -1. */
  readonly nodeOf: Int32Array;
}

/** 0 for directions from north over east to just before south, 1 for the others. */
function halfTurn(dx: number, dz: number): number {
  return dx > 0 || (dx === 0 && dz < 0) ? 0 : 1;
}

/** Clockwise order of two directions from north. */
export function compareDirections(ax: number, az: number, bx: number, bz: number): number {
  const half = halfTurn(ax, az) - halfTurn(bx, bz);
  if (half !== 0) return half;
  const turn = ax * bz - az * bx;
  return turn > 0 ? -1 : turn < 0 ? 1 : 0;
}

/** Numbers nodes by neighborhood and place, and the edges of each node clockwise from north. */
export function tabulateGraph(d: Drawing, selection: Selection, partition: Partition): GraphTable {
  const p = d.draft.planar;
  const used = new Uint8Array(p.nodeX.length);
  for (let h = 0; h < selection.edges.length; h++) if (at(selection.edges, h)) used[tail(p, h)] = 1;
  const homeOf = (node: number): number =>
    at(partition.neighborhoodOfCell, cellOf(partition.grid, at(p.nodeX, node), at(p.nodeZ, node)));
  const order = [...used.keys()].filter((node) => at(used, node) === 1);
  order.sort(
    (a, b) =>
      homeOf(a) - homeOf(b) || at(p.nodeZ, a) - at(p.nodeZ, b) || at(p.nodeX, a) - at(p.nodeX, b) || a - b,
  );
  const nodeOf = new Int32Array(p.nodeX.length).fill(-1);
  order.forEach((node, index) => {
    nodeOf[node] = index;
  });
  const nodeNeighborhood = order.map(homeOf);
  const nodeBase: number[] = [];
  for (let i = 0; i <= order.length; i++) {
    const last = i === order.length ? partition.cells.length : at(nodeNeighborhood, i);
    while (nodeBase.length <= last) nodeBase.push(i);
  }
  const out: number[][] = order.map(() => []);
  for (let h = 0; h < selection.edges.length; h++)
    if (at(selection.edges, h)) out[at(nodeOf, tail(p, h))]?.push(h);
  const edgeOf = new Int32Array(p.origin.length).fill(-1);
  const halfEdge: number[] = [];
  const edgeStart = [0];
  out.forEach((edges) => {
    edges.sort((a, b) => {
      const t = tail(p, a);
      const dx = (h: number): number => at(p.nodeX, head(p, h)) - at(p.nodeX, t);
      const dz = (h: number): number => at(p.nodeZ, head(p, h)) - at(p.nodeZ, t);
      return compareDirections(dx(a), dz(a), dx(b), dz(b)) || a - b;
    });
    for (const h of edges) {
      edgeOf[h] = halfEdge.length;
      halfEdge.push(h);
    }
    edgeStart.push(halfEdge.length);
  });
  return {
    nodeX: order.map((node) => at(p.nodeX, node)),
    nodeZ: order.map((node) => at(p.nodeZ, node)),
    nodeNeighborhood,
    nodeBase,
    edgeStart,
    edgeTo: halfEdge.map((h) => at(nodeOf, head(p, h))),
    halfEdge,
    edgeOf,
    nodeOf,
  };
}
