import { at } from "#city/assert.ts";
import { mustMove } from "./accounts.ts";
import { balanceOf, deedAccount, TAX_ACCOUNT } from "./money.ts";
import { noteChange } from "./parcel-history.ts";
import type { TickRun } from "./run.ts";
import { type DistrictState, touchParcel } from "./state.ts";

/** Property tax of a parcel that is not paid: arrears, and what its owner is being asked for; cents. */
export function taxOwedCents({ parcels }: DistrictState, local: number): number {
  return at(parcels.arrearsCents, local) + at(parcels.askedCents, local);
}

/** Whether tax was not paid when it was due: the parcel can be neither sold nor given nor let. */
export function isInArrears({ parcels }: DistrictState, local: number): boolean {
  return at(parcels.arrearsCents, local) > 0;
}

/** Puts a day's tax to what is owed. */
export function chargeTax({ state }: TickRun, local: number, cents: number): void {
  state.parcels.askedCents[local] = at(state.parcels.askedCents, local) + cents;
  touchParcel(state, local);
}

/** Takes what was paid off what is owed, arrears first; no more may be paid. */
export function creditTax(run: TickRun, local: number, cents: number): void {
  const { parcels } = run.state;
  if (cents === 0) return;
  const arrears = at(parcels.arrearsCents, local);
  const old = Math.min(arrears, cents);
  parcels.arrearsCents[local] = arrears - old;
  parcels.askedCents[local] = at(parcels.askedCents, local) - (cents - old);
  touchParcel(run.state, local);
  if (old === 0 || old < arrears) return;
  parcels.arrearsDay[local] = -1;
  noteChange(run, local, "tax_settled", at(parcels.owner, local));
}

/** Pays what is owed as far as the deed's own account reaches. */
export function payTaxOwed(run: TickRun, local: number): void {
  const cents = Math.min(taxOwedCents(run.state, local), balanceOf(run.state, deedAccount(local)));
  if (cents === 0) return;
  mustMove(run, deedAccount(local), TAX_ACCOUNT, cents, "property_tax");
  creditTax(run, local, cents);
}

/** The city owes itself nothing. */
export function forgetTax({ parcels }: DistrictState, local: number): void {
  parcels.arrearsCents[local] = 0;
  parcels.arrearsDay[local] = -1;
  parcels.askedCents[local] = 0;
  parcels.dunUntilTick[local] = -1;
}
