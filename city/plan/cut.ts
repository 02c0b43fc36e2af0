import { at } from "../assert.ts";
import { round, snapTo } from "../geometry/integer.ts";
import {
  boxOf,
  centroid,
  doubleArea,
  nearSegment,
  pointInPolygon,
  segmentsMeet,
  side,
} from "../geometry/polygon.ts";
import {
  faceEdges,
  facePoints,
  head,
  NODE_GRID_CM,
  type Planar,
  splitEdge,
  splitFace,
  tail,
} from "./planar.ts";

/** How a cut may be made; a cut that would break a rule is not made. */
export interface CutRule {
  readonly street: number;
  readonly streetClass: number;
  /** A cut that ends nearer than this to a node ends at the node. */
  readonly snapCm: number;
  /** Neither part may be smaller. */
  readonly areaM2: number;
}

/** Most streets that meet at a node. */
const DEGREE_LIMIT = 6;
/** Shortest new edge. */
const EDGE_CM = 2_000;
/** Nearest that a new edge may pass by a node that it does not end at. */
const CLEARANCE_CM = 1_400;
const SQUARE_CM_PER_M2 = 10_000;

interface Crossing {
  /** Segment of the curve plus the fraction along it. */
  readonly along: number;
  readonly edge: number;
  readonly x: number;
  readonly z: number;
}

/** Where a cut ends: at the tail of `edge`, or inside it when `splits`. */
interface CutEnd {
  readonly edge: number;
  readonly splits: boolean;
  readonly node: number;
  readonly x: number;
  readonly z: number;
}

function crossings(p: Planar, edges: readonly number[], curve: readonly number[]): Crossing[] {
  const found: Crossing[] = [];
  for (let i = 0; i + 3 < curve.length; i += 2) {
    const cx = at(curve, i);
    const cz = at(curve, i + 1);
    const dx = at(curve, i + 2);
    const dz = at(curve, i + 3);
    for (const edge of edges) {
      const a = tail(p, edge);
      const b = head(p, edge);
      const ax = at(p.nodeX, a);
      const bx = at(p.nodeX, b);
      if (Math.max(ax, bx) < Math.min(cx, dx) || Math.min(ax, bx) > Math.max(cx, dx)) continue;
      const az = at(p.nodeZ, a);
      const bz = at(p.nodeZ, b);
      const sideA = side(cx, cz, dx, dz, ax, az);
      const sideB = side(cx, cz, dx, dz, bx, bz);
      if (sideA >= 0 === sideB >= 0) continue;
      const sideC = side(ax, az, bx, bz, cx, cz);
      const sideD = side(ax, az, bx, bz, dx, dz);
      if (sideC >= 0 === sideD >= 0) continue;
      const s = sideA / (sideA - sideB);
      const along = i / 2 + sideC / (sideC - sideD);
      found.push({ along, edge, x: round(ax + (bx - ax) * s), z: round(az + (bz - az) * s) });
    }
  }
  return found.sort((a, b) => a.along - b.along || a.edge - b.edge);
}

function pointAlong(curve: readonly number[], along: number): [number, number] {
  const i = Math.min(Math.floor(along), curve.length / 2 - 2) * 2;
  const t = along - i / 2;
  const x = at(curve, i);
  const z = at(curve, i + 1);
  return [round(x + (at(curve, i + 2) - x) * t), round(z + (at(curve, i + 3) - z) * t)];
}

function distance2(p: Planar, node: number, x: number, z: number): number {
  const dx = at(p.nodeX, node) - x;
  const dz = at(p.nodeZ, node) - z;
  return dx * dx + dz * dz;
}

/** Is the tail of the edge a mere bend of one street, which may be moved along it? */
function isBend(p: Planar, edge: number): boolean {
  const node = tail(p, edge);
  if (at(p.degree, node) !== 2) return false;
  const before = tail(p, at(p.previous, edge));
  const after = head(p, edge);
  const ax = at(p.nodeX, node) - at(p.nodeX, before);
  const az = at(p.nodeZ, node) - at(p.nodeZ, before);
  const bx = at(p.nodeX, after) - at(p.nodeX, node);
  const bz = at(p.nodeZ, after) - at(p.nodeZ, node);
  return Math.abs(ax * bz - az * bx) < 0.2 * (ax * bx + az * bz);
}

function cutEnd(p: Planar, c: Crossing, snapCm: number): CutEnd | null {
  const a = tail(p, c.edge);
  const b = head(p, c.edge);
  const toA = distance2(p, a, c.x, c.z);
  const toB = distance2(p, b, c.x, c.z);
  const onward = at(p.next, c.edge);
  const [near, nearNode, nearEdge, other, otherNode, otherEdge] =
    toA <= toB ? [toA, a, c.edge, toB, b, onward] : [toB, b, onward, toA, a, c.edge];
  const reach = Math.max(snapCm, EDGE_CM);
  for (const [gap, node, edge] of [
    [near, nearNode, nearEdge],
    [other, otherNode, otherEdge],
  ] as const) {
    if (gap >= reach * reach || at(p.degree, node) >= DEGREE_LIMIT) continue;
    if (isBend(p, edge))
      return { edge, splits: false, node, x: snapTo(c.x, NODE_GRID_CM), z: snapTo(c.z, NODE_GRID_CM) };
    return { edge, splits: false, node, x: at(p.nodeX, node), z: at(p.nodeZ, node) };
  }
  if (near < EDGE_CM * EDGE_CM) return null;
  return { edge: c.edge, splits: true, node: -1, x: snapTo(c.x, NODE_GRID_CM), z: snapTo(c.z, NODE_GRID_CM) };
}

/** True when two directions lie nearer than about 25 degrees. */
function sharp(ax: number, az: number, bx: number, bz: number): boolean {
  const dot = ax * bx + az * bz;
  return dot > 0 && Math.abs(ax * bz - az * bx) < dot * 0.47;
}

function sharpAt(p: Planar, end: CutEnd, toX: number, toZ: number): boolean {
  const after = head(p, end.edge);
  const before = end.splits ? tail(p, end.edge) : tail(p, at(p.previous, end.edge));
  for (const node of [after, before]) {
    if (sharp(toX - end.x, toZ - end.z, at(p.nodeX, node) - end.x, at(p.nodeZ, node) - end.z)) return true;
  }
  return false;
}

/** Curve points strictly between the ends, none too near to an end or to the one before. */
function innerPoints(
  curve: readonly number[],
  from: CutEnd,
  to: CutEnd,
  start: number,
  stop: number,
  endGapCm: number,
): number[] {
  const inner: number[] = [];
  const far = (ax: number, az: number, bx: number, bz: number, gap: number): boolean =>
    (ax - bx) * (ax - bx) + (az - bz) * (az - bz) >= gap * gap;
  let x = from.x;
  let z = from.z;
  for (let i = Math.floor(start) + 1; i < stop; i++) {
    const px = snapTo(at(curve, 2 * i), NODE_GRID_CM);
    const pz = snapTo(at(curve, 2 * i + 1), NODE_GRID_CM);
    if (!far(px, pz, from.x, from.z, endGapCm) || !far(px, pz, to.x, to.z, endGapCm)) continue;
    if (!far(px, pz, x, z, EDGE_CM)) continue;
    inner.push(px, pz);
    x = px;
    z = pz;
  }
  return inner;
}

/** Does the edge have this end of the cut as one of its nodes, or inside it? */
function holdsEnd(p: Planar, edge: number, end: CutEnd): boolean {
  return end.splits ? edge === end.edge : tail(p, edge) === end.node || head(p, edge) === end.node;
}

/** True when the stretch of the new path from point `i` on keeps clear of an edge of the outline. */
function stretchIsClear(
  p: Planar,
  edge: number,
  path: readonly number[],
  i: number,
  from: CutEnd,
  to: CutEnd,
): boolean {
  const ax = at(path, i);
  const az = at(path, i + 1);
  const bx = at(path, i + 2);
  const bz = at(path, i + 3);
  const c = tail(p, edge);
  const cx = at(p.nodeX, c);
  const cz = at(p.nodeZ, c);
  const dx = at(p.nodeX, head(p, edge));
  const dz = at(p.nodeZ, head(p, edge));
  const joined = (i === 0 && holdsEnd(p, edge, from)) || (i === path.length - 4 && holdsEnd(p, edge, to));
  if (!joined && segmentsMeet(ax, az, bx, bz, cx, cz, dx, dz)) return false;
  if (c !== from.node && c !== to.node && nearSegment(ax, az, bx, bz, cx, cz, CLEARANCE_CM)) return false;
  return i === 0 || !nearSegment(cx, cz, dx, dz, ax, az, CLEARANCE_CM);
}

/** True when the new path keeps clear of the face's outline. */
function pathIsClear(
  p: Planar,
  edges: readonly number[],
  path: readonly number[],
  from: CutEnd,
  to: CutEnd,
): boolean {
  for (let i = 0; i + 3 < path.length; i += 2) {
    if (!edges.every((edge) => stretchIsClear(p, edge, path, i, from, to))) return false;
  }
  return true;
}

function outline(p: Planar, fromEdge: number, toEdge: number, out: number[]): void {
  for (let h = fromEdge; h !== toEdge; h = at(p.next, h))
    out.push(at(p.nodeX, head(p, h)), at(p.nodeZ, head(p, h)));
}

/** Are both parts of the face large enough? `path` runs from one end to the other. */
function areasFit(p: Planar, path: readonly number[], from: CutEnd, to: CutEnd, areaM2: number): boolean {
  const least = 2 * areaM2 * SQUARE_CM_PER_M2;
  const right = [...path];
  if (to.splits) right.push(at(p.nodeX, head(p, to.edge)), at(p.nodeZ, head(p, to.edge)));
  outline(p, to.splits ? at(p.next, to.edge) : to.edge, from.edge, right);
  if (doubleArea(right) < least) return false;
  const left: number[] = [];
  for (let i = path.length - 2; i >= 0; i -= 2) left.push(at(path, i), at(path, i + 1));
  if (from.splits) left.push(at(p.nodeX, head(p, from.edge)), at(p.nodeZ, head(p, from.edge)));
  outline(p, from.splits ? at(p.next, from.edge) : from.edge, to.edge, left);
  return doubleArea(left) >= least;
}

function makeCut(p: Planar, from: CutEnd, to: CutEnd, inner: readonly number[], rule: CutRule): number {
  for (const end of [from, to]) {
    if (end.splits) continue;
    p.nodeX[end.node] = end.x;
    p.nodeZ[end.node] = end.z;
  }
  const fromEdge = from.splits ? splitEdge(p, from.edge, from.x, from.z) : from.edge;
  const toEdge = to.splits ? splitEdge(p, to.edge, to.x, to.z) : to.edge;
  return splitFace(p, fromEdge, toEdge, inner, rule.street, rule.streetClass);
}

/** Tries the stretch of the curve between two crossings; returns the new face, or -1. */
function cutBetween(
  p: Planar,
  edges: readonly number[],
  curve: readonly number[],
  a: Crossing,
  b: Crossing,
  rule: CutRule,
): number {
  const from = cutEnd(p, a, rule.snapCm);
  const to = cutEnd(p, b, rule.snapCm);
  if (!from || !to || (from.splits && to.splits && a.edge === b.edge)) return -1;
  if (!from.splits && !to.splits && from.node === to.node) return -1;
  const inner = innerPoints(curve, from, to, a.along, b.along, Math.max(rule.snapCm, EDGE_CM));
  const path = [from.x, from.z, ...inner, to.x, to.z];
  if (sharpAt(p, from, at(path, 2), at(path, 3))) return -1;
  if (sharpAt(p, to, at(path, path.length - 4), at(path, path.length - 3))) return -1;
  if (!pathIsClear(p, edges, path, from, to) || !areasFit(p, path, from, to, rule.areaM2)) return -1;
  return makeCut(p, from, to, inner, rule);
}

/** Cuts the face once along the first stretch of the curve that may be cut; returns the new face, or -1. */
function cutOnce(p: Planar, face: number, curve: readonly number[], rule: CutRule): number {
  const edges = faceEdges(p, face);
  const found = crossings(p, edges, curve);
  if (found.length < 2) return -1;
  const points = facePoints(p, face);
  for (let i = 0; i + 1 < found.length; i++) {
    const a = found[i];
    const b = found[i + 1];
    if (!a || !b) break;
    const [mx, mz] = pointAlong(curve, (a.along + b.along) / 2);
    if (!pointInPolygon(points, mx, mz)) continue;
    for (const snapCm of rule.snapCm > EDGE_CM ? [rule.snapCm, EDGE_CM] : [EDGE_CM]) {
      const made = cutBetween(p, edges, curve, a, b, { ...rule, snapCm });
      if (made >= 0) return made;
    }
  }
  return -1;
}

/** Cuts a face along a curve (x, z …) wherever the rule allows, and returns the faces it became. */
function cutFace(p: Planar, face: number, curve: readonly number[], rule: CutRule): number[] {
  const open = [face];
  const done: number[] = [];
  for (let f = open.pop(); f !== undefined; f = open.pop()) {
    const made = cutOnce(p, f, curve, rule);
    if (made < 0) done.push(f);
    else open.push(made, f);
  }
  return done;
}

/** Cuts all of the faces along a curve. */
export function cutFaces(
  p: Planar,
  faces: readonly number[],
  curve: readonly number[],
  rule: CutRule,
): number[] {
  const reach = boxOf(curve);
  const result: number[] = [];
  for (const face of faces) {
    const box = boxOf(facePoints(p, face));
    const apart =
      box.east < reach.west || box.west > reach.east || box.south < reach.north || box.north > reach.south;
    if (apart) result.push(face);
    else result.push(...cutFace(p, face, curve, rule));
  }
  return result;
}

/** Centre of a face, and its area in square metres. */
export function faceCentre(p: Planar, face: number): { x: number; z: number; areaM2: number } {
  const points = facePoints(p, face);
  const [x, z] = centroid(points);
  return { x, z, areaM2: Math.floor(doubleArea(points) / (2 * SQUARE_CM_PER_M2)) };
}
