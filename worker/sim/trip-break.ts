import { at } from "#city/assert.ts";
import { err, ok, type Result } from "#city/result.ts";
import type { TickRun } from "./run.ts";
import { AT_BORDER, AT_DOOR, AT_NODE, TO_BORDER, TO_DESTINATION, touch } from "./state.ts";
import { announceAndPlan } from "./trip-events.ts";
import {
  districtAfter,
  neighborhoodAfter,
  nodeAt,
  stretchEnd,
  travelMs,
  vertexCount,
  vertexTimesMs,
  type Way,
  wayCm,
  wayOf,
} from "./trip-shape.ts";
import {
  type Destination,
  isThere,
  modeBetween,
  pointOf,
  type TripRefusal,
  type TripStart,
  wayTo,
} from "./trip-way.ts";

/**
 * Ends the trip of the body in `slot` at the next vertex it reaches from the start of this tick on, and remembers where
 * to go from there. A trip that goes there already goes on. Refusals change nothing.
 */
export function breakOff(
  run: TickRun,
  slot: number,
  destination: Destination,
): Result<TripStart, TripRefusal> {
  const { ctx, state } = run;
  const { bodies } = state;
  const way = wayOf(state, slot);
  const timesMs = vertexTimesMs(ctx, state, slot);
  const stop = nextVertex(timesMs, at(bodies.tripPartEnd, slot), run.startMs);
  const isWaiting = at(bodies.tripPhase, slot) === AT_BORDER;
  const stopMs = isWaiting ? run.startMs : at(timesMs, stop);
  if (goesTo(run, slot, way, destination)) return ok(asItIs(run, slot, way));
  const onward = startFrom(run, slot, way, stop, stopMs, destination);
  if (!onward.ok) return onward;
  const cut = cutWay(way, stop);
  if (!isWaiting) sayCancelled(run, slot, way, stop, stopMs);
  const isHere = districtAfter(ctx, cut, stop) === state.district;
  bodies.tripPhase[slot] = isHere ? TO_DESTINATION : isWaiting ? AT_BORDER : TO_BORDER;
  state.route[slot] = cut.nodes;
  bodies.tripTo[slot] = cut.to;
  bodies.tripEnter[slot] = 0;
  bodies.tripPartEnd[slot] = stop;
  if (isHere || !isWaiting) bodies.tripEndMs[slot] = stopMs;
  bodies.tripNextVertex[slot] = stop;
  bodies.nextTo[slot] = destination.building;
  bodies.nextNode[slot] = destination.node;
  bodies.nextEnter[slot] = destination.enter ? 1 : 0;
  touch(state, slot);
  announceAndPlan(run, slot);
  return onward;
}

/** First vertex that is reached at `fromMs` or later; the part's last when all lie behind (waiting at a border). */
function nextVertex(timesMs: readonly number[], partEnd: number, fromMs: number): number {
  let vertex = 0;
  while (vertex < partEnd && at(timesMs, vertex) < fromMs) vertex++;
  return vertex;
}

function goesTo(run: TickRun, slot: number, way: Way, destination: Destination): boolean {
  const { bodies } = run.state;
  if (at(bodies.nextTo, slot) >= 0 || at(bodies.nextNode, slot) >= 0) return false;
  if (destination.building >= 0) {
    return way.to === destination.building && (at(bodies.tripEnter, slot) === 1) === destination.enter;
  }
  return way.to < 0 && way.nodes.at(-1) === destination.node;
}

function asItIs(run: TickRun, slot: number, way: Way): TripStart {
  const { bodies } = run.state;
  const mode = at(bodies.tripMode, slot) === 1 ? 1 : 0;
  const startMs = at(bodies.tripStartMs, slot);
  return { startMs, arriveMs: startMs + travelMs(run.ctx, wayCm(run.ctx, way), mode), mode };
}

/** The promise of the trip that follows from the vertex where this one stops. */
function startFrom(
  run: TickRun,
  slot: number,
  way: Way,
  stop: number,
  stopMs: number,
  destination: Destination,
): Result<TripStart, TripRefusal> {
  const { ctx, state } = run;
  const node = nodeAt(way, stop);
  const kind = node >= 0 ? AT_NODE : AT_DOOR;
  const index = node >= 0 ? node : stop === 0 && way.from >= 0 ? way.from : way.to;
  if (isThere(kind, index, destination)) {
    return ok({ startMs: stopMs, arriveMs: stopMs, mode: 0 });
  }
  const { agent, kind: bodyKind } = state.bodies;
  const mode = modeBetween(ctx, at(agent, slot), at(bodyKind, slot), pointOf(ctx, kind, index), destination);
  const next = wayTo(ctx, kind, index, destination, mode);
  if (next === null) return err("no_route", "no street leads there");
  return ok({ startMs: stopMs, arriveMs: stopMs + travelMs(ctx, wayCm(ctx, next), mode), mode });
}

/** The way up to a vertex. */
function cutWay(way: Way, stop: number): Way {
  if (stop === vertexCount(way) - 1) return way;
  return { from: way.from, nodes: way.nodes.slice(0, stop + (way.from >= 0 ? 0 : 1)), to: -1 };
}

/** Takes back what was announced of the trip after a vertex, in every neighborhood that was told. */
function sayCancelled(run: TickRun, slot: number, way: Way, stop: number, stopMs: number): void {
  const { ctx, state } = run;
  const { bodies } = state;
  const told = at(bodies.tripNextVertex, slot);
  const partEnd = at(bodies.tripPartEnd, slot);
  const last = vertexCount(way) - 1;
  const neighborhoods: number[] = [];
  for (let vertex = 0; vertex < told; ) {
    const end = stretchEnd(ctx, way, vertex, partEnd);
    const neighborhood = neighborhoodAfter(ctx, way, vertex);
    const isUndone = end > stop || (end === last && stop === last && at(bodies.tripEnter, slot) === 1);
    if (isUndone && !neighborhoods.includes(neighborhood)) neighborhoods.push(neighborhood);
    vertex = end;
  }
  for (const neighborhood of neighborhoods) {
    run.out.events.push({ kind: "cancel", neighborhood, agent: at(bodies.agent, slot), atMs: stopMs });
  }
}
