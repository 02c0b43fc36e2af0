import { at } from "#city/assert.ts";
import type { TickRun } from "../run.ts";
import { sortByAgent } from "../state.ts";
import { setTripTick, WAKE_ENTRY, wakeNow } from "../waking.ts";

/** Takes out of the wheel whose trip or wake is due this tick. */
export function collectDue(run: TickRun): void {
  const { state } = run;
  const { tripTick, wakeTick } = state.bodies;
  const dueTick = (entry: number): number => {
    const slot = entry >> 1;
    return state.alive[slot] === 1 ? at((entry & 1) === WAKE_ENTRY ? wakeTick : tripTick, slot) : -1;
  };
  state.wheel.take(run.tick, dueTick, (entry) => {
    const slot = entry >> 1;
    if ((entry & 1) === WAKE_ENTRY) wakeNow(run, slot);
    else {
      run.tripsDue.push(slot);
      setTripTick(state, slot, -1);
    }
  });
  sortByAgent(state, run.tripsDue);
}
