import { at } from "#city/assert.ts";
import { type DistrictState, OUTSIDE, RESIDENT, slotsByAgent } from "./state.ts";

/** Agents from outside that this district holds, ascending. */
export function outsideAgents(state: DistrictState): number[] {
  return slotsByAgent(state)
    .filter((slot) => state.bodies.kind[slot] === OUTSIDE)
    .map((slot) => at(state.bodies.agent, slot));
}

/** Residents that this district holds now. */
export function population(state: DistrictState): number {
  let count = 0;
  for (let slot = 0; slot < state.slotsUsed; slot++) {
    if (state.alive[slot] === 1 && state.bodies.kind[slot] === RESIDENT) count++;
  }
  return count;
}
