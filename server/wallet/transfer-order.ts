import { formatId } from "#city/ids.ts";
import { ApiFault } from "#server/api/problem.ts";
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

const fault = (pointer: string, detail: string) =>
  ({ code: "invalid_body", detail, errors: [{ pointer, detail }] }) as const;
const NO_FROM = fault("/from", "This is none of your accounts.");
const NO_TO = fault("/to", "Give the id of an agent (agt_…) or a person (usr_…).");
const BANK_TO = fault("/to", "Money an agent has at City Hall can only be brought to that agent's purse.");
const SAME = fault("/to", "This is the same account.");
