import { assert, at } from "#city/assert.ts";
import type { StandEvent } from "#city/protocol/wire-types.ts";
import { settleNeeds } from "./activity.ts";
import type { TickRun } from "./run.ts";
import { AT_DOOR, AT_NODE, type DistrictState, INSIDE, ON_TRIP, touch } from "./state.ts";
import type { EngineContext } from "./types.ts";

/** Puts a body inside a building of this district from `atMs` on. If it stood in the open, its watchers are told. */
export function putInside(run: TickRun, slot: number, building: number, atMs: number): void {
  const { ctx, state } = run;
  sayGone(run, slot, atMs);
  setPlace(ctx, state, slot, INSIDE, building, atMs);
}

/** Lets a body stand at the door of a building of this district from `atMs` on, and says so on the wire. */
export function putAtDoor(run: TickRun, slot: number, building: number, atMs: number): void {
  const { ctx, state } = run;
  setPlace(ctx, state, slot, AT_DOOR, building, atMs);
  run.out.events.push({
    kind: "stand",
    neighborhood: at(ctx.plan.buildings.neighborhood, building),
    agent: at(state.bodies.agent, slot),
    node: -1,
    building,
    sinceMs: atMs,
  });
}

/** What the wire is told of a body that stands at a street node from `atMs` on. */
export function standAtNode(run: TickRun, slot: number, node: number, atMs: number): StandEvent {
  return {
    kind: "stand",
    neighborhood: at(run.ctx.plan.graph.nodeNeighborhood, node),
    agent: at(run.state.bodies.agent, slot),
    node,
    building: -1,
    sinceMs: atMs,
  };
}

/** Changes where a body is and keeps the inside lists; says nothing on the wire. `index` as in state.ts. */
export function setPlace(
  ctx: EngineContext,
  state: DistrictState,
  slot: number,
  kind: number,
  index: number,
  atMs: number,
): void {
  settleNeeds(state, slot, atMs);
  takeOut(ctx, state, slot);
  state.bodies.placeKind[slot] = kind;
  state.bodies.placeIndex[slot] = index;
  state.bodies.placeSinceMs[slot] = atMs;
  if (kind === INSIDE) linkInside(ctx, state, slot);
  touch(state, slot);
}

/** Takes a body off its building's inside list, before it moves or leaves the district. */
export function takeOut(ctx: EngineContext, state: DistrictState, slot: number): void {
  const { bodies, insideNext, insidePrevious, insideHead, insideCount } = state;
  if (at(bodies.placeKind, slot) !== INSIDE || at(bodies.placeIndex, slot) < 0) return;
  const local = at(ctx.places.localOf, at(bodies.placeIndex, slot));
  const next = at(insideNext, slot);
  const previous = at(insidePrevious, slot);
  if (previous >= 0) insideNext[previous] = next;
  else insideHead[local] = next;
  if (next >= 0) insidePrevious[next] = previous;
  insideNext[slot] = -1;
  insidePrevious[slot] = -1;
  insideCount[local] = at(insideCount, local) - 1;
  bodies.placeIndex[slot] = -1;
}

/** Puts a body whose place is inside a building on that building's list. */
export function linkInside(ctx: EngineContext, state: DistrictState, slot: number): void {
  const building = at(state.bodies.placeIndex, slot);
  const neighborhood = at(ctx.plan.buildings.neighborhood, building);
  assert(
    at(ctx.places.neighborhoodDistrict, neighborhood) === state.district,
    `building ${building} is not in district ${state.district}`,
  );
  const local = at(ctx.places.localOf, building);
  const head = at(state.insideHead, local);
  state.insideNext[slot] = head;
  state.insidePrevious[slot] = -1;
  if (head >= 0) state.insidePrevious[head] = slot;
  state.insideHead[local] = slot;
  state.insideCount[local] = at(state.insideCount, local) + 1;
}

/** Tells the watchers of a standing body's neighborhood that it is no longer in the open. */
function sayGone(run: TickRun, slot: number, atMs: number): void {
  const { bodies } = run.state;
  const kind = at(bodies.placeKind, slot);
  if (kind !== AT_DOOR && kind !== AT_NODE) return;
  run.out.events.push({
    kind: "gone",
    neighborhood: neighborhoodOfPlace(run.ctx, kind, at(bodies.placeIndex, slot)),
    agent: at(bodies.agent, slot),
    atMs,
  });
}

/** Neighborhood of a building, door or node; asserts on a body that is on a trip. */
export function neighborhoodOfPlace(ctx: EngineContext, kind: number, index: number): number {
  assert(kind !== ON_TRIP, "a trip has no one place");
  return kind === AT_NODE
    ? at(ctx.plan.graph.nodeNeighborhood, index)
    : at(ctx.plan.buildings.neighborhood, index);
}
