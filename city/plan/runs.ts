import { at } from "../assert.ts";

/** The streets of a piece of the graph. Nodes from `nodeCount` on are ghosts. */
export interface RunGraph {
  readonly nodeCount: number;
  readonly edgeStart: ArrayLike<number>;
  readonly edgeTo: ArrayLike<number>;
  readonly edgeStreet: ArrayLike<number>;
}

/** The edge that carries a street on from an edge `from` -> `node`: there must be just one other edge of the street. */
function onward(g: RunGraph, from: number, node: number, street: number): number {
  if (node >= g.nodeCount) return -1;
  let found = -1;
  let back = false;
  for (let e = at(g.edgeStart, node); e < at(g.edgeStart, node + 1); e++) {
    if (at(g.edgeStreet, e) !== street) continue;
    if (at(g.edgeTo, e) === from) back = true;
    else if (found >= 0) return -1;
    else found = e;
  }
  return back ? found : -1;
}

/** Next edge of the same run after each edge, or -1. A run follows one side of a street without a break. */
function successors(g: RunGraph): Int32Array {
  const next = new Int32Array(g.edgeTo.length).fill(-1);
  for (let node = 0; node < g.nodeCount; node++) {
    for (let e = at(g.edgeStart, node); e < at(g.edgeStart, node + 1); e++) {
      next[e] = onward(g, node, at(g.edgeTo, e), at(g.edgeStreet, e));
    }
  }
  return next;
}

/** All edges as runs, each in walking order; runs in order of their first edge, closed ones last. */
export function edgeRuns(g: RunGraph): number[][] {
  const next = successors(g);
  const entered = new Uint8Array(next.length);
  for (const e of next) if (e >= 0) entered[e] = 1;
  const seen = new Uint8Array(next.length);
  const runs: number[][] = [];
  const walk = (start: number): void => {
    const run: number[] = [];
    for (let e = start; e >= 0 && !at(seen, e); e = at(next, e)) {
      seen[e] = 1;
      run.push(e);
    }
    runs.push(run);
  };
  for (let e = 0; e < next.length; e++) if (!at(entered, e)) walk(e);
  for (let e = 0; e < next.length; e++) if (!at(seen, e)) walk(e);
  return runs;
}
