import { at } from "#city/assert.ts";
import { below } from "#city/rng.ts";
import { ACQUAINTANCES_MAX, type DistrictState, touch } from "./state.ts";

/** Agents the body in `slot` knows, in the order of its record. */
export function acquaintancesOf(state: DistrictState, slot: number): number[] {
  const first = slot * ACQUAINTANCES_MAX;
  return Array.from(state.acquaintances.subarray(first, first + at(state.bodies.acquaintanceCount, slot)));
}

/** When it knows as many as it can, one in so many new faces takes the place of an old one. */
const NEW_FACES = 16;

/** Whether the body in `slot` knows an agent. */
export function knows(state: DistrictState, slot: number, agent: number): boolean {
  const first = slot * ACQUAINTANCES_MAX;
  const end = first + at(state.bodies.acquaintanceCount, slot);
  for (let index = first; index < end; index++) if (state.acquaintances[index] === agent) return true;
  return false;
}

/** Whether a body would get to know one more agent; `word` decides when it knows as many as it can. */
export function isOpenToNew(state: DistrictState, slot: number, word: number): boolean {
  return at(state.bodies.acquaintanceCount, slot) < ACQUAINTANCES_MAX || below(word, NEW_FACES) === 0;
}

/** Lets a body know another agent; when it knows as many as it can, `word` chooses whom it forgets. Nothing if it knew it. */
export function getToKnow(state: DistrictState, slot: number, agent: number, word: number): void {
  if (knows(state, slot, agent)) return;
  const count = at(state.bodies.acquaintanceCount, slot);
  const index = count < ACQUAINTANCES_MAX ? count : below(word, ACQUAINTANCES_MAX);
  state.acquaintances[slot * ACQUAINTANCES_MAX + index] = agent;
  if (count < ACQUAINTANCES_MAX) state.bodies.acquaintanceCount[slot] = count + 1;
  touch(state, slot);
}
