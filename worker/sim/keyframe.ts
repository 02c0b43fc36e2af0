import { assertExists, at } from "#city/assert.ts";
import type { BodyEvent, LegEvent, WireEvent } from "#city/protocol/wire-types.ts";
import { msOfTick, type TickRun } from "./run.ts";
import {
  AT_BORDER,
  AT_DOOR,
  AT_NODE,
  type DistrictState,
  INSIDE,
  type LastSeen,
  slotsByAgent,
} from "./state.ts";
import { legEvent, neighborhoodAfter, nodeAt, stretchEnd, vertexTimesMs, wayOf } from "./trip-shape.ts";
import type { EngineContext } from "./types.ts";

/** The announced stretches of the trip in `slot`, first to last; also those already walked. */
export function legsOf(ctx: EngineContext, state: DistrictState, slot: number): LegEvent[] {
  const way = wayOf(state, slot);
  const timesMs = vertexTimesMs(ctx, state, slot);
  const partEnd = at(state.bodies.tripPartEnd, slot);
  const told = at(state.bodies.tripNextVertex, slot);
  const legs: LegEvent[] = [];
  for (let vertex = 0; vertex < told; ) {
    const end = stretchEnd(ctx, way, vertex, partEnd);
    legs.push(legEvent(ctx, state, slot, vertex, end, timesMs));
    vertex = end;
  }
  return legs;
}

/**
 * Keeps the stretches of a trip that ends here or leaves, as far as they are not over when this tick begins. Whether the
 * body stays where the last one ends is no longer theirs to say: it may go on in this very tick.
 */
export function keepLastSeen(run: TickRun, slot: number): void {
  const { ctx, state } = run;
  state.lastSeen.push(...standsBefore(ctx, state, slot, run.startMs));
  for (const leg of legsOf(ctx, state, slot)) {
    if (leg.endMs <= run.startMs) continue;
    // biome-ignore lint/suspicious/noThenProperty: the wire type names what follows a leg `then`; it is never a function.
    state.lastSeen.push({ ...leg, then: leg.then === "stay" ? "onward" : leg.then });
  }
}

/** Everything a newcomer must know of the bodies in the open, per neighborhood of this district; by agent, then time. */
export function keyframeEvents(ctx: EngineContext, state: DistrictState): Map<number, WireEvent[]> {
  const frames = new Map<number, WireEvent[]>();
  for (const neighborhood of ctx.plan.neighborhoods) {
    if (neighborhood.district === state.district) frames.set(neighborhood.index, []);
  }
  const nowMs = msOfTick(ctx.genesis, state.fields.tick);
  const events: BodyEvent[] = [...state.lastSeen];
  for (const slot of slotsByAgent(state)) events.push(...bodyEvents(ctx, state, slot));
  events.sort(byAgentAndTime);
  for (const event of events) {
    if (event.kind === "leg" && event.endMs <= nowMs) continue;
    assertExists(frames.get(event.neighborhood), "a neighborhood of this district").push(event);
  }
  return frames;
}

function bodyEvents(ctx: EngineContext, state: DistrictState, slot: number): BodyEvent[] {
  const { bodies } = state;
  const kind = at(bodies.placeKind, slot);
  const index = at(bodies.placeIndex, slot);
  const agent = at(bodies.agent, slot);
  if (kind === INSIDE) return [];
  const sinceMs = at(bodies.placeSinceMs, slot);
  if (kind === AT_NODE) {
    const neighborhood = at(ctx.plan.graph.nodeNeighborhood, index);
    return [{ kind: "stand", neighborhood, agent, node: index, building: -1, sinceMs }];
  }
  if (kind === AT_DOOR) {
    const neighborhood = at(ctx.plan.buildings.neighborhood, index);
    return [{ kind: "stand", neighborhood, agent, node: -1, building: index, sinceMs }];
  }
  const legs = [
    ...standsBefore(ctx, state, slot, msOfTick(ctx.genesis, state.fields.tick)),
    ...legsOf(ctx, state, slot),
  ];
  if (at(bodies.tripPhase, slot) !== AT_BORDER) return legs;
  const way = wayOf(state, slot);
  const partEnd = at(bodies.tripPartEnd, slot);
  const node = nodeAt(way, partEnd);
  const neighborhood =
    partEnd > 0 ? neighborhoodAfter(ctx, way, partEnd - 1) : at(ctx.plan.graph.nodeNeighborhood, node);
  return [
    ...legs,
    { kind: "stand", neighborhood, agent, node, building: -1, sinceMs: at(bodies.tripEndMs, slot) },
  ];
}

/** Where a body stands until its trip begins, if it has not yet; and that it leaves for another neighborhood then. */
function standsBefore(ctx: EngineContext, state: DistrictState, slot: number, nowMs: number): LastSeen[] {
  const { bodies } = state;
  const sinceMs = at(bodies.tripStoodMs, slot);
  const startMs = at(bodies.tripStartMs, slot);
  if (sinceMs < 0 || startMs <= Math.max(nowMs, sinceMs)) return [];
  const way = wayOf(state, slot);
  const agent = at(bodies.agent, slot);
  const node = nodeAt(way, 0);
  const neighborhood =
    node >= 0 ? at(ctx.plan.graph.nodeNeighborhood, node) : at(ctx.plan.buildings.neighborhood, way.from);
  const stand: LastSeen = { kind: "stand", neighborhood, agent, node, building: way.from, sinceMs };
  const leavesTo = neighborhoodAfter(ctx, way, 0);
  return leavesTo === neighborhood ? [stand] : [stand, { kind: "gone", neighborhood, agent, atMs: startMs }];
}

function byAgentAndTime(a: BodyEvent, b: BodyEvent): number {
  return a.agent - b.agent || timeOf(a) - timeOf(b);
}

function timeOf(event: BodyEvent): number {
  switch (event.kind) {
    case "leg":
      return event.startMs;
    case "stand":
      return event.sinceMs;
    case "gone":
      return event.atMs;
    default:
      return 0;
  }
}
