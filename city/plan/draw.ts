import { at } from "../assert.ts";
import { distance, snapTo } from "../geometry/integer.ts";
import { connectCars } from "./cars.ts";
import { faceCentre } from "./cut.ts";
import { fillQuarter } from "./fill.ts";
import { faceEdges, head, NO_STREET, NODE_GRID_CM, type Planar, splitEdge, tail } from "./planar.ts";
import { ringPoint, type Setting } from "./setting.ts";
import { PROMENADE, STREET } from "./street-class.ts";
import { warpDrawing } from "./warp.ts";
import { type Draft, drawWeb } from "./web.ts";

/** What a face of the finished drawing is. */
export type FaceKind = "none" | "block" | "park" | "square" | "water";

/** All streets drawn, nothing built yet. */
export interface Drawing {
  readonly draft: Draft;
  /** Per face. */
  readonly kind: FaceKind[];
  /** Per face: quarter, or -1. */
  readonly quarter: Int16Array;
  readonly mainSquare: number;
}

/** Edges longer than this are divided, so that streets can be walked in short stretches. */
const LONG_EDGE_CM = 8_000;

function divideLongEdges(p: Planar, wet: (edge: number) => boolean): void {
  const pairs = p.street.length;
  for (let pair = 0; pair < pairs; pair++) {
    let h = 2 * pair;
    if (at(p.street, pair) === NO_STREET || wet(h)) continue;
    const ax = at(p.nodeX, tail(p, h));
    const az = at(p.nodeZ, tail(p, h));
    const dx = at(p.nodeX, head(p, h)) - ax;
    const dz = at(p.nodeZ, head(p, h)) - az;
    const parts = Math.ceil(distance(0, 0, dx, dz) / LONG_EDGE_CM);
    for (let i = 1; i < parts; i++) {
      h = splitEdge(
        p,
        h,
        snapTo(ax + (dx * i) / parts, NODE_GRID_CM),
        snapTo(az + (dz * i) / parts, NODE_GRID_CM),
      );
    }
  }
}

/** Sizes of block that may become a square, the best first. */
const MAIN_SQUARE_M2 = [
  [3_200, 9_000],
  [2_000, 30_000],
] as const;
const SQUARE_M2 = [[1_800, 9_000]] as const;

/** Squares: the main one nearest the middle, and one in the heart of each other quarter of a larger city. */
function chooseSquares(draft: Draft, blocks: readonly (readonly number[])[]): number[] {
  const s = draft.setting;
  const isCity = s.river.length > 0;
  return s.quarters.flatMap((quarter, index) => {
    if (index > 0 && !isCity) return [];
    const inner = quarter.ring === 0 ? 0 : at(s.ringsCm, quarter.ring - 1);
    const radius = Math.floor((inner + at(s.ringsCm, quarter.ring)) / 2);
    const middle = Math.floor((quarter.fromDegrees + quarter.toDegrees) / 2);
    const [x, z] = quarter.ring === 0 ? [s.centreX, s.centreZ] : ringPoint(s, radius, middle);
    for (const [least, most] of index === 0 ? MAIN_SQUARE_M2 : SQUARE_M2) {
      const found = nearestBlock(draft.planar, blocks[index] ?? [], x, z, least, most);
      if (found.length > 0) return found;
    }
    return [];
  });
}

/** The block nearest to a place among those of a suitable size (m²), or none. */
function nearestBlock(
  p: Planar,
  blocks: readonly number[],
  x: number,
  z: number,
  least: number,
  most: number,
): number[] {
  let best = -1;
  let bestDistance = 0;
  for (const face of blocks) {
    const centre = faceCentre(p, face);
    if (centre.areaM2 < least || centre.areaM2 > most) continue;
    const d = distance(centre.x, centre.z, x, z);
    if (best < 0 || d < bestDistance) {
      best = face;
      bestDistance = d;
    }
  }
  return best < 0 ? [] : [best];
}

/** The great park: what lies around a place north of the middle. */
function greatPark(s: Setting, p: Planar): (face: number) => boolean {
  const outer = at(s.ringsCm, s.ringsCm.length - 1);
  const [x, z] = ringPoint(s, Math.floor(outer * 0.52), 68);
  const reach = outer * 0.085;
  return (face) => {
    if (s.river.length === 0) return false;
    const centre = faceCentre(p, face);
    return distance(centre.x, centre.z, x, z) < reach;
  };
}

/** Shores outside of the quarters where people stroll carry cars. */
function classifyShore(d: Drawing): void {
  const p = d.draft.planar;
  for (let pair = 0; pair < p.street.length; pair++) {
    const street = at(p.street, pair);
    if (street === NO_STREET || d.draft.streets[street] !== "shore") continue;
    const quarters = [2 * pair, 2 * pair + 1].map(
      (h) => d.draft.setting.quarters[at(d.quarter, at(p.face, h))],
    );
    const works = quarters.some(
      (q) => q?.zone === "harbour" || q?.zone === "industry" || q?.zone === "suburb",
    );
    p.streetClass[pair] = works ? STREET : PROMENADE;
  }
}

/** Draws all streets, parks, squares and waters of a plan. */
export function drawCity(s: Setting): Drawing {
  const draft = drawWeb(s);
  const p = draft.planar;
  const isPark = greatPark(s, p);
  const filled = s.quarters.map((quarter, index) => fillQuarter(draft, quarter, index, isPark));
  const blocks = filled.map((f) => f.blocks);
  const squares = chooseSquares(draft, blocks);
  const kind: FaceKind[] = p.faceEdge.map(() => "none");
  const quarter = new Int16Array(p.faceEdge.length).fill(-1);
  filled.forEach((f, index) => {
    for (const face of [...f.blocks, ...f.parks]) quarter[face] = index;
    for (const face of f.blocks) kind[face] = "block";
    for (const face of f.parks) kind[face] = "park";
  });
  for (const face of [draft.sea, ...draft.river]) kind[face] = "water";
  for (const face of squares) kind[face] = "square";
  const drawing: Drawing = { draft, kind, quarter, mainSquare: squares[0] ?? -1 };
  if (s.river.length === 0) hamletGreen(drawing, blocks[0] ?? []);
  classifyShore(drawing);
  divideLongEdges(p, (edge) => [edge, edge ^ 1].every((h) => kind[at(p.face, h)] === "water"));
  warpDrawing(p, s);
  connectCars(p, (edge) => kind[at(p.face, edge)] !== "none" || kind[at(p.face, edge ^ 1)] !== "none");
  return drawing;
}

/** A hamlet has no superblocks to spare: one block beside the square is its green. */
function hamletGreen(d: Drawing, blocks: readonly number[]): void {
  const p = d.draft.planar;
  const { centreX, centreZ } = d.draft.setting;
  const free = blocks.filter((face) => d.kind[face] === "block");
  for (const face of nearestBlock(p, free, centreX + 9_000, centreZ - 7_000, 1_500, 12_000))
    d.kind[face] = "park";
}

/** True when the edge is a bridge: water on both sides. */
export function isBridge(d: Drawing, edge: number): boolean {
  const p = d.draft.planar;
  return d.kind[at(p.face, edge)] === "water" && d.kind[at(p.face, edge ^ 1)] === "water";
}

/** Half-edges around the main square, from inside it. */
export function mainSquareEdges(d: Drawing): number[] {
  return d.mainSquare < 0 ? [] : faceEdges(d.draft.planar, d.mainSquare);
}
