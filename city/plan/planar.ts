import { assert, at } from "../assert.ts";

/** Street nodes lie on this grid, so that files stay small. */
export const NODE_GRID_CM = 50;

/** No street: the border of the map, and shores nobody can walk. */
export const NO_STREET = -1;

/**
 * A drawing without crossings: nodes, half-edges (the twin of h is h ^ 1) and faces. The face of a half-edge lies on
 * its right hand. Only the generator uses it; a street graph is read off at the end.
 */
export interface Planar {
  readonly nodeX: number[];
  readonly nodeZ: number[];
  readonly degree: number[];
  /** Per half-edge. */
  readonly origin: number[];
  readonly next: number[];
  readonly previous: number[];
  readonly face: number[];
  /** Per pair of half-edges (index h >> 1): street number or NO_STREET, and street class. */
  readonly street: number[];
  readonly streetClass: number[];
  /** Per face: one of its half-edges. */
  readonly faceEdge: number[];
}

/** A drawing of one face, the rectangle 0..width by 0..depth, without streets. */
export function rectanglePlanar(widthCm: number, depthCm: number): Planar {
  const p: Planar = {
    nodeX: [0, widthCm, widthCm, 0],
    nodeZ: [0, 0, depthCm, depthCm],
    degree: [2, 2, 2, 2],
    origin: [],
    next: [],
    previous: [],
    face: [],
    street: [],
    streetClass: [],
    faceEdge: [0, 1],
  };
  for (let i = 0; i < 4; i++) {
    p.origin.push(i, (i + 1) % 4);
    p.next.push(2 * ((i + 1) % 4), 2 * ((i + 3) % 4) + 1);
    p.previous.push(2 * ((i + 3) % 4), 2 * ((i + 1) % 4) + 1);
    p.face.push(0, 1);
    p.street.push(NO_STREET);
    p.streetClass.push(0);
  }
  return p;
}

export function tail(p: Planar, h: number): number {
  return at(p.origin, h);
}

export function head(p: Planar, h: number): number {
  return at(p.origin, h ^ 1);
}

/** The half-edges around a face, its inside on their right hand. */
export function faceEdges(p: Planar, face: number): number[] {
  const edges: number[] = [];
  const first = at(p.faceEdge, face);
  let h = first;
  do {
    edges.push(h);
    h = at(p.next, h);
    assert(edges.length <= p.origin.length, "a face's outline closes");
  } while (h !== first);
  return edges;
}

/** Outline of a face as x, z, x, z … */
export function facePoints(p: Planar, face: number): number[] {
  const points: number[] = [];
  for (const h of faceEdges(p, face)) points.push(at(p.nodeX, tail(p, h)), at(p.nodeZ, tail(p, h)));
  return points;
}

function addNode(p: Planar, x: number, z: number): number {
  p.nodeX.push(x);
  p.nodeZ.push(z);
  p.degree.push(2);
  return p.nodeX.length - 1;
}

function addPair(p: Planar, from: number, to: number, street: number, streetClass: number): number {
  const h = p.origin.length;
  p.origin.push(from, to);
  p.next.push(-1, -1);
  p.previous.push(-1, -1);
  p.face.push(-1, -1);
  p.street.push(street);
  p.streetClass.push(streetClass);
  return h;
}

function link(p: Planar, before: number, after: number): void {
  p.next[before] = after;
  p.previous[after] = before;
}

/** Puts a node into an edge and returns the half-edge that now starts at it (in h's face). */
export function splitEdge(p: Planar, h: number, x: number, z: number): number {
  const twin = h ^ 1;
  const node = addNode(p, x, z);
  const onward = addPair(p, node, head(p, h), at(p.street, h >> 1), at(p.streetClass, h >> 1));
  const back = onward ^ 1;
  const after = at(p.next, h);
  const before = at(p.previous, twin);
  p.origin[twin] = node;
  p.face[onward] = at(p.face, h);
  p.face[back] = at(p.face, twin);
  link(p, onward, after);
  link(p, h, onward);
  link(p, before, back);
  link(p, back, twin);
  return onward;
}

/**
 * Cuts a face in two by a path from the tail of `from` to the tail of `to` through `inner` points (x, z …).
 * Returns the new face, on the left hand of the path; the old one keeps the right.
 */
export function splitFace(
  p: Planar,
  from: number,
  to: number,
  inner: readonly number[],
  street: number,
  streetClass: number,
): number {
  const oldFace = at(p.face, from);
  const newFace = p.faceEdge.length;
  const beforeFrom = at(p.previous, from);
  const beforeTo = at(p.previous, to);
  const nodes = [tail(p, from)];
  for (let i = 0; i + 1 < inner.length; i += 2) nodes.push(addNode(p, at(inner, i), at(inner, i + 1)));
  nodes.push(tail(p, to));
  let forward = beforeFrom;
  let backward = from;
  for (let i = 0; i + 1 < nodes.length; i++) {
    const h = addPair(p, at(nodes, i), at(nodes, i + 1), street, streetClass);
    link(p, forward, h);
    link(p, h ^ 1, backward);
    forward = h;
    backward = h ^ 1;
  }
  link(p, forward, to);
  link(p, beforeTo, backward);
  for (const end of [at(nodes, 0), at(nodes, nodes.length - 1)]) p.degree[end] = at(p.degree, end) + 1;
  p.faceEdge[oldFace] = forward;
  p.faceEdge.push(backward);
  for (const h of faceEdges(p, oldFace)) p.face[h] = oldFace;
  for (const h of faceEdges(p, newFace)) p.face[h] = newFace;
  return newFace;
}
