import { at } from "#city/assert.ts";
import { type GoneEvent, OUTSIDE_AGENT_BASE, type StandEvent } from "#city/protocol/wire-types.ts";
import { setActivity } from "../activity.ts";
import { type Bodies, bodiesOf } from "../bodies.ts";
import { encodeHandoff, pursesOf } from "../handoff.ts";
import { keepLastSeen } from "../keyframe.ts";
import { sendLetter } from "../letters.ts";
import { moveThroughLetter, purse } from "../money.ts";
import type { TickRun } from "../run.ts";
import { AT_BORDER, removeBody, sortByAgent, TO_BORDER, touch } from "../state.ts";
import { districtAfter, neighborhoodAfter, nodeAt, vertexCount, type Way, wayOf } from "../trip-shape.ts";
import { setTripTick } from "../waking.ts";

/** One who goes into a letter. `rest` is what a crosser has left of its trip; null for who was let in elsewhere. */
interface Leaver {
  readonly slot: number;
  readonly to: number;
  readonly rest: Rest | null;
}

interface Rest {
  readonly crossMs: number;
  readonly route: readonly number[];
}

/** Hands over everyone who reaches the next district in the coming tick: one letter a district, or a wait where it takes nobody. */
export function crossBorders(run: TickRun): void {
  const leavers: Leaver[] = [];
  for (const slot of sortByAgent(run.state, [...run.crossing])) {
    const phase = at(run.state.bodies.tripPhase, slot);
    if (phase !== TO_BORDER && phase !== AT_BORDER) continue;
    const way = wayOf(run.state, slot);
    const to = districtAfter(run.ctx, way, at(run.state.bodies.tripPartEnd, slot));
    if (run.input.closedBorders.includes(to)) waitAtBorder(run, slot, way);
    else leavers.push({ slot, to, rest: leave(run, slot, way) });
  }
  for (const { slot, to } of run.admitted) leavers.push({ slot, to, rest: null });
  const letters = bodiesByDistrict(run, leavers);
  for (const { slot, to } of leavers) forget(run, slot, to);
  for (const [to, bodies] of letters)
    sendLetter(run, to, "handoff", pursesOf(bodies), encodeHandoff(run.ctx, bodies));
}

/** What goes to each district, in the order of these. */
function bodiesByDistrict(run: TickRun, leavers: readonly Leaver[]): [to: number, bodies: Bodies][] {
  const groups = new Map<number, Map<number, Rest | null>>();
  for (const { slot, to, rest } of leavers) {
    const group = groups.get(to) ?? new Map<number, Rest | null>();
    groups.set(to, group.set(slot, rest));
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([to, rests]) => {
      const slots = sortByAgent(run.state, [...rests.keys()]);
      const bodies = bodiesOf(run.state, slots);
      return [
        to,
        cutShort(
          bodies,
          slots.map((slot) => rests.get(slot) ?? null),
        ),
      ];
    });
}

/** Leaves crossers what they have left of their trips. */
function cutShort(bodies: Bodies, rests: readonly (Rest | null)[]): Bodies {
  const { values } = bodies;
  for (const [i, rest] of rests.entries()) {
    if (rest === null) continue;
    for (const name of ["tripFrom", "tripStoodMs", "tripTick"] as const) values[name][i] = -1;
    for (const name of ["tripStartMs", "tripEndMs"] as const) values[name][i] = rest.crossMs;
    for (const name of ["tripPartEnd", "tripNextVertex"] as const) values[name][i] = 0;
    values.tripPhase[i] = TO_BORDER;
  }
  return { ...bodies, routes: bodies.routes.map((route, i) => rests[i]?.route ?? route) };
}

/** Neighborhood in which a body is seen at the border vertex: that of the street it came by. */
function borderNeighborhood(run: TickRun, slot: number, way: Way): number {
  const partEnd = at(run.state.bodies.tripPartEnd, slot);
  return partEnd > 0
    ? neighborhoodAfter(run.ctx, way, partEnd - 1)
    : at(run.ctx.plan.graph.nodeNeighborhood, nodeAt(way, 0));
}

/** The border is closed: the body stands at it once it is there, and tries again each tick. */
function waitAtBorder(run: TickRun, slot: number, way: Way): void {
  const { state } = run;
  const { bodies } = state;
  const endMs = at(bodies.tripEndMs, slot);
  if (at(bodies.tripPhase, slot) === TO_BORDER && endMs < run.endMs) {
    bodies.tripPhase[slot] = AT_BORDER;
    setActivity(state, slot, "waiting at the border", endMs);
    sayStandsAtBorder(run, slot, way);
    touch(state, slot);
  }
  setTripTick(state, slot, run.tick + 1);
}

function sayStandsAtBorder(run: TickRun, slot: number, way: Way): void {
  run.out.events.push(standAtBorder(run, slot, way));
}

function standAtBorder(run: TickRun, slot: number, way: Way): StandEvent {
  const { bodies } = run.state;
  return {
    kind: "stand",
    neighborhood: borderNeighborhood(run, slot, way),
    agent: at(bodies.agent, slot),
    node: nodeAt(way, at(bodies.tripPartEnd, slot)),
    building: -1,
    sinceMs: at(bodies.tripEndMs, slot),
  };
}

/** Lets watchers see a body go; returns the exact time at which it crosses and the rest of its way. */
function leave(run: TickRun, slot: number, way: Way): Rest {
  const { state } = run;
  const { bodies } = state;
  const agent = at(bodies.agent, slot);
  const partEnd = at(bodies.tripPartEnd, slot);
  const endMs = at(bodies.tripEndMs, slot);
  const crossMs = Math.max(endMs, run.endMs);
  const hasWaited = crossMs > endMs;
  keepLastSeen(run, slot);
  if (hasWaited) state.lastSeen.push(standAtBorder(run, slot, way));
  // The border opened again just when the body came to it: it stands there until the next tick begins.
  if (hasWaited && at(bodies.tripPhase, slot) === TO_BORDER) sayStandsAtBorder(run, slot, way);
  const isCutShort = way.to < 0 && partEnd === vertexCount(way) - 1;
  if (hasWaited || isCutShort) {
    const gone: GoneEvent = {
      kind: "gone",
      neighborhood: borderNeighborhood(run, slot, way),
      agent,
      atMs: crossMs,
    };
    run.out.events.push(gone);
    state.lastSeen.push(gone);
  }
  return { crossMs, route: way.nodes.slice(partEnd - (way.from >= 0 ? 1 : 0)) };
}

/** Lets a body and its purse go into a letter. */
function forget(run: TickRun, slot: number, to: number): void {
  const agent = at(run.state.bodies.agent, slot);
  moveThroughLetter(run, purse(slot), -at(run.state.bodies.purseCents, slot), "handoff");
  removeBody(run.state, slot);
  if (agent >= OUTSIDE_AGENT_BASE) run.out.departed.push({ agent, to });
}
