import { at } from "#city/assert.ts";
import { BUILDING_USES, type BuildingUse } from "#city/plan/types.ts";
import { SALES_TAX_PER_MILLE, taxCents, WAGE_TAX_PER_MILLE, wageCents } from "#city/world/economy.ts";
import { balanceOf, moveMoney, purse, TAX_ACCOUNT, till } from "../money.ts";
import type { TickRun } from "../run.ts";
import { touchBuilding } from "../state.ts";
import type { EngineContext, LedgerCause } from "../types.ts";

/** What a building is for. */
export function buildingUse(ctx: EngineContext, building: number): BuildingUse {
  return BUILDING_USES[at(ctx.plan.buildings.use, building)] ?? "home";
}

/**
 * Sells something to the body in `slot`: price from purse to till, the tax share from till to the district.
 * False, and nothing happens, when the purse holds less. `building` is one of this district.
 */
export function sell(
  run: TickRun,
  slot: number,
  building: number,
  priceCents: number,
  cause: LedgerCause,
): boolean {
  const local = at(run.ctx.places.localOf, building);
  if (!moveMoney(run, purse(slot), till(local), priceCents, cause)) return false;
  moveMoney(run, till(local), TAX_ACCOUNT, taxCents(priceCents, SALES_TAX_PER_MILLE), "tax");
  const { salesCents } = run.state.buildings;
  salesCents[local] = at(salesCents, local) + priceCents;
  touchBuilding(run.state, local);
  return true;
}

/**
 * Pays for `minutes` of work at a building of this district, as far as its till reaches. Returns what reached the
 * purse after tax, cents.
 */
export function payWage(run: TickRun, slot: number, building: number, minutes: number): number {
  const local = at(run.ctx.places.localOf, building);
  const earned = Math.floor((wageCents(buildingUse(run.ctx, building)) * minutes) / 60);
  const gross = Math.min(earned, balanceOf(run.state, till(local)));
  const tax = taxCents(gross, WAGE_TAX_PER_MILLE);
  moveMoney(run, till(local), purse(slot), gross - tax, "wage");
  moveMoney(run, till(local), TAX_ACCOUNT, tax, "tax");
  return gross - tax;
}
