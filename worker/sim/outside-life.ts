import { at } from "#city/assert.ts";
import { HOUR_MS, MINUTE_MS } from "#city/world/calendar.ts";
import { activityOf, needsAt, setActivity } from "./activity.ts";
import { tiredAfterMs } from "./needs.ts";
import type { TickRun } from "./run.ts";
import { INSIDE, NO_TRIP, ON_TRIP, touch } from "./state.ts";
import { payWage } from "./systems/trade.ts";
import type { Activity } from "./views.ts";
import { scheduleWake } from "./waking.ts";

/** From when on a body can do something new, simulated ms: this tick, but not before it got to where it is. */
export function nowOf(run: TickRun, slot: number): number {
  return Math.max(run.startMs, at(run.state.bodies.placeSinceMs, slot));
}

/** Whether a body is on its way, waiting at a border included. */
export function isOnTheWay(run: TickRun, slot: number): boolean {
  const { bodies } = run.state;
  return bodies.placeKind[slot] === ON_TRIP || bodies.tripPhase[slot] !== NO_TRIP;
}

/** Lets an outside agent do something until an instant; whatever it did before ends, with the wage it has earned. */
export function beginActivity(run: TickRun, slot: number, activity: Activity, untilMs: number): void {
  endActivity(run, slot, nowOf(run, slot));
  const { bodies } = run.state;
  setActivity(run.state, slot, activity, nowOf(run, slot));
  bodies.busyUntilMs[slot] = untilMs;
  bodies.planNote[slot] = activity === "working" ? Math.floor(nowOf(run, slot) / MINUTE_MS) : -1;
  scheduleWake(run, slot, untilMs);
}

/** Ends what an outside agent does at `atMs`: work is paid by the minute. */
export function endActivity(run: TickRun, slot: number, atMs: number): void {
  const { state } = run;
  const { bodies } = state;
  const since = at(bodies.planNote, slot);
  if (activityOf(state, slot) === "working" && since >= 0 && bodies.placeKind[slot] === INSIDE) {
    const minutes = Math.max(0, Math.min(60, Math.floor(atMs / MINUTE_MS) - since));
    payWage(run, slot, at(bodies.placeIndex, slot), minutes);
  }
  bodies.planNote[slot] = -1;
  bodies.busyUntilMs[slot] = -1;
  touch(state, slot);
}

/** An outside agent whose activity has ended, who has arrived or is exhausted: it goes on living until it is told what to do. */
export function liveOutside(run: TickRun, slot: number): void {
  if (isOnTheWay(run, slot)) return;
  const untilMs = at(run.state.bodies.busyUntilMs, slot);
  if (untilMs >= run.endMs) scheduleWake(run, slot, untilMs);
  else goOn(run, slot, untilMs);
}

/** Ends what was done until `untilMs` (-1: nothing), and rests when there is no energy left. */
function goOn(run: TickRun, slot: number, untilMs: number): void {
  const { state } = run;
  const atMs = Math.max(untilMs, nowOf(run, slot));
  if (untilMs >= 0) {
    endActivity(run, slot, atMs);
    setActivity(state, slot, "idle", atMs);
  }
  const { energy } = needsAt(state, slot, atMs);
  if (energy === 0) {
    beginActivity(run, slot, "resting", atMs + HOUR_MS);
    return;
  }
  const leftMs = tiredAfterMs(energy, activityOf(state, slot));
  if (leftMs !== null) scheduleWake(run, slot, atMs + leftMs);
}
