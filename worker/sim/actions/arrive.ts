import { at } from "#city/assert.ts";
import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { hasAccount, openAccount } from "../accounts.ts";
import { moveMoney, purse, TREASURY_ACCOUNT } from "../money.ts";
import { NEED_MAX } from "../needs.ts";
import type { TickRun } from "../run.ts";
import { addBody, INSIDE, OUTSIDE } from "../state.ts";
import type { SystemActionOf } from "../types.ts";
import { applied, refused, type Verdict } from "./handler.ts";

/** City Hall lets a new agent into the city: it gets its grant here and goes to its home by this tick's letter. */
export function admit(run: TickRun, action: SystemActionOf<"arrive">): Verdict {
  const { ctx, state } = run;
  const { homeBuilding, grantCents } = action.parameters;
  if (action.agent < OUTSIDE_AGENT_BASE || action.agent >= OWNER_BASE || state.slotOf.has(action.agent))
    return refused("unknown_agent");
  if (!Number.isInteger(homeBuilding) || homeBuilding < 0 || homeBuilding >= ctx.plan.buildings.count) {
    return refused("unknown_building");
  }
  if (!Number.isSafeInteger(grantCents) || grantCents < 0) return refused("bad_amount");
  if (state.fields.treasuryCents < grantCents) return refused("insufficient_funds");
  if (!hasAccount(state, action.agent)) openAccount(state, action.agent);
  const slot = addBody(state, action.agent);
  const { bodies } = state;
  bodies.kind[slot] = OUTSIDE;
  bodies.home[slot] = homeBuilding;
  bodies.energy[slot] = NEED_MAX;
  bodies.satiety[slot] = NEED_MAX;
  bodies.needsAtMs[slot] = run.endMs;
  bodies.placeSinceMs[slot] = run.endMs;
  moveMoney(run, TREASURY_ACCOUNT, purse(slot), grantCents, "grant");
  // Indoors in a district of streets: City Hall has no inside lists, so the place is written as it will be there.
  bodies.placeKind[slot] = INSIDE;
  bodies.placeIndex[slot] = homeBuilding;
  const neighborhood = at(ctx.plan.buildings.neighborhood, homeBuilding);
  run.out.feed.push({
    kind: "arrival",
    event: "arrived",
    significance: 100,
    agent: action.agent,
    other: -1,
    building: homeBuilding,
    neighborhood,
    xCm: at(ctx.plan.buildings.doorXCm, homeBuilding),
    zCm: at(ctx.plan.buildings.doorZCm, homeBuilding),
  });
  run.admitted.push({ slot, to: at(ctx.places.neighborhoodDistrict, neighborhood) });
  return applied({ home_district: at(ctx.places.neighborhoodDistrict, neighborhood) });
}
