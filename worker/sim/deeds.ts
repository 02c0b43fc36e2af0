import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { BUILDING_USES, NO_BUILDING } from "#city/plan/types.ts";
import { claimCents, isCivic } from "#city/world/estate.ts";
import { payOut } from "./accounts.ts";
import { deedAccount, offerAccount } from "./money.ts";
import { globalParcel, noteChange, parcelAt } from "./parcel-history.ts";
import { districtOfParcel } from "./places.ts";
import { forgetTax, payTaxOwed } from "./property-tax.ts";
import type { TickRun } from "./run.ts";
import { type DistrictState, touchParcel } from "./state.ts";
import type { DeedView, EngineContext, FeedLine } from "./types.ts";

/** Local parcel of a building of this district. */
export function parcelOfBuilding(ctx: EngineContext, building: number): number {
  return at(ctx.places.localParcelOf, at(ctx.plan.buildings.parcel, building));
}

/** Building on a parcel of the plan, or -1. */
export function buildingOn(ctx: EngineContext, parcel: number): number {
  const building = at(ctx.plan.parcels.building, parcel);
  return building === NO_BUILDING ? -1 : building;
}

/** Whether a parcel of the plan is the city's own, and not to be claimed. */
export function isCivicParcel(ctx: EngineContext, parcel: number): boolean {
  const building = buildingOn(ctx, parcel);
  return building >= 0 && isCivic(BUILDING_USES[at(ctx.plan.buildings.use, building)] ?? null);
}

/**
 * Gives a parcel another owner (-1: the city). What its account holds was earned by the one before, who owes tax out of it;
 * what was asked for the parcel no longer counts; an offer for it is paid back, a lease stays. Arrears stay with the land
 * until it is the city's.
 */
export function setOwner(run: TickRun, local: number, owner: number): void {
  const { parcels } = run.state;
  dropOffer(run, local);
  payTaxOwed(run, local);
  const earnedCents = at(parcels.balanceCents, local);
  payOut(run, deedAccount(local), at(parcels.owner, local), earnedCents, "income", parcelAt(run, local));
  parcels.owner[local] = owner;
  parcels.sinceTick[local] = run.tick;
  takeOffMarket(run.state, local);
  if (owner < 0) forgetTax(run.state, local);
  // Who owns it needs no lease.
  if (owner < 0 || parcels.tenant[local] === owner) endLease(run, local);
  touchParcel(run.state, local);
}

/** Nobody can buy or lease the parcel until its owner offers it again. */
export function takeOffMarket({ parcels }: DistrictState, local: number): void {
  parcels.priceCents[local] = -1;
  parcels.letCents[local] = -1;
  parcels.letDays[local] = 0;
}

/** Pays the offer for a parcel back to whoever made it, if there is one. */
export function dropOffer(run: TickRun, local: number): void {
  const { parcels } = run.state;
  const bidder = at(parcels.offerBy, local);
  if (bidder < 0) return;
  const cents = at(parcels.offerCents, local);
  payOut(run, offerAccount(local), bidder, cents, "change", parcelAt(run, local));
  parcels.offerBy[local] = -1;
  parcels.offerUntilTick[local] = -1;
  noteChange(run, local, "offer_dropped", bidder, -1, cents);
}

/** Ends the lease of a parcel, if there is one: who leaves owes no rent. */
export function endLease(run: TickRun, local: number): void {
  const { parcels } = run.state;
  const tenant = at(parcels.tenant, local);
  if (tenant < 0) return;
  parcels.tenant[local] = -1;
  parcels.rentCents[local] = 0;
  parcels.leaseUntilDay[local] = -1;
  parcels.rentAskedCents[local] = 0;
  parcels.rentDunUntilTick[local] = -1;
  noteChange(run, local, "lease_ended", tenant, at(parcels.owner, local));
}

/** The deed of a local parcel as the tables hold it. */
export function deedView(ctx: EngineContext, state: DistrictState, local: number): DeedView {
  const { parcels } = state;
  return {
    parcel: globalParcel(ctx, state, local),
    owner: at(parcels.owner, local),
    sinceTick: at(parcels.sinceTick, local),
    priceCents: at(parcels.priceCents, local),
    letCents: at(parcels.letCents, local),
    letDays: at(parcels.letDays, local),
    tenant: at(parcels.tenant, local),
    rentCents: at(parcels.rentCents, local),
    leaseUntilDay: at(parcels.leaseUntilDay, local),
    offerBy: at(parcels.offerBy, local),
    offerCents: at(parcels.offerCents, local),
    offerUntilTick: at(parcels.offerUntilTick, local),
    balanceCents: at(parcels.balanceCents, local),
    arrearsCents: at(parcels.arrearsCents, local),
    arrearsDay: at(parcels.arrearsDay, local),
    use: at(parcels.use, local),
    colour: at(parcels.colour, local),
  };
}

/** Every deed of this district that is not as the plan made it: owned, dressed or with texts; by parcel. */
export function deedsKept(ctx: EngineContext, state: DistrictState): DeedView[] {
  const { owner, use, colour, textSeq } = state.parcels;
  const found: DeedView[] = [];
  for (let local = 0; local < state.parcelCount; local++) {
    const isKept = [owner, use, colour, textSeq].some((column) => at(column, local) >= 0);
    if (isKept) found.push(deedView(ctx, state, local));
  }
  return found;
}

/** Views of the deeds that changed in this step, by parcel. */
export function deedsTouched(run: TickRun): DeedView[] {
  const locals = run.state.touched.parcels.toArray();
  return locals.map((local) => deedView(run.ctx, run.state, local));
}

/** Writes a feed line about a parcel and what stands on it. */
export function tellParcel(
  run: TickRun,
  local: number,
  line: Pick<FeedLine, "event" | "significance" | "agent" | "cents"> & { readonly other?: number },
): void {
  const { plan } = run.ctx;
  const parcel = parcelAt(run, local);
  run.out.feed.push({
    ...line,
    kind: "property",
    other: line.other ?? -1,
    building: buildingOn(run.ctx, parcel),
    neighborhood: at(plan.parcels.neighborhood, parcel),
    xCm: at(plan.parcels.centreXCm, parcel),
    zCm: at(plan.parcels.centreZCm, parcel),
    parcel,
  });
}

/** Parcels of this district that somebody owns, ascending; no more than an observation tells. */
export function deedsOf(ctx: EngineContext, state: DistrictState, owner: number): number[] {
  const found: number[] = [];
  for (let local = 0; local < state.parcelCount && found.length < LIMITS.deedsPerObservationMax; local++) {
    if (state.parcels.owner[local] === owner) found.push(globalParcel(ctx, state, local));
  }
  return found;
}

/** Whose a parcel is and what it costs (-1: it cannot be had); of another district's parcel neither is known here. */
export function marketOf(
  ctx: EngineContext,
  state: DistrictState,
  parcel: number,
): { readonly parcel: number; readonly owner: number; readonly priceCents: number } {
  if (districtOfParcel(ctx.plan, ctx.places, parcel) !== state.district)
    return { parcel, owner: -1, priceCents: -1 };
  const local = at(ctx.places.localParcelOf, parcel);
  const owner = at(state.parcels.owner, local);
  if (owner >= 0) return { parcel, owner, priceCents: at(state.parcels.priceCents, local) };
  const landCents = claimCents(at(ctx.plan.parcels.landValueCents, parcel));
  return { parcel, owner, priceCents: isCivicParcel(ctx, parcel) ? -1 : landCents };
}
