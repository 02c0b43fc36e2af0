import { assert, at } from "#city/assert.ts";
import { HOUR_MS } from "#city/world/calendar.ts";
import { mustMove } from "../accounts.ts";
import { dropOffer, tellParcel } from "../deeds.ts";
import { deedAccount, offerAccount } from "../money.ts";
import { noteChange } from "../parcel-history.ts";
import { payIn } from "../party.ts";
import { isInArrears } from "../property-tax.ts";
import { applied, refused } from "./handler.ts";
import type { ParcelHandler } from "./parcel.ts";
import { sold } from "./parcel-market.ts";

/** Offers money for somebody's parcel and sets it aside. A higher offer takes the place of a lower one, which is paid back. */
export const offer: ParcelHandler<"offer"> = (run, party, local, { amount_cents, hours }) => {
  const { parcels } = run.state;
  const owner = at(parcels.owner, local);
  if (owner < 0) return refused("not_for_sale");
  if (owner === party.number) return refused("bad_target");
  if (amount_cents <= at(parcels.offerCents, local)) return refused("offer_too_low");
  // What it offered before may not help to pay for more: it would have to be given back first.
  if (!payIn(run, party, deedAccount(local), amount_cents, "order")) return refused("insufficient_funds");
  dropOffer(run, local);
  mustMove(run, deedAccount(local), offerAccount(local), amount_cents, "order");
  parcels.offerBy[local] = party.number;
  parcels.offerUntilTick[local] = run.tick + Math.ceil((hours * HOUR_MS) / run.ctx.genesis.tickMs);
  noteChange(run, local, "offered", party.number, owner, amount_cents);
  tellParcel(run, local, {
    event: "offered",
    significance: 55,
    agent: party.number,
    other: owner,
    cents: amount_cents,
  });
  return applied({ until_tick: at(parcels.offerUntilTick, local) });
};

/** Sells to whoever made the offer. */
export const acceptOffer: ParcelHandler<"accept_offer"> = (run, party, local, { min_cents }) => {
  const { parcels } = run.state;
  if (parcels.owner[local] !== party.number) return refused("not_owner");
  if (isInArrears(run.state, local)) return refused("tax_owed");
  const bidder = at(parcels.offerBy, local);
  const cents = at(parcels.offerCents, local);
  if (bidder < 0) return refused("no_offer");
  if (cents < min_cents) return refused("offer_too_low");
  assert(bidder !== party.number, "nobody bids for what is theirs");
  mustMove(run, offerAccount(local), deedAccount(local), cents, "sale");
  parcels.offerBy[local] = -1;
  parcels.offerUntilTick[local] = -1;
  sold(run, local, party.number, { number: bidder }, cents);
  return applied({ price_cents: cents });
};

/** The bidder takes the offer back, or the owner turns it down. */
export const withdrawOffer: ParcelHandler<"drop_offer"> = (run, party, local) => {
  const { parcels } = run.state;
  const bidder = at(parcels.offerBy, local);
  if (bidder < 0) return refused("no_offer");
  if (bidder !== party.number && parcels.owner[local] !== party.number) return refused("not_owner");
  dropOffer(run, local);
  return applied();
};
