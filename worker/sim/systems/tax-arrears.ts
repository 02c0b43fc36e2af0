import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { dayOf } from "#city/world/calendar.ts";
import { ARREARS_DAYS_MAX } from "#city/world/estate.ts";
import { isAgent, mustMove, payOut } from "../accounts.ts";
import { setOwner, takeOffMarket, tellParcel } from "../deeds.ts";
import { deedAccount, TAX_ACCOUNT } from "../money.ts";
import { noteChange, parcelAt } from "../parcel-history.ts";
import { creditTax, isInArrears, payTaxOwed, taxOwedCents } from "../property-tax.ts";
import type { TickRun } from "../run.ts";
import { touchParcel } from "../state.ts";

/** What could be taken for tax lies in the deed's account: pays with it and gives back what is no longer owed. */
export function takeTax(run: TickRun, local: number, who: number, cents: number): void {
  const due = Math.min(cents, taxOwedCents(run.state, local));
  mustMove(run, deedAccount(local), TAX_ACCOUNT, due, "property_tax");
  creditTax(run, local, due);
  payOut(run, deedAccount(local), who, cents - due, "change", parcelAt(run, local));
  payTaxOwed(run, local);
}

/** City Hall has answered a bill for tax: what then lacks is arrears, but of an agent only once its purse had time to pay. */
export function closeTaxBill(run: TickRun, local: number, who: number): void {
  if (!isAgent(who) || taxOwedCents(run.state, local) === 0) {
    fallBehind(run, local);
    return;
  }
  run.state.parcels.dunUntilTick[local] = run.tick + LIMITS.dunTicksMax;
  touchParcel(run.state, local);
}

/** What is still asked for is arrears from now on; old ones may cost the owner the parcel. */
export function fallBehind(run: TickRun, local: number): void {
  const { parcels } = run.state;
  const day = dayOf(run.startMs);
  const unpaid = at(parcels.askedCents, local);
  if (unpaid > 0 && !isInArrears(run.state, local)) {
    parcels.arrearsDay[local] = day;
    takeOffMarket(run.state, local);
    noteChange(run, local, "tax_owed", at(parcels.owner, local), -1, unpaid);
  }
  parcels.arrearsCents[local] = taxOwedCents(run.state, local);
  parcels.askedCents[local] = 0;
  parcels.dunUntilTick[local] = -1;
  touchParcel(run.state, local);
  const days = day - at(parcels.arrearsDay, local);
  if (isInArrears(run.state, local) && days >= ARREARS_DAYS_MAX) forfeit(run, local);
}

/** The city takes the parcel for what is owed on it; offer, lease and earnings end as with any other owner. */
function forfeit(run: TickRun, local: number): void {
  const { owner, arrearsCents } = run.state.parcels;
  const [loser, cents] = [at(owner, local), at(arrearsCents, local)];
  setOwner(run, local, -1);
  noteChange(run, local, "forfeited", loser, -1, cents);
  tellParcel(run, local, { event: "forfeited", significance: 80, agent: loser });
}
