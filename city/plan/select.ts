import { assert, at } from "../assert.ts";
import { distance } from "../geometry/integer.ts";
import { NOISE_RANGE, noise } from "../geometry/noise.ts";
import { carNodes, components } from "./cars.ts";
import { faceCentre } from "./cut.ts";
import { type Drawing, isBridge } from "./draw.ts";
import type { Lot } from "./lots.ts";
import { faceEdges, head, NO_STREET, type Planar, tail } from "./planar.ts";
import { carsMayUse, LANE } from "./street-class.ts";
import { NEIGHBORHOOD_CELL_CM } from "./types.ts";

/** A lot of the drawing and whether something stands on it. */
export interface DraftLot extends Lot {
  readonly face: number;
  built: boolean;
}

/** The part of the drawing that the city takes up. */
export interface Selection {
  /** Per half-edge: 1 when it is a street of the city. */
  readonly edges: Uint8Array;
  readonly faces: readonly number[];
  readonly lots: readonly DraftLot[];
}

/** The grid of neighborhood cells over the map. */
export interface CellGrid {
  readonly columns: number;
  readonly rows: number;
}

export function cellGrid(widthCm: number, depthCm: number): CellGrid {
  return {
    columns: Math.ceil(widthCm / NEIGHBORHOOD_CELL_CM),
    rows: Math.ceil(depthCm / NEIGHBORHOOD_CELL_CM),
  };
}

/** The cell of a place, row by row from the north-west. */
export function cellOf(grid: CellGrid, x: number, z: number): number {
  return Math.floor(z / NEIGHBORHOOD_CELL_CM) * grid.columns + Math.floor(x / NEIGHBORHOOD_CELL_CM);
}

/** Order in which cells are taken into the city: from the middle outwards, a little unevenly. */
function cellRanks(d: Drawing, grid: CellGrid): Int32Array {
  const s = d.draft.setting;
  const cells = Array.from({ length: grid.columns * grid.rows }, (_, cell) => {
    const x = ((cell % grid.columns) + 0.5) * NEIGHBORHOOD_CELL_CM;
    const z = (Math.floor(cell / grid.columns) + 0.5) * NEIGHBORHOOD_CELL_CM;
    const far = distance(x, z, s.centreX, s.centreZ);
    return { cell, far: far + Math.floor((noise(s.seed ^ 0x41, x, z, 90_000) * far * 0.07) / NOISE_RANGE) };
  });
  cells.sort((a, b) => a.far - b.far || a.cell - b.cell);
  const ranks = new Int32Array(cells.length);
  cells.forEach((entry, rank) => {
    ranks[entry.cell] = rank;
  });
  return ranks;
}

interface RankedFace {
  readonly face: number;
  readonly rank: number;
  readonly far: number;
}

function rankFaces(d: Drawing, grid: CellGrid): RankedFace[] {
  const p = d.draft.planar;
  const s = d.draft.setting;
  const ranks = cellRanks(d, grid);
  const result: RankedFace[] = [];
  d.kind.forEach((kind, face) => {
    if (kind === "none" || kind === "water") return;
    let rank = 0;
    for (const h of faceEdges(p, face)) {
      const cell = cellOf(grid, at(p.nodeX, tail(p, h)), at(p.nodeZ, tail(p, h)));
      rank = Math.max(rank, at(ranks, cell));
    }
    const centre = faceCentre(p, face);
    result.push({ face, rank, far: distance(centre.x, centre.z, s.centreX, s.centreZ) });
  });
  return result.sort((a, b) => a.rank - b.rank || a.far - b.far || a.face - b.face);
}

/** Streets beside the faces, and the bridges between them. */
function keptEdges(d: Drawing, faces: ReadonlySet<number>): Uint8Array {
  const p = d.draft.planar;
  const edges = new Uint8Array(p.origin.length);
  const nodes = new Uint8Array(p.nodeX.length);
  for (let h = 0; h < edges.length; h++) {
    if (at(p.street, h >> 1) === NO_STREET) continue;
    if (!faces.has(at(p.face, h)) && !faces.has(at(p.face, h ^ 1))) continue;
    edges[h] = 1;
    nodes[tail(p, h)] = 1;
  }
  for (let h = 0; h < edges.length; h++) {
    if (at(p.street, h >> 1) === NO_STREET || !isBridge(d, h)) continue;
    if (at(nodes, tail(p, h)) && at(nodes, head(p, h))) edges[h] = 1;
  }
  return edges;
}

/** Nodes of the largest piece of the street graph. */
function mainland(p: Planar, edges: Uint8Array): Uint8Array {
  const out: number[][] = p.nodeX.map(() => []);
  for (let h = 0; h < edges.length; h++) if (at(edges, h)) out[tail(p, h)]?.push(h);
  const found = components(
    out,
    (edge) => head(p, edge),
    () => true,
  );
  return Uint8Array.from(found.component, (c) => (c >= 0 && c === found.largest ? 1 : 0));
}

/** Does a face hang on the city by one neighbor only? Such spurs would fray its edge. */
function isSpur(d: Drawing, faces: ReadonlySet<number>, face: number): boolean {
  const p = d.draft.planar;
  const neighbors = new Set<number>();
  for (const h of faceEdges(p, face)) {
    const other = at(p.face, h ^ 1);
    if (faces.has(other) || d.kind[other] === "water") neighbors.add(other);
  }
  return neighbors.size < 2;
}

/** Rounds of dropping what hangs apart before giving up. */
const ROUNDS = 24;

/** What a round found that cannot stay. */
interface Refused {
  readonly faces: Set<number>;
  readonly lots: Set<DraftLot>;
}

interface Taken {
  readonly faces: number[];
  readonly lots: DraftLot[];
  readonly greens: number[];
  readonly spare: DraftLot[];
}

/** The streets around what was taken, and the nodes that people and cars reach. */
interface Network {
  readonly edges: Uint8Array;
  readonly land: Uint8Array;
  readonly cars: Uint8Array;
}

/** Adds to `refused` what hangs apart, frays the edge or cannot be driven to; true when there was nothing. */
function isWhole(d: Drawing, taken: Taken, network: Network, refused: Refused): boolean {
  const p = d.draft.planar;
  const faces = new Set(taken.faces);
  const before = refused.faces.size + refused.lots.size;
  for (const face of taken.faces) {
    if (!at(network.land, tail(p, at(p.faceEdge, face))) || isSpur(d, faces, face)) refused.faces.add(face);
  }
  for (const lot of taken.lots) {
    if (!at(network.cars, tail(p, lot.edge)) && !at(network.cars, head(p, lot.edge))) refused.lots.add(lot);
  }
  return refused.faces.size + refused.lots.size === before;
}

/** Makes the choice final in the drawing. */
function settleSelection(d: Drawing, taken: Taken, { edges, land, cars }: Network): Selection {
  const p = d.draft.planar;
  for (const lot of taken.spare) lot.built = false;
  for (const face of taken.greens) d.kind[face] = "park";
  for (let h = 0; h < edges.length; h++) {
    if (!at(land, tail(p, h))) edges[h] = 0;
    // A street that cars cannot get to is a lane; nothing fronts it, or it would have been refused.
    const isCut = carsMayUse(at(p.streetClass, h >> 1)) && !at(cars, tail(p, h));
    if (at(edges, h) && isCut) p.streetClass[h >> 1] = LANE;
  }
  return { edges, faces: taken.faces, lots: taken.lots };
}

/**
 * Takes faces outwards from the middle until `wanted` buildings stand on them; null when the drawing has too few.
 * What the last cell has to spare becomes greens, so that every neighborhood is whole.
 */
export function selectCity(
  d: Drawing,
  lotsOf: ReadonlyMap<number, DraftLot[]>,
  wanted: number,
): Selection | null {
  const p = d.draft.planar;
  const ranked = rankFaces(d, cellGrid(d.draft.setting.widthCm, d.draft.setting.depthCm));
  const refused: Refused = { faces: new Set(), lots: new Set() };
  for (let round = 0; round < ROUNDS; round++) {
    const taken = takeFaces(ranked, lotsOf, refused, wanted);
    if (!taken) return null;
    const edges = keptEdges(d, new Set(taken.faces));
    const cars = carNodes(p, (edge) => at(edges, edge) === 1);
    const network: Network = { edges, land: mainland(p, edges), cars };
    if (isWhole(d, taken, network, refused)) return settleSelection(d, taken, network);
  }
  assert(false, "the city settles to one connected piece");
}

function takeFaces(
  ranked: readonly RankedFace[],
  lotsOf: ReadonlyMap<number, DraftLot[]>,
  refused: Refused,
  wanted: number,
): Taken | null {
  const taken: Taken = { faces: [], lots: [], greens: [], spare: [] };
  let buildings = 0;
  let lastRank = -1;
  for (const { face, rank } of ranked) {
    if (buildings >= wanted && rank > lastRank) return taken;
    if (refused.faces.has(face)) continue;
    lastRank = rank;
    taken.faces.push(face);
    const lots = (lotsOf.get(face) ?? []).filter((lot) => !refused.lots.has(lot));
    if (buildings < wanted) taken.lots.push(...lots);
    else if (lots.length > 0) taken.greens.push(face);
    if (buildings >= wanted) continue;
    const built = lots.filter((lot) => lot.built);
    // The last block may have more than its share: what is over is left unbuilt.
    taken.spare.push(...built.slice(wanted - buildings));
    buildings += Math.min(built.length, wanted - buildings);
  }
  return buildings >= wanted ? taken : null;
}
