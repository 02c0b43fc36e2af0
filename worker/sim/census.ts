import { at } from "#city/assert.ts";
import { bodyCount } from "./handoff.ts";
import { AT_BORDER, type DistrictState, OUTSIDE, RESIDENT, slotsByAgent } from "./state.ts";
import type { Letter } from "./types.ts";

/** Agents from outside that this district holds, ascending. */
export function outsideAgents(state: DistrictState): number[] {
  return slotsByAgent(state)
    .filter((slot) => state.bodies.kind[slot] === OUTSIDE)
    .map((slot) => at(state.bodies.agent, slot));
}

/** How many bodies these letters carry over borders: a handoff's body begins with their number. */
export function handedOver(letters: readonly Letter[]): number {
  let count = 0;
  for (const { kind, body } of letters) if (kind === "handoff") count += bodyCount(body);
  return count;
}

/** Bodies that stand at a border which is closed to them. */
export function waitingAtBorder(state: DistrictState): number {
  let count = 0;
  for (let slot = 0; slot < state.slotsUsed; slot++) {
    if (state.alive[slot] === 1 && state.bodies.tripPhase[slot] === AT_BORDER) count++;
  }
  return count;
}

/** Residents that this district holds now. */
export function population(state: DistrictState): number {
  let count = 0;
  for (let slot = 0; slot < state.slotsUsed; slot++) {
    if (state.alive[slot] === 1 && state.bodies.kind[slot] === RESIDENT) count++;
  }
  return count;
}
