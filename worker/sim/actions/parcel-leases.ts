import { at } from "#city/assert.ts";
import { dayOf } from "#city/world/calendar.ts";
import { endLease, tellParcel } from "../deeds.ts";
import { deedAccount } from "../money.ts";
import { noteChange } from "../parcel-history.ts";
import { payIn } from "../party.ts";
import { isInArrears } from "../property-tax.ts";
import { applied, refused } from "./handler.ts";
import type { ParcelHandler } from "./parcel.ts";

/** Offers one's parcel for lease; a rent of 0 takes that back. A lease that runs is not touched by it. */
export const letOut: ParcelHandler<"let"> = (run, party, local, { rent_cents, days }) => {
  const { parcels } = run.state;
  if (parcels.owner[local] !== party.number) return refused("not_owner");
  if (rent_cents > 0 && isInArrears(run.state, local)) return refused("tax_owed");
  parcels.letCents[local] = rent_cents === 0 ? -1 : rent_cents;
  parcels.letDays[local] = rent_cents === 0 ? 0 : days;
  noteChange(run, local, "let", party.number, -1, rent_cents);
  return applied({ rent_cents });
};

/** Leases a parcel; the first day's rent is paid at once, the others when the day's books are closed. */
export const lease: ParcelHandler<"lease"> = (run, party, local, { max_rent_cents }) => {
  const { parcels } = run.state;
  const owner = at(parcels.owner, local);
  const rentCents = at(parcels.letCents, local);
  if (owner < 0 || rentCents < 0) return refused("not_to_let");
  if (owner === party.number) return refused("bad_target");
  if (at(parcels.tenant, local) >= 0) return refused("leased");
  if (rentCents > max_rent_cents) return refused("price_too_high");
  if (!payIn(run, party, deedAccount(local), rentCents, "lease")) return refused("insufficient_funds");
  parcels.tenant[local] = party.number;
  parcels.rentCents[local] = rentCents;
  parcels.leaseUntilDay[local] = dayOf(run.startMs) + at(parcels.letDays, local);
  noteChange(run, local, "leased", owner, party.number, rentCents);
  tellParcel(run, local, {
    event: "leased",
    significance: 70,
    agent: party.number,
    other: owner,
    cents: rentCents,
  });
  return applied({ rent_cents: rentCents, until_day: at(parcels.leaseUntilDay, local) });
};

/** The tenant leaves at any time; the owner ends a lease that has run out, which else goes on from day to day. */
export const endsLease: ParcelHandler<"end_lease"> = (run, party, local) => {
  const { parcels } = run.state;
  const tenant = at(parcels.tenant, local);
  const isOwner = parcels.owner[local] === party.number;
  if (tenant !== party.number && !isOwner) return refused("not_owner");
  if (tenant < 0) return refused("not_leased");
  if (isOwner && dayOf(run.startMs) < at(parcels.leaseUntilDay, local)) return refused("leased");
  endLease(run, local);
  return applied();
};
