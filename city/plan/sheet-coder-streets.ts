import { at } from "../assert.ts";
import { LIMITS } from "../limits.ts";
import type { Coder } from "./range-coder.ts";
import type { Sheet } from "./sheet.ts";
import type { Edges, Positions } from "./sheet-coder.ts";
import type { PlanIndex } from "./types.ts";

const S = { asBefore: 10, streetOld: 11, streetRank: 12, sameClass: 13, streetClass: 14 };
/** More than own nodes and ghosts together. */
const NODES_MOST = 4 * LIMITS.planNeighborhoodNodesMax;

/** How straight an edge carries on from `via` -> `node` to `to`: 1000 is straight on. */
function straightness(p: Positions, via: number, node: number, to: number): number {
  const ax = at(p.x, node) - at(p.x, via);
  const az = at(p.z, node) - at(p.z, via);
  const bx = at(p.x, to) - at(p.x, node);
  const bz = at(p.z, to) - at(p.z, node);
  const scale = Math.sqrt((ax * ax + az * az) * (bx * bx + bz * bz));
  return scale === 0 ? 0 : Math.floor(((ax * bx + az * bz) * 1_000) / scale);
}

const STRAIGHT_ENOUGH = 850;

interface StreetMemory {
  readonly street: number[];
  readonly streetClass: number[];
}

/** The known edge that the edge `e` carries on most straightly, or -1. */
function continued(p: Positions, edges: Edges, memory: StreetMemory, e: number): number {
  let best = -1;
  let bestValue = STRAIGHT_ENOUGH;
  const a = at(edges.edgeTail, e);
  const b = at(edges.edgeTo, e);
  for (const [node, other] of [
    [a, b],
    [b, a],
  ] as const) {
    if (node + 1 >= edges.edgeStart.length) continue;
    for (let f = at(edges.edgeStart, node); f < at(edges.edgeStart, node + 1); f++) {
      const via = at(edges.edgeTo, f);
      if (via === other || at(memory.street, f) < 0) continue;
      const value = straightness(p, via, node, other);
      if (value <= bestValue) continue;
      best = f;
      bestValue = value;
    }
  }
  return best;
}

/** The opposite of each edge, or -1 where it belongs to another neighborhood. */
function opposites(edges: Edges): number[] {
  const edgeAt = new Map<number, number>();
  edges.edgeTo.forEach((to, e) => {
    edgeAt.set(at(edges.edgeTail, e) * NODES_MOST + to, e);
  });
  return edges.edgeTo.map((to, e) => edgeAt.get(to * NODES_MOST + at(edges.edgeTail, e)) ?? -1);
}

/** Writes or reads street and class of every edge; an edge and its opposite have the same. */
export function codeStreets(
  c: Coder,
  index: PlanIndex,
  edges: Edges,
  p: Positions,
  sheet: Sheet | null,
): StreetMemory {
  const bits = Math.max(1, 32 - Math.clz32(index.streets.length));
  const memory: StreetMemory = { street: edges.edgeTo.map(() => -1), streetClass: edges.edgeTo.map(() => 0) };
  const reverse = opposites(edges);
  const wantedStreets = sheet?.edgeStreet ?? edges.edgeTo.map(() => 0);
  const wantedClasses = sheet?.edgeClass ?? wantedStreets;
  const recent: number[] = [];
  for (let e = 0; e < edges.edgeTo.length; e++) {
    if (at(memory.street, e) >= 0) continue;
    const guess = continued(p, edges, memory, e);
    const guessed = guess < 0 ? -1 : at(memory.street, guess);
    const street = codeStreet(c, bits, recent, guessed, at(wantedStreets, e));
    if (street >= index.streets.length) throw new RangeError("no such street");
    const before = guessed === street ? guess : memory.street.indexOf(street);
    const streetClass = codeClass(c, before < 0 ? -1 : at(memory.streetClass, before), at(wantedClasses, e));
    remember(memory, e, street, streetClass);
    if (at(reverse, e) >= 0) remember(memory, at(reverse, e), street, streetClass);
  }
  return memory;
}

function remember(memory: StreetMemory, edge: number, street: number, streetClass: number): void {
  memory.street[edge] = street;
  memory.streetClass[edge] = streetClass;
}

/** A street class: as on the same street before (-1: it is new), or another. */
function codeClass(c: Coder, before: number, wanted: number): number {
  if (before >= 0 && c.flag(S.sameClass, wanted === before)) return before;
  return c.symbol(S.streetClass, 2, wanted);
}

function codeStreet(c: Coder, bits: number, recent: number[], guess: number, wanted: number): number {
  if (guess >= 0 && c.flag(S.asBefore, wanted === guess)) return guess;
  const rank = recent.indexOf(wanted);
  const known = recent.length > 0 && c.flag(S.streetOld, rank >= 0);
  let street: number;
  if (known) {
    const place = c.number(S.streetRank, rank);
    street = recent[place] ?? -1;
    if (street < 0) throw new RangeError("no such street yet");
    recent.splice(place, 1);
  } else street = c.raw(bits, wanted);
  recent.unshift(street);
  return street;
}
