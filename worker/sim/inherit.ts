import { at } from "#city/assert.ts";
import { dropOffer, endLease, setOwner } from "./deeds.ts";
import { noteChange } from "./parcel-history.ts";
import type { TickRun } from "./run.ts";

/** Gives what somebody who has left for good owns in this district to the heir (-1: the city); offers and leases of theirs end. */
export function inherit(run: TickRun, who: number, heir: number): void {
  const { parcels, parcelCount } = run.state;
  for (let local = 0; local < parcelCount; local++) {
    if (parcels.offerBy[local] === who) dropOffer(run, local);
    if (parcels.tenant[local] === who) endLease(run, local);
    if (at(parcels.owner, local) !== who) continue;
    setOwner(run, local, heir);
    noteChange(run, local, "inherited", who, heir);
  }
}
