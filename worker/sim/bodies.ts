import { assert, assertExists, at } from "#city/assert.ts";
import { columnsMade, gather, scatter } from "./columns.ts";
import type { LeWriter } from "./le-bytes.ts";
import {
  ACQUAINTANCES_MAX,
  BODY_COLUMNS,
  type BodyColumns,
  type DistrictState,
  takeSlot,
  touch,
} from "./state.ts";

/** Bodies outside of any district, a column per fact: what a letter carries and a snapshot holds. Ascending by agent. */
export interface Bodies {
  readonly count: number;
  readonly values: BodyColumns;
  /** Of each body, as many as its acquaintanceCount says. */
  readonly acquaintances: readonly (readonly number[])[];
  readonly routes: readonly (readonly number[])[];
}

const NOBODY: readonly number[] = [];

/** Copies the bodies in these slots, which the caller has sorted by agent. */
export function bodiesOf(state: DistrictState, slots: readonly number[]): Bodies {
  const values = columnsMade(BODY_COLUMNS, slots.length);
  for (const [name, type] of BODY_COLUMNS) gather(type, state.bodies[name], slots, values[name]);
  return {
    count: slots.length,
    values,
    acquaintances: slots.map((slot, i) => {
      const count = at(values.acquaintanceCount, i);
      const first = slot * ACQUAINTANCES_MAX;
      return count === 0 ? NOBODY : Array.from(state.acquaintances.subarray(first, first + count));
    }),
    routes: slots.map((slot) => routeOf(state, slot)),
  };
}

/** Gives bodies slots of their own in a district; returns these. Inside lists and the wheel are the caller's. */
export function placeBodies(state: DistrictState, bodies: Bodies): number[] {
  const { count, values } = bodies;
  const slots: number[] = [];
  for (let i = 0; i < count; i++) slots.push(takeSlot(state, at(values.agent, i)));
  for (const [name, type] of BODY_COLUMNS) scatter(type, values[name], slots, state.bodies[name]);
  for (let i = 0; i < count; i++) {
    const slot = at(slots, i);
    const known = assertExists(bodies.acquaintances[i], "a list a body");
    assert(known.length === values.acquaintanceCount[i], "acquaintances are counted");
    if (known.length > 0) state.acquaintances.set(known, slot * ACQUAINTANCES_MAX);
    state.route[slot] = assertExists(bodies.routes[i], "a route a body");
    touch(state, slot);
  }
  return slots;
}

/** Writes the canonical bytes of the body in `slot`. */
export function writeBody(writer: LeWriter, state: DistrictState, slot: number): void {
  // Unchecked reads: every touched body goes through here every tick.
  for (const [name, type] of BODY_COLUMNS) writer.put(type, state.bodies[name][slot] ?? 0);
  const first = slot * ACQUAINTANCES_MAX;
  const count = at(state.bodies.acquaintanceCount, slot);
  for (let i = first; i < first + count; i++) writer.put("u32", at(state.acquaintances, i));
  writer.list(routeOf(state, slot));
}

function routeOf(state: DistrictState, slot: number): readonly number[] {
  return assertExists(state.route[slot], "every slot has a route, be it empty");
}
