import { formatId } from "#city/ids.ts";
import { fault, faultAt } from "#city/protocol/field-faults.ts";
import { ApiFault } from "#server/api/problem.ts";
import { invalidBody } from "#server/api/read-body.ts";
import type { WantedOrder } from "#server/property/place-order.ts";
import { accountKind, accountOf, holderOf } from "./account-names.ts";

export interface WantedTransfer {
  readonly from: string;
  readonly to: string;
  readonly amount_cents: number;
}

/**
 * The order behind a transfer between two accounts: a withdrawal where it brings an agent's money from City Hall to its purse.
 * Throws ApiFault. Whose the money is, is judged with the order.
 */
export function transferOrder(
  world: number,
  person: number,
  { from, to, amount_cents }: WantedTransfer,
): Pick<WantedOrder, "as" | "order" | "parameters"> {
  const source = accountOf(world, from === "me" ? formatId("usr", world, person) : from);
  const target = accountOf(world, to);
  if (source === null) throw new ApiFault(NO_FROM);
  if (target === null) throw new ApiFault(NO_TO);
  if (source === target) throw new ApiFault(SAME);
  const holder = holderOf(source);
  const as = formatId(accountKind(holder) === "person" ? "usr" : "agt", world, holder);
  if (accountKind(source) === "bank") {
    if (target !== holder) throw new ApiFault(BANK_TO);
    return { as, order: "withdraw", parameters: { amount_cents } };
  }
  // What is sent to an agent arrives at City Hall in any case: naming that account is naming the agent.
  return { as, order: "transfer", parameters: { to: to.replace(/^bank-/, ""), amount_cents } };
}

const NO_FROM = invalidBody([faultAt("/from", fault("not_your_account"))]);
const NO_TO = invalidBody([faultAt("/to", fault("bad_account"))]);
const BANK_TO = invalidBody([faultAt("/to", fault("only_own_purse"))]);
const SAME = invalidBody([faultAt("/to", fault("same_account"))]);
