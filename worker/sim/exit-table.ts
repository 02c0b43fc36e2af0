import type { StreetGraph } from "#city/plan/types.ts";

/** Where each exit of each street node leads, in rows of equal length: a step along a route is one look. */
export interface ExitTable {
  /** Nodes there are. */
  readonly nodes: number;
  /** A node's row begins at its number shifted by this, and holds as many exits. */
  readonly shift: number;
  /** Node at the other end; -1 where no exit is. */
  readonly heads: Int32Array;
}

/** The exits of a graph, in the order of its edges. */
export function exitTable({ edgeStart, edgeTo, nodeXCm }: StreetGraph): ExitTable {
  const nodes = nodeXCm.length;
  // Four at least: readers look at the first three unchecked.
  let most = 4;
  for (let node = 0; node < nodes; node++)
    most = Math.max(most, (edgeStart[node + 1] ?? 0) - (edgeStart[node] ?? 0));
  const shift = 32 - Math.clz32(most - 1);
  const heads = new Int32Array(nodes << shift).fill(-1);
  for (let node = 0; node < nodes; node++) {
    const start = edgeStart[node] ?? 0;
    heads.set(edgeTo.subarray(start, edgeStart[node + 1]), node << shift);
  }
  return { nodes, shift, heads };
}
