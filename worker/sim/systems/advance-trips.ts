import { arrive } from "../arrivals.ts";
import type { TickRun } from "../run.ts";
import { sortByAgent } from "../state.ts";
import { announceAndPlan } from "../trip-events.ts";
import { setWakeTick, wakeNow } from "../waking.ts";

/** Announces what trips do next and ends those that end in this tick; who arrives comes up in this tick's agents phase. */
export function advanceTrips(run: TickRun): void {
  for (const slot of run.tripsDue) {
    announceAndPlan(run, slot);
    if (!run.ending.delete(slot)) continue;
    arrive(run, slot);
    wakeNow(run, slot);
  }
}

/**
 * Ends trips that were begun in this tick and are over in it. Who arrives now comes up in the next tick, so that nobody
 * acts twice in one. A trip that follows a broken-off one may be over too: each round moves on in time.
 */
export function finishTrips(run: TickRun): void {
  while (run.ending.size > 0) {
    const slots = sortByAgent(run.state, [...run.ending]);
    run.ending.clear();
    for (const slot of slots) {
      arrive(run, slot);
      setWakeTick(run.state, slot, run.tick + 1);
    }
  }
}
