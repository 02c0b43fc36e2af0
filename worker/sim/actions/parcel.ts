import { at } from "#city/assert.ts";
import type { ActionParameters, ParcelActionKind } from "#city/protocol/actions.ts";
import { type Party, partyHere } from "../party.ts";
import { districtOfParcel } from "../places.ts";
import type { TickRun } from "../run.ts";
import type { StampedActionOf } from "../types.ts";
import { type ActionHandler, refused, type Verdict } from "./handler.ts";
import { dress, give } from "./parcel-dress.ts";
import { endsLease, lease, letOut } from "./parcel-leases.ts";
import { claim, list, purchase, unlist } from "./parcel-market.ts";
import { acceptOffer, offer, withdrawOffer } from "./parcel-offers.ts";
import { parcelOf } from "./targets.ts";

/** Carries out one action on a local parcel of this district, for whoever pays or owns it. */
export type ParcelHandler<K extends ParcelActionKind> = (
  run: TickRun,
  party: Party,
  local: number,
  parameters: ActionParameters[K],
  seq: number,
) => Verdict;

const PARCEL_TABLE: { readonly [K in ParcelActionKind]: ParcelHandler<K> } = {
  claim,
  list,
  unlist,
  purchase,
  offer,
  accept_offer: acceptOffer,
  drop_offer: withdrawOffer,
  let: letOut,
  lease,
  end_lease: endsLease,
  give,
  dress,
};

/** Judges an action on a parcel, which must be of this district (`too_far`), for a party. */
export function judgeParcel<K extends ParcelActionKind>(
  run: TickRun,
  party: Party,
  { kind, parameters, seq }: Pick<StampedActionOf<K>, "kind" | "parameters" | "seq">,
): Verdict {
  const parcel = parcelOf(run, parameters.parcel);
  if (!parcel.ok) return refused(parcel.code);
  const { plan, places } = run.ctx;
  if (districtOfParcel(plan, places, parcel.value) !== run.state.district) return refused("too_far");
  return PARCEL_TABLE[kind](run, party, at(places.localParcelOf, parcel.value), parameters, seq);
}

/** The handler by which an agent that is here acts on a parcel, wherever in the district either is. */
export function onParcel<K extends ParcelActionKind>(kind: K): ActionHandler<K> {
  return (run, slot, parameters, seq) => judgeParcel(run, partyHere(run, slot), { kind, parameters, seq });
}
