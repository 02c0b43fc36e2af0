import { assert } from "#city/assert.ts";
import { refused, type Verdict } from "../actions/handler.ts";
import { judgeParcel } from "../actions/parcel.ts";
import { agentOrder } from "../city-hall.ts";
import { decodeOrder, type Order } from "../orders.ts";
import { giveChange, type Party } from "../party.ts";
import type { TickRun } from "../run.ts";
import { CITY_HALL, type Letter } from "../types.ts";
import { outcome } from "./apply-actions.ts";

/** Judges an order that came by letter: here is where its action gets its one result. */
export function receiveOrder(run: TickRun, letter: Letter): void {
  const order = decodeOrder(letter.body);
  const isCityHall = run.state.district === CITY_HALL;
  const verdict = isCityHall ? agentOrder(run, order, letter.cents) : parcelOrder(run, order, letter.cents);
  if (verdict !== null) outcome(run, order.action, verdict);
}

function parcelOrder(run: TickRun, { action }: Order, cents: number): Verdict {
  const party: Party = { number: action.agent, slot: -1, leftCents: cents };
  const isParcels = action.kind !== "transfer" && action.kind !== "withdraw";
  const verdict = isParcels ? judgeParcel(run, party, action) : refused("bad_target");
  giveChange(run, party, -1);
  assert(party.leftCents === 0, "an order leaves no money behind");
  return verdict;
}
