import { at } from "../assert.ts";
import { unitVector } from "../geometry/directions.ts";
import { clamp, snapTo } from "../geometry/integer.ts";
import { type Rectangle, rectanglesOverlap, UNIT } from "../geometry/rectangle.ts";
import { below, hashWords } from "../rng.ts";
import { type Front, frontRectangle } from "./frontage.ts";
import { faceEdges, head, NO_STREET, type Planar, tail } from "./planar.ts";
import { halfWidthCm } from "./street-class.ts";
import type { ZoneRule } from "./zone-rules.ts";

/** A lot along a half-edge; lengths in cm, all multiples of LOT_GRID_CM (the middle of LOT_GRID_CM / 2). */
export interface Lot {
  readonly edge: number;
  /** From the edge's tail to the middle of the lot. */
  readonly offset: number;
  readonly width: number;
  readonly depth: number;
  /** Space between the lot's front and the building, and on each side of it. */
  readonly front: number;
  readonly side: number;
  readonly buildingDepth: number;
}

const LOT_GRID_CM = 100;
/** How much two lots, or a lot and a street, may seem to overlap by rounding. */
const OVERLAP_TOLERANCE_CM = 4;
const STEP_CM = 100;

interface BlockSide {
  readonly edge: number;
  readonly front: Front;
  readonly length: number;
  readonly halfWidth: number;
  readonly corridor: Rectangle;
}

function blockSide(p: Planar, edge: number): BlockSide {
  const a = tail(p, edge);
  const b = head(p, edge);
  const x = at(p.nodeX, a);
  const z = at(p.nodeZ, a);
  const dx = at(p.nodeX, b) - x;
  const dz = at(p.nodeZ, b) - z;
  const [axisX, axisZ, length] = unitVector(dx, dz);
  const halfWidth = halfWidthCm(at(p.streetClass, edge >> 1));
  const corridor = {
    x: x + dx / 2,
    z: z + dz / 2,
    axisX,
    axisZ,
    halfWidth: length / 2,
    halfDepth: halfWidth,
  };
  return { edge, front: { x, z, axisX, axisZ }, length, halfWidth, corridor };
}

/** Clear depth from a side's lots to the lots across the block, looking in from `along`; 0 when nothing is opposite. */
function clearDepth(sides: readonly BlockSide[], from: BlockSide, along: number): number {
  const { front } = from;
  const ox = front.x + (front.axisX * along) / UNIT;
  const oz = front.z + (front.axisZ * along) / UNIT;
  let best = 0;
  for (const other of sides) {
    if (other === from) continue;
    const ax = other.front.x - ox;
    const az = other.front.z - oz;
    const bx = ax + (other.front.axisX * other.length) / UNIT;
    const bz = az + (other.front.axisZ * other.length) / UNIT;
    const alongA = ax * front.axisX + az * front.axisZ;
    const alongB = bx * front.axisX + bz * front.axisZ;
    if (alongA >= 0 === alongB >= 0) continue;
    const t = alongA / (alongA - alongB);
    const acrossA = (az * front.axisX - ax * front.axisZ) / UNIT;
    const acrossB = (bz * front.axisX - bx * front.axisZ) / UNIT;
    const depth = acrossA + (acrossB - acrossA) * t - from.halfWidth - other.halfWidth;
    if (depth > 0 && (best === 0 || depth < best)) best = depth;
  }
  return best;
}

function fits(block: Block, r: Rectangle): boolean {
  for (const corridor of block.corridors)
    if (rectanglesOverlap(corridor, r, OVERLAP_TOLERANCE_CM)) return false;
  for (const other of block.placed) if (rectanglesOverlap(other, r, OVERLAP_TOLERANCE_CM)) return false;
  return true;
}

function draw(word: number, range: readonly [number, number], grid: number): number {
  const steps = Math.floor((range[1] - range[0]) / grid);
  return range[0] + below(word, steps + 1) * grid;
}

/** A block while lots are laid out in it. */
export interface Block {
  readonly sides: readonly BlockSide[];
  /** Paved strips of the sides, and of the streets that end at the block's corners: their ends may poke into it. */
  readonly corridors: readonly Rectangle[];
  readonly placed: Rectangle[];
  readonly lots: Lot[];
}

export function openBlock(p: Planar, face: number): Block {
  const edges = faceEdges(p, face);
  const sides = edges.map((edge) => blockSide(p, edge));
  const corridors = sides.map((side) => side.corridor);
  for (const edge of edges) {
    const last = at(p.previous, edge) ^ 1;
    for (let h = at(p.next, edge ^ 1); h !== last && h !== edge; h = at(p.next, h ^ 1)) {
      if (at(p.street, h >> 1) !== NO_STREET) corridors.push(blockSide(p, h).corridor);
    }
  }
  return { sides, corridors, placed: [], lots: [] };
}

function place(block: Block, side: BlockSide, lot: Lot): boolean {
  const r = frontRectangle(side.front, lot.offset, side.halfWidth, lot.width, lot.depth);
  if (!fits(block, r)) return false;
  block.placed.push(r);
  block.lots.push(lot);
  return true;
}

function lotDepth(block: Block, side: BlockSide, along: number, range: readonly [number, number]): number {
  const clear = clearDepth(block.sides, side, along);
  if (clear < range[0]) return 0;
  const half = clear >= 2 * range[0] ? clear / 2 : clear;
  return Math.floor(clamp(half, 0, range[1]) / LOT_GRID_CM) * LOT_GRID_CM;
}

/** A stretch of a side where lots of one depth fit, from and to in cm along it. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** Where along a side a narrow lot of a depth fits. */
function freeStretches(block: Block, side: BlockSide, rule: ZoneRule): Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  let depth = 0;
  const close = (to: number): void => {
    if (depth > 0 && to - from >= rule.lotWidthCm[0]) stretches.push({ from, to, depth });
    depth = 0;
  };
  const end = side.length + rule.lotWidthCm[0];
  for (let along = -snapTo(rule.lotWidthCm[0], STEP_CM); along < end; along += STEP_CM) {
    const middle = along + STEP_CM / 2;
    const here = depth > 0 ? depth : lotDepth(block, side, clamp(middle, 0, side.length), rule.lotDepthCm);
    const probe = here > 0 ? frontRectangle(side.front, middle, side.halfWidth, STEP_CM, here) : null;
    if (probe && fits(block, probe)) {
      if (depth === 0) from = along;
      depth = here;
    } else close(along);
  }
  close(Math.floor(end / STEP_CM) * STEP_CM);
  return stretches;
}

/** Divides a length into lots of about the zone's width that fill it, on the lot grid. */
function divide(length: number, range: readonly [number, number], seed: number): number[] {
  const usual = (range[0] + range[1]) / 2;
  const count = Math.max(1, Math.min(Math.floor(length / range[0]), Math.floor(length / usual + 0.5)));
  const widths: number[] = [];
  let from = 0;
  for (let i = 1; i <= count; i++) {
    const even = Math.floor((length * i) / count);
    const room = Math.max(0, Math.floor((length / count - range[0]) / 2));
    const shift =
      i === count ? 0 : below(hashWords(seed, i, 0x64), 2 * Math.min(room, 400) + 1) - Math.min(room, 400);
    const to = Math.floor((even + shift) / LOT_GRID_CM) * LOT_GRID_CM;
    widths.push(Math.min(to - from, Math.floor((range[1] * 1.4) / LOT_GRID_CM) * LOT_GRID_CM));
    from = to;
  }
  return widths;
}

/** Lays out lots along one side of a block, from its tail to its head, so that they fill it. */
function fillSide(block: Block, side: BlockSide, rule: ZoneRule, seed: number): void {
  const rowWord = hashWords(seed, side.edge, 0x72);
  const beside = draw(rowWord, rule.sideCm, 50);
  const front = draw(hashWords(rowWord, 1), rule.frontCm, 50);
  for (const stretch of freeStretches(block, side, rule)) {
    let start = stretch.from;
    for (const width of divide(
      stretch.to - stretch.from,
      rule.lotWidthCm,
      hashWords(rowWord, stretch.from),
    )) {
      const offset = start + width / 2;
      start += width;
      if (offset < 50 || offset > side.length - 50) continue;
      const drawn = draw(hashWords(rowWord, offset, 2), rule.buildingDepthCm, 50);
      const buildingDepth = Math.max(400, Math.min(drawn, stretch.depth - front - 50));
      place(block, side, {
        edge: side.edge,
        offset,
        width,
        depth: stretch.depth,
        front,
        side: beside,
        buildingDepth,
      });
    }
  }
}

/** Lays out lots along all sides that `mayFront` allows, the longest sides first. */
export function fillBlock(
  block: Block,
  rule: ZoneRule,
  seed: number,
  mayFront: (edge: number) => boolean,
): void {
  const sides = block.sides.filter((side) => mayFront(side.edge));
  sides.sort((a, b) => b.length - a.length || a.edge - b.edge);
  for (const side of sides) fillSide(block, side, rule, seed);
}

/** Places one large lot in the middle of a side, the largest that fits; says whether it could. */
export function placeLandmark(block: Block, edge: number): boolean {
  const side = block.sides.find((candidate) => candidate.edge === edge);
  if (!side) return false;
  for (const width of [5_400, 4_600, 3_800, 3_000, 2_400, 1_800]) {
    const depth = snapTo((width * 2) / 3, LOT_GRID_CM);
    const offset = clamp(snapTo(side.length / 2, 50), 50, side.length - 50);
    const lot = { edge, offset, width, depth, front: 100, side: 100, buildingDepth: depth - 200 };
    if (place(block, side, lot)) return true;
  }
  return false;
}
