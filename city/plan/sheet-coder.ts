import { at } from "../assert.ts";
import { LIMITS } from "../limits.ts";
import { numberRuns } from "./expand.ts";
import { compareDirections } from "./graph-table.ts";
import type { Coder } from "./range-coder.ts";
import type { Sheet } from "./sheet.ts";
import { codeAreas } from "./sheet-coder-areas.ts";
import { codeLots } from "./sheet-coder-lots.ts";
import { codeStreets } from "./sheet-coder-streets.ts";
import { NEIGHBORHOOD_CELL_CM, type PlanIndex, type PlanNeighborhood } from "./types.ts";

/** Nodes lie on this grid. */
const GRID_CM = 50;
const CELL_STEPS_BITS = 10;
const C = {
  rowStep: 0,
  ghosts: 1,
  beside: 2,
  ghostIndex: 3,
  ghostLinks: 4,
  linkRank: 5,
  ghostX: 6,
  ghostZ: 7,
  degree: 8,
  rank: 9,
  houseNumber: 16,
};

export interface Positions {
  readonly x: number[];
  readonly z: number[];
}

function codeOwnNodes(c: Coder, n: PlanNeighborhood, sheet: Sheet | null): Positions {
  const x: number[] = [];
  const z: number[] = [];
  let row = 0;
  for (let i = 0; i < n.nodeCount; i++) {
    const toRow = sheet ? (at(sheet.nodeZ, i) - n.originZCm) / GRID_CM : 0;
    row += c.number(C.rowStep, toRow - row);
    const column = c.raw(CELL_STEPS_BITS, sheet ? (at(sheet.nodeX, i) - n.originXCm) / GRID_CM : 0);
    x.push(n.originXCm + column * GRID_CM);
    z.push(n.originZCm + row * GRID_CM);
  }
  return { x, z };
}

/** The up to nine neighborhoods in and around a cell, by index. */
function around(index: PlanIndex, n: PlanNeighborhood): PlanNeighborhood[] {
  return index.neighborhoods.filter(
    (m) =>
      Math.abs(m.originXCm - n.originXCm) <= NEIGHBORHOOD_CELL_CM &&
      Math.abs(m.originZCm - n.originZCm) <= NEIGHBORHOOD_CELL_CM,
  );
}

/** Own nodes from the nearest to a place on. */
function byDistance(p: Positions, from: number, candidates: readonly number[]): number[] {
  const far = (node: number): number => {
    const dx = at(p.x, node) - at(p.x, from);
    const dz = at(p.z, node) - at(p.z, from);
    return dx * dx + dz * dz;
  };
  return [...candidates].sort((a, b) => far(a) - far(b) || a - b);
}

/** A set of places in an ordered list, as the gaps between them. */
function codeChoice(
  c: Coder,
  countContext: number,
  rankContext: number,
  list: readonly number[],
  wanted: (node: number) => boolean,
): number[] {
  const places: number[] = [];
  list.forEach((node, i) => {
    if (wanted(node)) places.push(i);
  });
  const count = c.number(countContext, places.length);
  if (count > list.length) throw new RangeError("more neighbors than nodes");
  const chosen: number[] = [];
  let place = -1;
  for (let i = 0; i < count; i++) {
    place += 1 + c.number(rankContext, (places[i] ?? 0) - place - 1);
    const node = list[place];
    if (node === undefined) throw new RangeError("no such neighbor");
    chosen.push(node);
  }
  return chosen;
}

interface Links {
  readonly p: Positions;
  readonly global: number[];
  /** Undirected edges: own node, and a later own node or a ghost. */
  readonly pairs: [number, number][];
}

function neighborsOf(sheet: Sheet, node: number): Set<number> {
  return new Set(sheet.edgeTo.slice(at(sheet.edgeStart, node), at(sheet.edgeStart, node + 1)));
}

/** Where a ghost is: its neighborhood, by place in the list around this one, and its number there. */
interface GhostPlace {
  home: number;
  local: number;
}

function codeGhostIndex(
  c: Coder,
  near: readonly PlanNeighborhood[],
  before: GhostPlace,
  wanted: number,
): number {
  const home = near.findIndex((m) => wanted >= m.nodeBase && wanted < m.nodeBase + m.nodeCount);
  const step = c.number(C.beside, Math.max(0, home - before.home));
  if (step > 0) before.local = -1;
  before.home += step;
  const there = near[before.home];
  if (!there) throw new RangeError("a ghost lies nowhere");
  before.local += 1 + c.number(C.ghostIndex, Math.max(0, wanted - there.nodeBase - before.local - 1));
  return there.nodeBase + before.local;
}

function codeGhosts(
  c: Coder,
  index: PlanIndex,
  n: PlanNeighborhood,
  links: Links,
  sheet: Sheet | null,
): void {
  const { p, global, pairs } = links;
  const own = Array.from({ length: n.nodeCount }, (_, i) => i);
  const linked = own.map((i) => (sheet ? neighborsOf(sheet, i) : null));
  const count = c.number(C.ghosts, sheet ? sheet.nodeX.length - n.nodeCount : 0);
  if (count > LIMITS.planNeighborhoodNodesMax) throw new RangeError("too many ghosts");
  const near = around(index, n);
  const place: GhostPlace = { home: 0, local: -1 };
  const step = (context: number, from: number, to: number): number =>
    from + GRID_CM * c.signed(context, sheet ? (to - from) / GRID_CM : 0);
  for (let node = n.nodeCount; node < n.nodeCount + count; node++) {
    global.push(codeGhostIndex(c, near, place, sheet ? at(sheet.nodeGlobal, node) : 0));
    const ends = codeChoice(c, C.ghostLinks, C.linkRank, own, (i) => linked[i]?.has(node) ?? false);
    const first = ends[0];
    if (first === undefined) throw new RangeError("a ghost hangs loose");
    p.x.push(step(C.ghostX, at(p.x, first), sheet ? at(sheet.nodeX, node) : 0));
    p.z.push(step(C.ghostZ, at(p.z, first), sheet ? at(sheet.nodeZ, node) : 0));
    for (const i of ends) pairs.push([i, node]);
  }
}

function codeLinks(c: Coder, index: PlanIndex, n: PlanNeighborhood, sheet: Sheet | null): Links {
  const p = codeOwnNodes(c, n, sheet);
  const own = Array.from({ length: n.nodeCount }, (_, i) => i);
  const links: Links = { p, global: own.map((i) => n.nodeBase + i), pairs: [] };
  for (const i of own) {
    const neighbors = sheet ? neighborsOf(sheet, i) : null;
    const later = byDistance(p, i, own.slice(i + 1));
    const ends = codeChoice(c, C.degree, C.rank, later, (node) => neighbors?.has(node) ?? false);
    for (const j of ends) links.pairs.push([i, j]);
  }
  codeGhosts(c, index, n, links, sheet);
  return links;
}

export interface Edges {
  readonly edgeStart: number[];
  readonly edgeTo: number[];
  readonly edgeTail: number[];
}

/** Own nodes' edges, clockwise from north. */
function orderEdges(n: PlanNeighborhood, links: Links): Edges {
  const out: number[][] = Array.from({ length: n.nodeCount }, () => []);
  for (const [i, j] of links.pairs) {
    out[i]?.push(j);
    out[j]?.push(i);
  }
  const { x, z } = links.p;
  const edges: Edges = { edgeStart: [0], edgeTo: [], edgeTail: [] };
  out.forEach((heads, i) => {
    const dx = (node: number): number => at(x, node) - at(x, i);
    const dz = (node: number): number => at(z, node) - at(z, i);
    heads.sort((a, b) => compareDirections(dx(a), dz(a), dx(b), dz(b)) || a - b);
    for (const head of heads) {
      edges.edgeTo.push(head);
      edges.edgeTail.push(i);
    }
    edges.edgeStart.push(edges.edgeTo.length);
  });
  if (edges.edgeTo.length !== n.edgeCount) throw new RangeError("the number of edges is wrong");
  return edges;
}

/**
 * Writes a sheet, or reads one when `sheet` is null; both go through the same steps.
 * Throws RangeError when what is read does not fit the index.
 */
export function codeSheet(c: Coder, index: PlanIndex, n: PlanNeighborhood, sheet: Sheet | null): Sheet {
  const links = codeLinks(c, index, n, sheet);
  const edges = orderEdges(n, links);
  const memory = codeStreets(c, index, edges, links.p, sheet);
  const streets = {
    nodeCount: n.nodeCount,
    edgeStart: edges.edgeStart,
    edgeTo: edges.edgeTo,
    edgeStreet: memory.street,
  };
  const lots = codeLots(c, n, memory.streetClass, sheet);
  const doorEdge = lots.filter((lot) => lot.building).map((lot) => lot.edge);
  const runs = numberRuns(streets, doorEdge);
  const runNumbers = runs.map((_, i) => c.number(C.houseNumber, sheet ? at(sheet.runNumbers, i) : 0));
  const areas = codeAreas(c, index, n, sheet);
  return {
    ...streets,
    index: n.index,
    nodeX: links.p.x,
    nodeZ: links.p.z,
    nodeGlobal: links.global,
    edgeClass: memory.streetClass,
    lots,
    runNumbers,
    areas,
  };
}
