import { assert, at } from "#city/assert.ts";
import { setActivity } from "./activity.ts";
import { keepLastSeen } from "./keyframe.ts";
import { putAtDoor, setPlace, standAtNode } from "./placing.ts";
import type { TickRun } from "./run.ts";
import { AT_DOOR, AT_NODE, clearTrip, INSIDE, TO_DESTINATION } from "./state.ts";
import { neighborhoodAfter, nodeAt, vertexCount, type Way, wayOf } from "./trip-shape.ts";
import { departAt } from "./trips.ts";

/** Ends the trip of the body in `slot`, which must end in this district, and sets it on its next one if it has one. */
export function arrive(run: TickRun, slot: number): void {
  const { state } = run;
  const { bodies } = state;
  assert(at(bodies.tripPhase, slot) === TO_DESTINATION, "the trip ends in this district");
  const way = wayOf(state, slot);
  const atMs = at(bodies.tripEndMs, slot);
  const enters = at(bodies.tripEnter, slot) === 1;
  const next = {
    building: at(bodies.nextTo, slot),
    node: at(bodies.nextNode, slot),
    enter: bodies.nextEnter[slot] === 1,
  };
  keepLastSeen(run, slot);
  setActivity(state, slot, "idle", atMs);
  clearTrip(state, slot);
  settleDown(run, slot, way, enters, atMs);
  const told = run.out.events.length;
  const goesOn = next.building >= 0 || next.node >= 0;
  const started = goesOn ? departAt(run, slot, next, atMs) : null;
  const stays = started === null || !started.ok || started.value.startMs > atMs;
  const node = nodeAt(way, vertexCount(way) - 1);
  // Told before the legs that follow it.
  if (stays && node >= 0) run.out.events.splice(told, 0, standAtNode(run, slot, node, atMs));
}

/** Puts a body where its way ends. Legs that end at a door say so themselves; a node may be another neighborhood's. */
function settleDown(run: TickRun, slot: number, way: Way, enters: boolean, atMs: number): void {
  const { ctx, state } = run;
  const last = vertexCount(way) - 1;
  const node = nodeAt(way, last);
  if (way.to >= 0) setPlace(ctx, state, slot, enters ? INSIDE : AT_DOOR, way.to, atMs);
  else if (node < 0) putAtDoor(run, slot, way.from, atMs);
  else {
    const neighborhood = neighborhoodAfter(ctx, way, last);
    const before = last > 0 ? neighborhoodAfter(ctx, way, last - 1) : neighborhood;
    const agent = at(state.bodies.agent, slot);
    if (before !== neighborhood) run.out.events.push({ kind: "gone", neighborhood: before, agent, atMs });
    setPlace(ctx, state, slot, AT_NODE, node, atMs);
  }
}
