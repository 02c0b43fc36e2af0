import { assertExists, at } from "#city/assert.ts";
import { dayOf, instantOf } from "#city/world/calendar.ts";
import { procurementCents, shares } from "#city/world/economy.ts";
import { balanceOf, TREASURY_ACCOUNT } from "../money.ts";
import { sendMoney } from "../money-letters.ts";
import type { TickRun } from "../run.ts";
import { CITY_HALL, type EngineContext } from "../types.ts";
import type { System } from "./system.ts";

/** Minute of the day at which City Hall spends. */
const PROCUREMENT_MINUTE = 360;

/** City Hall buys from all workplaces once a day: what it holds above its reserve goes to the districts by their jobs. */
function procure(run: TickRun): void {
  const due = instantOf(dayOf(run.startMs), PROCUREMENT_MINUTE);
  if (run.state.district !== CITY_HALL || due < run.startMs || due >= run.endMs) return;
  const jobs = run.ctx.plan.districts.map((district) => jobsOf(run.ctx, district.index));
  const allJobs = jobs.reduce((left, right) => left + right, 0);
  const total = procurementCents(balanceOf(run.state, TREASURY_ACCOUNT), allJobs);
  for (const [index, cents] of shares(total, jobs).entries()) {
    if (cents > 0) sendMoney(run, TREASURY_ACCOUNT, index + 1, cents, "procurement");
  }
  if (total > 0 && allJobs > 0) tellSpent(run, total);
}

function jobsOf(ctx: EngineContext, district: number): number {
  const buildings = assertExists(ctx.places.buildingsOf[district], `district ${district}`);
  return buildings.reduce((sum, building) => sum + at(ctx.plan.buildings.jobs, building), 0);
}

function tellSpent(run: TickRun, cents: number): void {
  const { plan } = run.ctx;
  const hall = plan.townHallBuilding;
  run.out.feed.push({
    kind: "city",
    event: "city_spent",
    significance: 60,
    agent: -1,
    other: -1,
    building: hall,
    neighborhood: at(plan.buildings.neighborhood, hall),
    xCm: at(plan.buildings.doorXCm, hall),
    zCm: at(plan.buildings.doorZCm, hall),
    cents,
  });
}

export const procureSystem: System = { phase: "reconcile", name: "procure", run: procure };
