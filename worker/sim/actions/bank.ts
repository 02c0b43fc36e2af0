import { at } from "#city/assert.ts";
import { balanceOf, moveThroughLetter, purse } from "../money.ts";
import { type OrderAction, sendOrder } from "../orders.ts";
import { districtOfParcel } from "../places.ts";
import type { TickRun } from "../run.ts";
import { CITY_HALL } from "../types.ts";
import { type ActionHandler, HELD, refused, type Verdict } from "./handler.ts";
import { accountHolderOf, parcelOf } from "./targets.ts";

/** Sends money to an account at City Hall, also to one's own; City Hall says whether there is such an account. */
export const transfer: ActionHandler<"transfer"> = (run, slot, parameters, seq) => {
  const to = accountHolderOf(run, parameters.to);
  if (!to.ok) return refused(to.code);
  const cents = parameters.amount_cents;
  if (balanceOf(run.state, purse(slot)) < cents) return refused("insufficient_funds");
  moveThroughLetter(run, purse(slot), -cents, "transfer", to.value);
  return toCityHall(run, { seq, agent: agentAt(run, slot), kind: "transfer", parameters }, cents);
};

/** Asks City Hall for money of one's account there. */
export const withdraw: ActionHandler<"withdraw"> = (run, slot, parameters, seq) =>
  toCityHall(run, { seq, agent: agentAt(run, slot), kind: "withdraw", parameters }, 0);

/** Gives a parcel of this district away: City Hall looks whether there is whom it is given to, and sends it back to be judged. */
export const giveAway: ActionHandler<"give"> = (run, slot, parameters, seq) => {
  const parcel = parcelOf(run, parameters.parcel);
  if (!parcel.ok) return refused(parcel.code);
  const { plan, places } = run.ctx;
  if (districtOfParcel(plan, places, parcel.value) !== run.state.district) return refused("too_far");
  const agent = agentAt(run, slot);
  if (run.state.parcels.owner[at(places.localParcelOf, parcel.value)] !== agent) return refused("not_owner");
  return toCityHall(run, { seq, agent, kind: "give", parameters }, 0);
};

function agentAt(run: TickRun, slot: number): number {
  return at(run.state.bodies.agent, slot);
}

function toCityHall(run: TickRun, action: OrderAction, cents: number): Verdict {
  sendOrder(run, { action, home: run.state.district }, CITY_HALL, cents);
  return HELD;
}
