import { assertExists, at } from "#city/assert.ts";
import { dayOf, instantOf } from "#city/world/calendar.ts";
import { allowanceCents, lackCredits, levyCents, shares } from "#city/world/economy.ts";
import { balanceOf, moveMoney, PROCUREMENT_ACCOUNT, purse, TAX_ACCOUNT, till } from "../money.ts";
import type { TickRun } from "../run.ts";
import { RESIDENT, slotsByAgent, touchBuilding } from "../state.ts";
import { CITY_HALL } from "../types.ts";
import { settleDeeds } from "./deed-money.ts";
import type { System } from "./system.ts";

/** Minute of the day at which the day's books are closed: late at night, when hardly anybody sells. */
const BOOKS_MINUTE = 180;

/** Spreads procurement money that came by letter: an allowance to those without work who are here, the rest to tills that lack. */
function spreadProcurement(run: TickRun): void {
  const { state, ctx } = run;
  const total = balanceOf(state, PROCUREMENT_ACCOUNT);
  if (total === 0 || state.district === CITY_HALL) return;
  const { bodies } = state;
  const idle = slotsByAgent(state).filter(
    (slot) => bodies.kind[slot] === RESIDENT && at(bodies.work, slot) < 0,
  );
  const each = allowanceCents(total, idle.length);
  for (const slot of idle) moveMoney(run, PROCUREMENT_ACCOUNT, purse(slot), each, "procurement");
  const buildings = assertExists(ctx.places.buildingsOf[state.district], "district");
  const weights = Array.from(buildings, (building, local) => {
    const jobs = at(ctx.plan.buildings.jobs, building);
    return jobs === 0 ? 0 : lackCredits(balanceOf(state, till(local)), jobs);
  });
  const rest = balanceOf(state, PROCUREMENT_ACCOUNT);
  for (const [local, cents] of shares(rest, weights).entries()) {
    moveMoney(run, PROCUREMENT_ACCOUNT, till(local), cents, "procurement");
  }
}

/** Once a day: full tills give a share of what they do not need to the city, or shops would hoard all the money there is. */
function closeBooks(run: TickRun): void {
  const { state, ctx } = run;
  const due = instantOf(dayOf(run.startMs), BOOKS_MINUTE);
  if (due < run.startMs || due >= run.endMs || state.district === CITY_HALL) return;
  const buildings = assertExists(ctx.places.buildingsOf[state.district], "district");
  const { salesCents } = state.buildings;
  let best = 0;
  for (const [local, building] of buildings.entries()) {
    const levy = levyCents(balanceOf(state, till(local)), at(ctx.plan.buildings.jobs, building));
    if (levy > 0) moveMoney(run, till(local), TAX_ACCOUNT, levy, "tax");
    if (at(salesCents, local) > at(salesCents, best)) best = local;
  }
  settleDeeds(run);
  if (buildings.length > 0 && at(salesCents, best) > 0)
    tellBest(run, at(buildings, best), at(salesCents, best));
  for (let local = 0; local < buildings.length; local++) {
    if (at(salesCents, local) === 0) continue;
    salesCents[local] = 0;
    touchBuilding(state, local);
  }
}

function tellBest(run: TickRun, building: number, cents: number): void {
  const { buildings } = run.ctx.plan;
  run.out.feed.push({
    kind: "economy",
    event: "busiest_till",
    significance: 45,
    agent: -1,
    other: -1,
    building,
    neighborhood: at(buildings.neighborhood, building),
    xCm: at(buildings.doorXCm, building),
    zCm: at(buildings.doorZCm, building),
    cents,
  });
}

/** Reconcile: money that came for the district's workplaces is handed out, and surpluses flow back. */
export const upkeepSystem: System = {
  phase: "reconcile",
  name: "upkeep",
  run: (run) => {
    spreadProcurement(run);
    closeBooks(run);
  },
};
