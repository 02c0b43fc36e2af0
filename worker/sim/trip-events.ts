import { at } from "#city/assert.ts";
import { type TickRun, tickOfMs } from "./run.ts";
import { AT_BORDER, TO_BORDER, TO_DESTINATION, touch } from "./state.ts";
import { legEvent, stretchEnd, vertexTimesMs, wayOf } from "./trip-shape.ts";
import { setTripTick } from "./waking.ts";

/**
 * Announces the stretches that begin before the tick after next does, and notes the trip's next event: announcing
 * again, arriving, or leaving the district one tick before the border is reached. What is due within this step already
 * goes on the run's lists.
 */
export function announceAndPlan(run: TickRun, slot: number): void {
  const { ctx, state } = run;
  const { bodies } = state;
  const way = wayOf(state, slot);
  const timesMs = vertexTimesMs(ctx, state, slot);
  const partEnd = at(bodies.tripPartEnd, slot);
  const horizonMs = run.endMs + ctx.genesis.tickMs;
  let vertex = at(bodies.tripNextVertex, slot);
  while (vertex < partEnd && at(timesMs, vertex) < horizonMs) {
    const end = stretchEnd(ctx, way, vertex, partEnd);
    run.out.events.push(legEvent(ctx, state, slot, vertex, end, timesMs));
    vertex = end;
  }
  bodies.tripNextVertex[slot] = vertex;
  touch(state, slot);
  const endTick = tickOfMs(ctx.genesis, at(bodies.tripEndMs, slot));
  const dueTick = at(bodies.tripPhase, slot) === TO_DESTINATION ? endTick : endTick - 1;
  const announceTick = vertex < partEnd ? tickOfMs(ctx.genesis, at(timesMs, vertex)) - 1 : dueTick;
  noteNext(run, slot, Math.min(dueTick, announceTick));
}

/**
 * Notes that the trip's next event is at `tick`; one of this tick goes on the list that reconcile works off. A trip broken
 * off in this tick may be on a list already, for what it is no longer about to do.
 */
function noteNext(run: TickRun, slot: number, tick: number): void {
  run.ending.delete(slot);
  run.crossing.delete(slot);
  setTripTick(run.state, slot, tick > run.tick ? tick : -1);
  if (tick > run.tick) return;
  const phase = at(run.state.bodies.tripPhase, slot);
  if (phase === TO_DESTINATION) run.ending.add(slot);
  else if (phase === TO_BORDER || phase === AT_BORDER) run.crossing.add(slot);
}
