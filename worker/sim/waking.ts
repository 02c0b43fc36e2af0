import { at } from "#city/assert.ts";
import { type TickRun, tickOfMs } from "./run.ts";
import { type DistrictState, touch } from "./state.ts";

/** Entries of the wheel: slot times two, plus which column says when. */
export const TRIP_ENTRY = 0;
export const WAKE_ENTRY = 1;

/**
 * Lets a body come up in `run.woken` in the tick that holds `atMs`, the next one at the earliest. Replaces its wake
 * before; a body has one.
 */
export function scheduleWake(run: TickRun, slot: number, atMs: number): void {
  setWakeTick(run.state, slot, Math.max(run.tick + 1, tickOfMs(run.ctx.genesis, atMs)));
}

/** Lets a body come up in this tick's agents phase (or the next system's turn of it); clears the wake it had. */
export function wakeNow(run: TickRun, slot: number): void {
  setWakeTick(run.state, slot, -1);
  run.woken.add(slot);
}

/** Sets the tick of a body's wake, or -1 for none. */
export function setWakeTick(state: DistrictState, slot: number, tick: number): void {
  state.bodies.wakeTick[slot] = tick;
  if (tick >= 0) state.wheel.push(tick, slot * 2 + WAKE_ENTRY);
  touch(state, slot);
}

/** Sets the tick of a body's next trip event, or -1 for none. */
export function setTripTick(state: DistrictState, slot: number, tick: number): void {
  state.bodies.tripTick[slot] = tick;
  if (tick >= 0) state.wheel.push(tick, slot * 2 + TRIP_ENTRY);
  touch(state, slot);
}

/** Puts a restored body's due ticks back into the wheel. */
export function rewind(state: DistrictState, slot: number): void {
  const wake = at(state.bodies.wakeTick, slot);
  const trip = at(state.bodies.tripTick, slot);
  if (wake >= 0) state.wheel.push(wake, slot * 2 + WAKE_ENTRY);
  if (trip >= 0) state.wheel.push(trip, slot * 2 + TRIP_ENTRY);
}
