import { at } from "#city/assert.ts";
import type { ActionKind } from "#city/protocol/actions.ts";
import { isOpen } from "#city/world/calendar.ts";
import { GOODS_CENTS, MEAL_CENTS } from "#city/world/economy.ts";
import { roomIn } from "./actions/capacity.ts";
import { activityOf, needsAt } from "./activity.ts";
import { marketOf } from "./deeds.ts";
import { EXHAUSTED_BELOW, FULL_ABOVE, RESTED_ABOVE } from "./needs.ts";
import { viewMs } from "./perception.ts";
import { AT_DOOR, type DistrictState, INSIDE, NO_TRIP, ON_TRIP } from "./state.ts";
import { buildingUse } from "./systems/trade.ts";
import type { EngineContext } from "./types.ts";
import type { AvailableActionView } from "./views.ts";

/** What an outside agent could do right now, with what it costs; empty when it is not here. Order of ACTION_KINDS. */
export function availableActions(
  ctx: EngineContext,
  state: DistrictState,
  agent: number,
): AvailableActionView[] {
  const slot = state.slotOf.get(agent);
  if (slot === undefined) return [];
  const { bodies } = state;
  const free = (kind: ActionKind): AvailableActionView => ({ kind, costCents: 0 });
  const always = [free("move_to"), free("say"), free("whisper"), free("look")];
  if (bodies.placeKind[slot] === ON_TRIP || bodies.tripPhase[slot] !== NO_TRIP) return always;
  const simMs = viewMs(ctx, state);
  const activity = activityOf(state, slot);
  const isBusy = at(bodies.busyUntilMs, slot) > simMs && (activity === "working" || activity === "eating");
  if (isBusy) return always;
  return [free("move_to"), ...placeActions(ctx, state, slot, simMs), ...bodyActions(ctx, state, slot, simMs)];
}

function placeActions(
  ctx: EngineContext,
  state: DistrictState,
  slot: number,
  simMs: number,
): AvailableActionView[] {
  const { bodies } = state;
  const kind = at(bodies.placeKind, slot);
  const actions: AvailableActionView[] = [];
  if (kind === AT_DOOR) {
    const building = at(bodies.placeIndex, slot);
    const canEnter = isOpen(buildingUse(ctx, building), simMs) && roomIn(ctx, state, building) > 0;
    if (canEnter) actions.push({ kind: "enter", costCents: 0 });
  }
  if (kind === INSIDE) actions.push({ kind: "leave", costCents: 0 });
  actions.push({ kind: "say", costCents: 0 }, { kind: "whisper", costCents: 0 });
  return actions;
}

function bodyActions(
  ctx: EngineContext,
  state: DistrictState,
  slot: number,
  simMs: number,
): AvailableActionView[] {
  const { bodies } = state;
  const building = bodies.placeKind[slot] === INSIDE ? at(bodies.placeIndex, slot) : -1;
  const use = building < 0 ? null : buildingUse(ctx, building);
  const open = use !== null && isOpen(use, simMs);
  const needs = needsAt(state, slot, simMs);
  const purseCents = at(bodies.purseCents, slot);
  const hasMeal = at(bodies.meals, slot) > 0;
  const sellsMeal = open && use === "food" && purseCents >= MEAL_CENTS;
  const sellsGoods = open && use === "shop" && purseCents >= GOODS_CENTS;
  const actions: AvailableActionView[] = [];
  if (open && at(ctx.plan.buildings.jobs, building) > 0 && needs.energy >= EXHAUSTED_BELOW) {
    actions.push({ kind: "work", costCents: 0 });
  }
  if (needs.energy < RESTED_ABOVE) actions.push({ kind: "rest", costCents: 0 });
  if (needs.satiety < FULL_ABOVE && (hasMeal || sellsMeal)) {
    actions.push({ kind: "eat", costCents: hasMeal ? 0 : MEAL_CENTS });
  }
  if (sellsMeal || sellsGoods) actions.push({ kind: "buy", costCents: sellsMeal ? MEAL_CENTS : GOODS_CENTS });
  if (purseCents > 0) actions.push({ kind: "pay", costCents: 1 });
  actions.push({ kind: "wait", costCents: 0 }, { kind: "look", costCents: 0 });
  return [...actions, ...parcelActions(ctx, state, slot)];
}

/** What can be had of the parcel at whose building the agent is. */
function parcelActions(ctx: EngineContext, state: DistrictState, slot: number): AvailableActionView[] {
  const { bodies, parcels } = state;
  const kind = at(bodies.placeKind, slot);
  if (kind !== AT_DOOR && kind !== INSIDE) return [];
  const agent = at(bodies.agent, slot);
  const { parcel, owner, priceCents } = marketOf(
    ctx,
    state,
    at(ctx.plan.buildings.parcel, at(bodies.placeIndex, slot)),
  );
  const local = at(ctx.places.localParcelOf, parcel);
  const rentCents = at(parcels.letCents, local);
  const offers: AvailableActionView[] = [];
  if (priceCents >= 0) offers.push({ kind: owner < 0 ? "claim" : "purchase", costCents: priceCents });
  if (rentCents >= 0 && at(parcels.tenant, local) < 0) offers.push({ kind: "lease", costCents: rentCents });
  const purseCents = at(bodies.purseCents, slot);
  return owner === agent ? [] : offers.filter(({ costCents }) => costCents <= purseCents);
}
