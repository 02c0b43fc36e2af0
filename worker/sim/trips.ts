import { at } from "#city/assert.ts";
import { err, ok, type Result } from "#city/result.ts";
import { below, hashWords } from "#city/rng.ts";
import { setActivity } from "./activity.ts";
import { setPlace } from "./placing.ts";
import { PURPOSE } from "./purposes.ts";
import type { TickRun } from "./run.ts";
import { AT_NODE, INSIDE, ON_TRIP, TO_BORDER, TO_DESTINATION, touch } from "./state.ts";
import { breakOff } from "./trip-break.ts";
import { announceAndPlan } from "./trip-events.ts";
import {
  distancesCm,
  districtAfter,
  neighborhoodAfter,
  partEndOf,
  travelMs,
  type Way,
  wayCm,
  wayOf,
} from "./trip-shape.ts";
import { type Destination, isThere, modeFor, type TripRefusal, type TripStart, wayTo } from "./trip-way.ts";
import { MODE_CAR } from "./types.ts";

/**
 * Sends a body of this district to a building or street node anywhere in the city. From indoors or standing it leaves
 * within this tick, at an offset its hash decides, never before it got to where it is. On the way it goes on to its
 * next street node and sets out anew from there.
 */
export function startTrip(
  run: TickRun,
  slot: number,
  destination: Destination,
): Result<TripStart, TripRefusal> {
  const { bodies } = run.state;
  if (at(bodies.placeKind, slot) === ON_TRIP) return breakOff(run, slot, destination);
  const agent = at(bodies.agent, slot);
  const word = hashWords(run.ctx.genesis.seed, agent, run.tick, PURPOSE.departure);
  const offsetMs = below(word, Math.min(run.ctx.genesis.tickMs, 1 << 21));
  // Later than the stand it was last seen to make: at one ms both, watchers could not tell which holds.
  const earliestMs = at(bodies.placeSinceMs, slot) + (at(bodies.placeKind, slot) === INSIDE ? 0 : 1);
  return departAt(run, slot, destination, Math.max(run.startMs + offsetMs, earliestMs));
}

/** Sets a body that is inside or standing on its way at `departMs`, which must lie in this tick. */
export function departAt(
  run: TickRun,
  slot: number,
  destination: Destination,
  departMs: number,
): Result<TripStart, TripRefusal> {
  const { ctx, state } = run;
  const { bodies } = state;
  const kind = at(bodies.placeKind, slot);
  const index = at(bodies.placeIndex, slot);
  if (isThere(kind, index, destination))
    return err("already_there", "the body is at its destination already");
  const mode = modeFor(run, slot, destination);
  const way = wayTo(ctx, kind, index, destination, mode);
  if (way === null) return err("no_route", "no street leads there");
  const stoodMs = kind === INSIDE ? -1 : at(bodies.placeSinceMs, slot);
  settle(run, slot, way, mode, destination.enter, departMs);
  bodies.tripStoodMs[slot] = stoodMs;
  const standing =
    kind === AT_NODE
      ? at(ctx.plan.graph.nodeNeighborhood, index)
      : at(ctx.plan.buildings.neighborhood, index);
  const first = neighborhoodAfter(ctx, way, 0);
  const isSplit = at(bodies.tripPartEnd, slot) === 0 || first !== standing;
  if (kind !== INSIDE && isSplit) {
    const atMs = at(bodies.tripStartMs, slot);
    run.out.events.push({ kind: "gone", neighborhood: standing, agent: at(bodies.agent, slot), atMs });
  }
  announceAndPlan(run, slot);
  const startMs = at(bodies.tripStartMs, slot);
  return ok({ startMs, arriveMs: startMs + travelMs(ctx, wayCm(ctx, way), mode), mode });
}

/**
 * Begins this district's part of the trip that the body in `slot` brought along: it crossed the border at tripStartMs.
 * The caller schedules its first event.
 */
export function beginPart(run: TickRun, slot: number): void {
  const { ctx, state } = run;
  const { bodies } = state;
  const way = wayOf(state, slot);
  const mode = at(bodies.tripMode, slot);
  const startMs = Math.max(at(bodies.tripStartMs, slot), run.startMs);
  const partEnd = partEndOf(ctx, way, state.district);
  const endMs = startMs + travelMs(ctx, distancesCm(ctx, way, partEnd).at(-1) ?? 0, mode);
  const crosses = districtAfter(ctx, way, partEnd) !== state.district;
  setActivity(state, slot, mode === MODE_CAR ? "driving" : "walking", startMs);
  bodies.tripPhase[slot] = crosses ? TO_BORDER : TO_DESTINATION;
  bodies.tripStartMs[slot] = startMs;
  // Slower over a corner of a district, so that the next one hears of the body before it is there.
  bodies.tripEndMs[slot] = crosses ? Math.max(endMs, run.endMs) : endMs;
  bodies.tripPartEnd[slot] = partEnd;
  bodies.tripNextVertex[slot] = 0;
  touch(state, slot);
}

/** Writes the trip's columns; the part in this district is timed so that a border is never reached before the next tick. */
function settle(run: TickRun, slot: number, way: Way, mode: 0 | 1, enters: boolean, departMs: number): void {
  const { ctx, state } = run;
  const { bodies } = state;
  const partEnd = partEndOf(ctx, way, state.district);
  const durationMs = travelMs(ctx, distancesCm(ctx, way, partEnd).at(-1) ?? 0, mode);
  const crosses = districtAfter(ctx, way, partEnd) !== state.district;
  const startMs = crosses ? Math.max(departMs, run.endMs - durationMs) : departMs;
  setActivity(state, slot, mode === MODE_CAR ? "driving" : "walking", startMs);
  setPlace(ctx, state, slot, ON_TRIP, -1, startMs);
  state.route[slot] = way.nodes;
  bodies.tripPhase[slot] = crosses ? TO_BORDER : TO_DESTINATION;
  bodies.tripMode[slot] = mode;
  bodies.tripFrom[slot] = way.from;
  bodies.tripTo[slot] = way.to;
  bodies.tripEnter[slot] = enters ? 1 : 0;
  bodies.tripStartMs[slot] = startMs;
  bodies.tripEndMs[slot] = startMs + durationMs;
  bodies.tripPartEnd[slot] = partEnd;
  bodies.tripNextVertex[slot] = 0;
  bodies.nextTo[slot] = -1;
  bodies.nextNode[slot] = -1;
  bodies.nextEnter[slot] = 0;
  touch(state, slot);
}
