import { assertExists, at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import type { LegEvent } from "#city/protocol/wire-types.ts";
import { doorToDoorCm, doorToNodeCm, stepCm } from "./doors.ts";
import type { DistrictState } from "./state.ts";
import { type EngineContext, MODE_CAR } from "./types.ts";

/** A trip's way: vertices are [door of `from`], the street nodes, [door of `to`]. -1: no such door. */
export interface Way {
  readonly from: number;
  readonly nodes: readonly number[];
  readonly to: number;
}

/** The way of the trip in `slot`, as far as this district knows it: from where it came in to where it ends. */
export function wayOf(state: DistrictState, slot: number): Way {
  return {
    from: at(state.bodies.tripFrom, slot),
    nodes: assertExists(state.route[slot], "every slot has a route, be it empty"),
    to: at(state.bodies.tripTo, slot),
  };
}

/** How many vertices a way has. */
export function vertexCount(way: Way): number {
  return way.nodes.length + (way.from >= 0 ? 1 : 0) + (way.to >= 0 ? 1 : 0);
}

/** The street node at a vertex, or -1 at a door. */
export function nodeAt(way: Way, vertex: number): number {
  const index = vertex - (way.from >= 0 ? 1 : 0);
  return way.nodes[index] ?? -1;
}

/**
 * Neighborhood of what follows a vertex: the street (by its tail) or door piece that leaves it, and after the last
 * vertex the place where the body then is.
 */
export function neighborhoodAfter(ctx: EngineContext, way: Way, vertex: number): number {
  const { graph, buildings } = ctx.plan;
  const node = nodeAt(way, vertex);
  if (node < 0) return at(buildings.neighborhood, vertex === 0 && way.from >= 0 ? way.from : way.to);
  const isLastNode = vertex - (way.from >= 0 ? 1 : 0) === way.nodes.length - 1;
  return isLastNode && way.to >= 0 ? at(buildings.neighborhood, way.to) : at(graph.nodeNeighborhood, node);
}

/** The district that owns what follows a vertex. */
export function districtAfter(ctx: EngineContext, way: Way, vertex: number): number {
  return at(ctx.places.neighborhoodDistrict, neighborhoodAfter(ctx, way, vertex));
}

/** The vertex at which this district's part of a way ends: the first whose sequel is another's, or the last. */
export function partEndOf(ctx: EngineContext, way: Way, district: number): number {
  const last = vertexCount(way) - 1;
  for (let vertex = 0; vertex < last; vertex++) {
    if (districtAfter(ctx, way, vertex) !== district) return vertex;
  }
  return last;
}

/** Distance of each vertex up to `end` from vertex 0, cm. */
export function distancesCm(ctx: EngineContext, way: Way, end: number): number[] {
  const sums = [0];
  let sum = 0;
  for (let vertex = 0; vertex < end; vertex++) {
    sum += pieceCm(ctx, way, vertex);
    sums.push(sum);
  }
  return sums;
}

/** Length of a whole way, cm. */
export function wayCm(ctx: EngineContext, way: Way): number {
  return distancesCm(ctx, way, vertexCount(way) - 1).at(-1) ?? 0;
}

/** Simulated ms a body needs for a length. */
export function travelMs(ctx: EngineContext, lengthCm: number, mode: number): number {
  const speedCmPerS = mode === MODE_CAR ? CAR_CM_PER_S : WALK_CM_PER_S;
  return Math.floor((lengthCm * 1_000 * ctx.genesis.paceDivisor) / speedCmPerS);
}
export const WALK_CM_PER_S = 140;
export const CAR_CM_PER_S = 1_100;

/** Times at which the vertices of this district's part are reached, simulated ms; the part's end decides the pace. */
export function vertexTimesMs(ctx: EngineContext, state: DistrictState, slot: number): number[] {
  const { bodies } = state;
  const startMs = at(bodies.tripStartMs, slot);
  const durationMs = at(bodies.tripEndMs, slot) - startMs;
  const sums = distancesCm(ctx, wayOf(state, slot), at(bodies.tripPartEnd, slot));
  const total = Math.max(1, sums.at(-1) ?? 1);
  return sums.map((sum) => startMs + Math.floor((sum * durationMs) / total));
}

/** Last vertex of the stretch that begins at `vertex`: one neighborhood, at most LIMITS.legVerticesMax vertices. */
export function stretchEnd(ctx: EngineContext, way: Way, vertex: number, partEnd: number): number {
  const neighborhood = neighborhoodAfter(ctx, way, vertex);
  let end = vertex + 1;
  while (
    end < partEnd &&
    end - vertex + 1 < LIMITS.legVerticesMax &&
    neighborhoodAfter(ctx, way, end) === neighborhood
  ) {
    end++;
  }
  return end;
}

/** The wire leg of the stretch from vertex `first` to vertex `end` of the trip in `slot`. */
export function legEvent(
  ctx: EngineContext,
  state: DistrictState,
  slot: number,
  first: number,
  end: number,
  timesMs: readonly number[],
): LegEvent {
  const { bodies } = state;
  const way = wayOf(state, slot);
  const neighborhood = neighborhoodAfter(ctx, way, first);
  const nodes: number[] = [];
  for (let vertex = first; vertex <= end; vertex++) {
    const node = nodeAt(way, vertex);
    if (node >= 0) nodes.push(node);
  }
  return {
    kind: "leg",
    neighborhood,
    agent: at(bodies.agent, slot),
    mode: at(bodies.tripMode, slot) === MODE_CAR ? "car" : "foot",
    fromBuilding: first === 0 ? way.from : -1,
    nodes,
    toBuilding: end === vertexCount(way) - 1 ? way.to : -1,
    startMs: at(timesMs, first),
    endMs: at(timesMs, end),
    // biome-ignore lint/suspicious/noThenProperty: the wire type names what follows a leg `then`; it is never a function.
    then: whatFollows(ctx, way, end, neighborhood, at(bodies.tripEnter, slot) === 1),
  };
}

function whatFollows(
  ctx: EngineContext,
  way: Way,
  end: number,
  neighborhood: number,
  enters: boolean,
): LegEvent["then"] {
  if (end < vertexCount(way) - 1) return "onward";
  if (way.to >= 0) return enters ? "inside" : "stay";
  return neighborhoodAfter(ctx, way, end) === neighborhood ? "stay" : "onward";
}

function pieceCm(ctx: EngineContext, way: Way, vertex: number): number {
  const node = nodeAt(way, vertex);
  const next = nodeAt(way, vertex + 1);
  if (node >= 0 && next >= 0) return stepCm(ctx.plan, node, next);
  if (node >= 0) return doorToNodeCm(ctx.plan, way.to, node);
  if (next >= 0) return doorToNodeCm(ctx.plan, way.from, next);
  return doorToDoorCm(ctx.plan, way.from, way.to);
}
