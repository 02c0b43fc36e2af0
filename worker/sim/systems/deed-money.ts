import { at } from "#city/assert.ts";
import { rentCents } from "#city/world/economy.ts";
import { deedRentCents, groundRentCents, propertyTaxCents } from "#city/world/estate.ts";
import { payOut } from "../accounts.ts";
import { buildingOn, dropOffer, parcelOfBuilding } from "../deeds.ts";
import { balanceOf, deedAccount, moveMoney, purse, TAX_ACCOUNT, till } from "../money.ts";
import { parcelAt } from "../parcel-history.ts";
import { collectHere } from "../party.ts";
import { chargeTax, creditTax, payTaxOwed, taxOwedCents } from "../property-tax.ts";
import type { TickRun } from "../run.ts";
import { CITY_HALL } from "../types.ts";
import { chargeLeaseRent } from "./lease-rent.ts";

/** A resident's rent of the day: to the city, and where the home is this district's and owned, a share to the deed. */
export function payRent(run: TickRun, slot: number): void {
  const { ctx, state } = run;
  const { bodies, parcels } = state;
  const cents = rentCents(at(bodies.purseCents, slot));
  const home = at(bodies.home, slot);
  const neighborhood = at(ctx.plan.buildings.neighborhood, home);
  const isHere = at(ctx.places.neighborhoodDistrict, neighborhood) === state.district;
  const local = parcelOfBuilding(ctx, home);
  const share = isHere && at(parcels.owner, local) >= 0 ? deedRentCents(cents) : 0;
  moveMoney(run, purse(slot), deedAccount(local), share, "rent");
  if (share > 0) payTaxOwed(run, local);
  moveMoney(run, purse(slot), TAX_ACCOUNT, cents - share, "rent");
}

/** Once a day: each deed takes in its rents, pays its tax, and gives its owner the rest. */
export function settleDeeds(run: TickRun): void {
  const { parcels, parcelCount } = run.state;
  for (let local = 0; local < parcelCount; local++) {
    const owner = at(parcels.owner, local);
    if (owner < 0 && at(parcels.balanceCents, local) === 0) continue;
    if (owner >= 0) {
      takeGroundRent(run, local);
      collectLeaseRent(run, local);
      payPropertyTax(run, local, owner);
    }
    const left = balanceOf(run.state, deedAccount(local));
    payOut(run, deedAccount(local), owner, left, "income", parcelAt(run, local));
  }
}

function takeGroundRent(run: TickRun, local: number): void {
  const { ctx, state } = run;
  const parcel = parcelAt(run, local);
  const building = buildingOn(ctx, parcel);
  if (building < 0 || at(ctx.plan.buildings.jobs, building) === 0) return;
  const account = till(at(ctx.places.localOf, building));
  const cents = groundRentCents(at(ctx.plan.parcels.landValueCents, parcel), balanceOf(state, account));
  moveMoney(run, account, deedAccount(local), cents, "rent");
}

/** A tenant who is here pays at once; for what then lacks, and to one who is elsewhere, goes a bill. */
function collectLeaseRent(run: TickRun, local: number): void {
  const tenant = at(run.state.parcels.tenant, local);
  if (tenant < 0) return;
  const lacking = chargeLeaseRent(run, local);
  if (lacking > 0) sendBill(run, tenant, lacking, "lease", local);
}

/** The day's tax and what is owed from before: out of the deed's account; what that lacks the owner owes. */
function payPropertyTax(run: TickRun, local: number, owner: number): void {
  chargeTax(run, local, propertyTaxCents(at(run.ctx.plan.parcels.landValueCents, parcelAt(run, local))));
  payTaxOwed(run, local);
  const owed = taxOwedCents(run.state, local);
  const lacking = collectHere(run, owner, TAX_ACCOUNT, owed, "property_tax");
  creditTax(run, local, owed - lacking);
  if (lacking > 0) sendBill(run, owner, lacking, "property_tax", local);
}

function sendBill(
  run: TickRun,
  who: number,
  cents: number,
  cause: "lease" | "property_tax",
  local: number,
): void {
  const entry = { who, cents, cause, about: parcelAt(run, local) };
  run.entries.push({ kind: "bill", to: CITY_HALL, entry });
}

/** Pays back offers whose time is over. */
export function endOffers(run: TickRun): void {
  const { offerBy, offerUntilTick } = run.state.parcels;
  for (let local = 0; local < run.state.parcelCount; local++) {
    if ((offerBy[local] ?? -1) >= 0 && at(offerUntilTick, local) <= run.tick) dropOffer(run, local);
  }
}
