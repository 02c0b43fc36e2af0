import { assertExists, at } from "#city/assert.ts";
import { energyAfter, satietyAfter } from "./needs.ts";
import { type DistrictState, INSIDE, touch } from "./state.ts";
import { ACTIVITIES, type Activity } from "./views.ts";

/** What a body is doing. */
export function activityOf(state: DistrictState, slot: number): Activity {
  return assertExists(ACTIVITIES[at(state.bodies.activity, slot)], "activity in range");
}

/** Energy and satiety at an instant, thousandths of a point. */
export function needsAt(
  state: DistrictState,
  slot: number,
  atMs: number,
): { readonly energy: number; readonly satiety: number } {
  const { bodies } = state;
  const activity = activityOf(state, slot);
  const ms = Math.max(0, atMs - at(bodies.needsAtMs, slot));
  const atHome = at(bodies.placeKind, slot) === INSIDE && bodies.placeIndex[slot] === bodies.home[slot];
  return {
    energy: energyAfter(at(bodies.energy, slot), activity, ms, atHome),
    satiety: satietyAfter(at(bodies.satiety, slot), activity, ms),
  };
}

/** Writes needs down as they are at `atMs`; before anything they depend on (activity, place) changes. Never goes back in time. */
export function settleNeeds(state: DistrictState, slot: number, atMs: number): void {
  if (atMs <= at(state.bodies.needsAtMs, slot)) return;
  const needs = needsAt(state, slot, atMs);
  state.bodies.energy[slot] = needs.energy;
  state.bodies.satiety[slot] = needs.satiety;
  state.bodies.needsAtMs[slot] = atMs;
  touch(state, slot);
}

/** Changes what a body does from `atMs` on. */
export function setActivity(state: DistrictState, slot: number, activity: Activity, atMs: number): void {
  settleNeeds(state, slot, atMs);
  state.bodies.activity[slot] = ACTIVITIES.indexOf(activity);
  touch(state, slot);
}
