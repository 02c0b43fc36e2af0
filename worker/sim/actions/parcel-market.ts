import { at } from "#city/assert.ts";
import { claimCents } from "#city/world/estate.ts";
import { payOut } from "../accounts.ts";
import { isCivicParcel, setOwner, tellParcel } from "../deeds.ts";
import { deedAccount, TAX_ACCOUNT } from "../money.ts";
import { noteChange, parcelAt } from "../parcel-history.ts";
import type { Party } from "../party.ts";
import { payIn } from "../party.ts";
import { isInArrears } from "../property-tax.ts";
import type { TickRun } from "../run.ts";
import { touchParcel } from "../state.ts";
import { applied, refused } from "./handler.ts";
import type { ParcelHandler } from "./parcel.ts";

/** Buys a parcel that nobody owns from the city, which keeps those of its own buildings. */
export const claim: ParcelHandler<"claim"> = (run, party, local) => {
  if (at(run.state.parcels.owner, local) >= 0) return refused("parcel_taken");
  const parcel = parcelAt(run, local);
  if (isCivicParcel(run.ctx, parcel)) return refused("civic_parcel");
  const cents = claimCents(at(run.ctx.plan.parcels.landValueCents, parcel));
  if (!payIn(run, party, TAX_ACCOUNT, cents, "claim")) return refused("insufficient_funds");
  setOwner(run, local, party.number);
  noteChange(run, local, "claimed", -1, party.number, cents);
  tellParcel(run, local, { event: "claimed", significance: 85, agent: party.number });
  return applied({ cost_cents: cents });
};

/** Puts one's parcel up for sale at a price. */
export const list: ParcelHandler<"list"> = (run, party, local, { price_cents }) => {
  const { parcels } = run.state;
  if (parcels.owner[local] !== party.number) return refused("not_owner");
  if (isInArrears(run.state, local)) return refused("tax_owed");
  parcels.priceCents[local] = price_cents;
  noteChange(run, local, "listed", party.number, -1, price_cents);
  tellParcel(run, local, {
    event: "put_up_for_sale",
    significance: 60,
    agent: party.number,
    cents: price_cents,
  });
  return applied({ price_cents });
};

/** Takes one's parcel off the market. */
export const unlist: ParcelHandler<"unlist"> = (run, party, local) => {
  const { parcels } = run.state;
  if (parcels.owner[local] !== party.number) return refused("not_owner");
  if (at(parcels.priceCents, local) < 0) return refused("not_for_sale");
  parcels.priceCents[local] = -1;
  noteChange(run, local, "unlisted", party.number);
  touchParcel(run.state, local);
  return applied();
};

/** Buys a parcel that is for sale. */
export const purchase: ParcelHandler<"purchase"> = (run, party, local, { max_cents }) => {
  const { parcels } = run.state;
  const seller = at(parcels.owner, local);
  const cents = at(parcels.priceCents, local);
  if (seller < 0 || cents < 0) return refused("not_for_sale");
  if (seller === party.number) return refused("bad_target");
  if (cents > max_cents) return refused("price_too_high");
  // Through the deed's own account: whoever is paid may be anywhere.
  if (!payIn(run, party, deedAccount(local), cents, "sale")) return refused("insufficient_funds");
  sold(run, local, seller, party, cents);
  return applied({ cost_cents: cents });
};

/** The money for it lies in the deed's own account: goes to the seller, and the parcel to the buyer. */
export function sold(
  run: TickRun,
  local: number,
  seller: number,
  buyer: Pick<Party, "number">,
  cents: number,
): void {
  payOut(run, deedAccount(local), seller, cents, "sale", parcelAt(run, local));
  setOwner(run, local, buyer.number);
  noteChange(run, local, "sold", seller, buyer.number, cents);
  tellParcel(run, local, { event: "sold", significance: 85, agent: seller, other: buyer.number, cents });
}
