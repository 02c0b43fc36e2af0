import { at } from "#city/assert.ts";
import { doorAccess } from "./doors.ts";
import { neighborhoodOfPlace } from "./placing.ts";
import { AT_NODE, type DistrictState, INSIDE, NO_TRIP, ON_TRIP } from "./state.ts";
import { nodeAt, travelMs, vertexTimesMs, type Way, wayCm, wayOf } from "./trip-shape.ts";
import { pointOf, wayTo } from "./trip-way.ts";
import type { EngineContext } from "./types.ts";
import type { BodyPlace } from "./views.ts";

/** Where a body is at an instant, and the two ends of the street it is on (the same node twice at a node). */
export interface Spot {
  readonly slot: number;
  readonly xCm: number;
  readonly zCm: number;
  readonly neighborhood: number;
  readonly nodeA: number;
  readonly nodeB: number;
  /** Building it is inside of, or -1. */
  readonly inside: number;
}

/** The spot of a body at `atMs`, which may lie anywhere in the tick just fixed. */
export function spotOf(ctx: EngineContext, state: DistrictState, slot: number, atMs: number): Spot {
  const { bodies } = state;
  const kind = at(bodies.placeKind, slot);
  if (kind === ON_TRIP) return spotOnTrip(ctx, state, slot, atMs);
  const index = at(bodies.placeIndex, slot);
  const [xCm, zCm] = pointOf(ctx, kind, index);
  const [nodeA, nodeB] = kind === AT_NODE ? [index, index] : doorEnds(ctx, index);
  const neighborhood = neighborhoodOfPlace(ctx, kind, index);
  return { slot, xCm, zCm, neighborhood, nodeA, nodeB, inside: kind === INSIDE ? index : -1 };
}

function doorEnds(ctx: EngineContext, building: number): readonly [number, number] {
  const [tail, head] = doorAccess(ctx.plan, building);
  return [tail.node, head.node];
}

function spotOnTrip(ctx: EngineContext, state: DistrictState, slot: number, atMs: number): Spot {
  const way = wayOf(state, slot);
  const times = vertexTimesMs(ctx, state, slot);
  let vertex = 0;
  while (vertex + 1 < times.length - 1 && at(times, vertex + 1) <= atMs) vertex++;
  const next = Math.min(vertex + 1, times.length - 1);
  const from = vertexPoint(ctx, way, vertex);
  const to = vertexPoint(ctx, way, next);
  const span = Math.max(1, at(times, next) - at(times, vertex));
  const gone = Math.max(0, Math.min(span, atMs - at(times, vertex)));
  const [nodeA, nodeB] = streetEnds(ctx, way, vertex, next);
  return {
    slot,
    xCm: from[0] + Math.floor(((to[0] - from[0]) * gone) / span),
    zCm: from[1] + Math.floor(((to[1] - from[1]) * gone) / span),
    neighborhood: at(ctx.plan.graph.nodeNeighborhood, nodeA),
    nodeA,
    nodeB,
    inside: -1,
  };
}

function vertexPoint(ctx: EngineContext, way: Way, vertex: number): readonly [number, number] {
  const node = nodeAt(way, vertex);
  return node >= 0 ? pointOf(ctx, AT_NODE, node) : pointOf(ctx, INSIDE, doorAt(way, vertex));
}

function doorAt(way: Way, vertex: number): number {
  return vertex === 0 && way.from >= 0 ? way.from : way.to;
}

function streetEnds(ctx: EngineContext, way: Way, vertex: number, next: number): readonly [number, number] {
  const a = nodeAt(way, vertex);
  const b = nodeAt(way, next);
  if (a >= 0 && b >= 0) return [a, b];
  return doorEnds(ctx, doorAt(way, a < 0 ? vertex : next));
}

/** Where a body is, as the shell is told. */
export function placeView(ctx: EngineContext, state: DistrictState, slot: number, atMs: number): BodyPlace {
  const spot = spotOf(ctx, state, slot, atMs);
  return {
    district: state.district,
    neighborhood: spot.neighborhood,
    xCm: spot.xCm,
    zCm: spot.zCm,
    street: streetOf(ctx, spot),
    inside: spot.inside,
    goingTo: goingTo(ctx, state, slot),
  };
}

/** Street of the spot: that of the building's door, of the edge between its ends, or the first that leaves its node. */
function streetOf(ctx: EngineContext, spot: Spot): number {
  const { edgeStart, edgeTo, edgeStreet } = ctx.plan.graph;
  if (spot.inside >= 0) return at(edgeStreet, at(ctx.plan.buildings.doorEdge, spot.inside));
  const first = at(edgeStart, spot.nodeA);
  for (let edge = first; edge < at(edgeStart, spot.nodeA + 1); edge++) {
    if (edgeTo[edge] === spot.nodeB) return at(edgeStreet, edge);
  }
  return at(edgeStreet, first);
}

function goingTo(ctx: EngineContext, state: DistrictState, slot: number): BodyPlace["goingTo"] {
  const { bodies } = state;
  if (bodies.tripPhase[slot] === NO_TRIP) return null;
  const way = wayOf(state, slot);
  const mode = at(bodies.tripMode, slot) === 1 ? 1 : 0;
  const endMs = Math.max(
    at(bodies.tripEndMs, slot),
    at(bodies.tripStartMs, slot) + travelMs(ctx, wayCm(ctx, way), mode),
  );
  const [kind, index] = endOfWay(way);
  const next = { building: at(bodies.nextTo, slot), node: at(bodies.nextNode, slot), enter: false };
  if (next.building < 0 && next.node < 0) {
    const [xCm, zCm] = pointOf(ctx, kind, index);
    return { building: kind === AT_NODE ? -1 : index, xCm, zCm, arrivesAtMs: endMs };
  }
  // It turns round at the end of this way: from there it is another way on.
  const onward = wayTo(ctx, kind, index, next, mode);
  const [xCm, zCm] =
    next.building >= 0 ? pointOf(ctx, INSIDE, next.building) : pointOf(ctx, AT_NODE, next.node);
  const onwardMs = onward === null ? 0 : travelMs(ctx, wayCm(ctx, onward), mode);
  return { building: next.building, xCm, zCm, arrivesAtMs: endMs + onwardMs };
}

/** Where a way ends: at a door or at a street node; a way broken off before it left its door ends there. */
function endOfWay(way: Way): readonly [kind: number, index: number] {
  if (way.to >= 0) return [INSIDE, way.to];
  const last = way.nodes.at(-1);
  return last === undefined ? [INSIDE, way.from] : [AT_NODE, last];
}
