import { at } from "#city/assert.ts";
import type { GoneEvent } from "#city/protocol/wire-types.ts";
import { payOut } from "../accounts.ts";
import { inherit } from "../inherit.ts";
import { keepLastSeen, legsOf } from "../keyframe.ts";
import { balanceOf, purse } from "../money.ts";
import { endActivity, nowOf } from "../outside-life.ts";
import { neighborhoodOfPlace, takeOut } from "../placing.ts";
import type { TickRun } from "../run.ts";
import { ACCOUNT, INSIDE, ON_TRIP, removeBody, touch } from "../state.ts";
import { CITY_HALL } from "../types.ts";
import { applied, type Verdict } from "./handler.ts";

/** An agent leaves the city for good, or a person closes their account: money and deeds go to the heir (-1: the city). */
export function retire(run: TickRun, slot: number, heir: number): Verdict {
  const { ctx, state } = run;
  const agent = at(state.bodies.agent, slot);
  if (state.bodies.kind[slot] === ACCOUNT) return closeAccount(run, slot, heir);
  if (at(state.bodies.placeKind, slot) === INSIDE) endActivity(run, slot, nowOf(run, slot));
  sayLeft(run, slot);
  // First what ends with it: deposits and earnings come back to the purse.
  inherit(run, agent, heir);
  payOut(run, purse(slot), heir, balanceOf(state, purse(slot)), "inheritance", agent);
  tellDistricts(run, agent, heir);
  takeOut(ctx, state, slot);
  for (const set of [run.woken, run.ending, run.crossing]) set.delete(slot);
  removeBody(state, slot);
  return applied();
}

/** The record stays, so that what still comes for them goes on to the heir. */
function closeAccount(run: TickRun, slot: number, heir: number): Verdict {
  const { bodies, district } = run.state;
  const who = at(bodies.agent, slot);
  payOut(run, purse(slot), heir, balanceOf(run.state, purse(slot)), "inheritance", who);
  bodies.heir[slot] = heir;
  bodies.halted[slot] = 1;
  touch(run.state, slot);
  tellDistricts(run, who, heir);
  return applied({ district });
}

/** Whatever they own elsewhere is the heir's too. */
function tellDistricts(run: TickRun, who: number, heir: number): void {
  for (let to = CITY_HALL; to <= run.ctx.plan.districts.length; to++) {
    if (to === run.state.district) continue;
    run.entries.push({ kind: "heir", to, entry: { who, cents: 0, cause: "inheritance", about: heir } });
  }
}

/** Lets watchers see the body go, wherever something of it is known. */
function sayLeft(run: TickRun, slot: number): void {
  const { ctx, state } = run;
  const { bodies } = state;
  const agent = at(bodies.agent, slot);
  const kind = at(bodies.placeKind, slot);
  if (kind === INSIDE) return;
  const atMs = Math.max(run.startMs, at(bodies.placeSinceMs, slot));
  const index = at(bodies.placeIndex, slot);
  const neighborhoods =
    kind === ON_TRIP
      ? legsOf(ctx, state, slot).map((leg) => leg.neighborhood)
      : [neighborhoodOfPlace(ctx, kind, index)];
  if (kind === ON_TRIP) keepLastSeen(run, slot);
  for (const neighborhood of new Set(neighborhoods)) {
    const gone: GoneEvent = { kind: "gone", neighborhood, agent, atMs };
    run.out.events.push(gone);
    if (kind === ON_TRIP) state.lastSeen.push(gone);
  }
}
