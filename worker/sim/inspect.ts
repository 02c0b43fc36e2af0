import { at } from "#city/assert.ts";
import { isOpen } from "#city/world/calendar.ts";
import { acquaintancesOf } from "./acquaintances.ts";
import { activityOf } from "./activity.ts";
import { placeView } from "./body-place.ts";
import { selfView, viewMs } from "./perception.ts";
import { ACCOUNT, type DistrictState, slotsInside } from "./state.ts";
import { buildingUse } from "./systems/trade.ts";
import type { EngineContext } from "./types.ts";
import type { AgentView, BuildingView } from "./views.ts";

const LISTED_INSIDE_MAX = 50;

/** Live detail of any agent held by this district; null when it is not here. */
export function inspectAgent(ctx: EngineContext, state: DistrictState, agent: number): AgentView | null {
  const slot = state.slotOf.get(agent);
  if (slot === undefined || state.bodies.kind[slot] === ACCOUNT) return null;
  return {
    self: selfView(ctx, state, slot),
    place: placeView(ctx, state, slot, viewMs(ctx, state)),
    acquaintances: acquaintancesOf(state, slot),
  };
}

/** Live detail of a building; null when it does not exist or is another district's. */
export function inspectBuilding(
  ctx: EngineContext,
  state: DistrictState,
  building: number,
): BuildingView | null {
  const neighborhood = ctx.plan.buildings.neighborhood[building];
  if (neighborhood === undefined || ctx.places.neighborhoodDistrict[neighborhood] !== state.district)
    return null;
  const local = at(ctx.places.localOf, building);
  const slots = slotsInside(state, local);
  return {
    building,
    inside: slots.slice(0, LISTED_INSIDE_MAX).map((slot) => ({
      agent: at(state.bodies.agent, slot),
      activity: activityOf(state, slot),
    })),
    insideCount: slots.length,
    residents: countOf(ctx.residents.home, building),
    workers: countOf(ctx.residents.work, building),
    open: isOpen(buildingUse(ctx, building), viewMs(ctx, state)),
    tillCents: at(state.buildings.tillCents, local),
  };
}

function countOf(column: Int32Array, building: number): number {
  let count = 0;
  for (const value of column) if (value === building) count++;
  return count;
}
