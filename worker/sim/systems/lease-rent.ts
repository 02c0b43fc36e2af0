import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { isAgent, payOut } from "../accounts.ts";
import { endLease } from "../deeds.ts";
import { deedAccount } from "../money.ts";
import { parcelAt } from "../parcel-history.ts";
import { collectHere } from "../party.ts";
import { payTaxOwed } from "../property-tax.ts";
import type { TickRun } from "../run.ts";
import { touchParcel } from "../state.ts";

/** Takes a day's rent from a tenant who is here; returns what is lacking, which is theirs to pay while they stay. */
export function chargeLeaseRent(run: TickRun, local: number): number {
  const { tenant, rentCents, rentAskedCents } = run.state.parcels;
  const lacking = collectHere(run, at(tenant, local), deedAccount(local), at(rentCents, local), "lease");
  rentAskedCents[local] = at(rentAskedCents, local) + lacking;
  touchParcel(run.state, local);
  return lacking;
}

/** What somebody paid as rent lies in the deed's account: gives back what is not owed, as all is by who has left. */
export function takeLeaseRent(run: TickRun, local: number, who: number, cents: number): void {
  const { tenant, rentAskedCents } = run.state.parcels;
  const due = tenant[local] === who ? Math.min(cents, at(rentAskedCents, local)) : 0;
  rentAskedCents[local] = at(rentAskedCents, local) - due;
  payOut(run, deedAccount(local), who, cents - due, "change", parcelAt(run, local));
  payTaxOwed(run, local);
  touchParcel(run.state, local);
}

/** City Hall has answered a bill for rent: who could not pay all of it leaves, an agent only once its purse had time to pay. */
export function closeRentBill(run: TickRun, local: number, who: number): void {
  const { tenant, rentAskedCents, rentDunUntilTick } = run.state.parcels;
  if (tenant[local] !== who || at(rentAskedCents, local) === 0) return;
  if (!isAgent(who)) {
    endLease(run, local);
    return;
  }
  rentDunUntilTick[local] = run.tick + LIMITS.dunTicksMax;
  touchParcel(run.state, local);
}

/** The time to pay is over: a tenant whose rent is not all paid leaves. What was paid of it stays with the deed. */
export function evict(run: TickRun, local: number): void {
  const { rentAskedCents, rentDunUntilTick } = run.state.parcels;
  rentDunUntilTick[local] = -1;
  touchParcel(run.state, local);
  if (at(rentAskedCents, local) > 0) endLease(run, local);
}
