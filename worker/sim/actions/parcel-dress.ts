import { at } from "#city/assert.ts";
import { BUILDING_USES } from "#city/plan/types.ts";
import { setOwner, tellParcel } from "../deeds.ts";
import { noteChange, parcelAt } from "../parcel-history.ts";
import { isInArrears } from "../property-tax.ts";
import { applied, refused } from "./handler.ts";
import type { ParcelHandler } from "./parcel.ts";
import { accountHolderOf } from "./targets.ts";

/** Gives one's parcel to somebody whom City Hall knows: it has looked before this is judged. */
export const give: ParcelHandler<"give"> = (run, party, local, { to }) => {
  if (run.state.parcels.owner[local] !== party.number) return refused("not_owner");
  if (isInArrears(run.state, local)) return refused("tax_owed");
  const taker = accountHolderOf(run, to);
  if (!taker.ok) return refused(taker.code);
  if (taker.value === party.number) return refused("bad_target");
  setOwner(run, local, taker.value);
  noteChange(run, local, "given", party.number, taker.value);
  tellParcel(run, local, { event: "gave", significance: 75, agent: party.number, other: taker.value });
  return applied();
};

/** Changes how a parcel looks: its owner's right, or its tenant's. What is left out stays as it is. */
export const dress: ParcelHandler<"dress"> = (run, party, local, { title, sign, colour, use }, seq) => {
  const { parcels } = run.state;
  const tenant = at(parcels.tenant, local);
  if ((tenant >= 0 ? tenant : at(parcels.owner, local)) !== party.number) return refused("not_owner");
  if (colour !== undefined)
    parcels.colour[local] = colour === null ? -1 : Number.parseInt(colour.slice(1), 16);
  if (use !== undefined) parcels.use[local] = use === null ? -1 : BUILDING_USES.indexOf(use);
  if (title !== undefined || sign !== undefined) {
    parcels.textSeq[local] = seq;
    run.out.deedTexts.push({ parcel: parcelAt(run, local), title, sign });
  }
  noteChange(run, local, "dressed", party.number);
  tellParcel(run, local, { event: "dressed", significance: 45, agent: party.number });
  return applied();
};
