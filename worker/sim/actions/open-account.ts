import { BANK_OFFSET, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { hasAccount, openAccount } from "../accounts.ts";
import { balanceOf, moveMoney, purse, TREASURY_ACCOUNT } from "../money.ts";
import type { TickRun } from "../run.ts";
import type { SystemActionOf } from "../types.ts";
import { applied, refused, type Verdict } from "./handler.ts";

/** City Hall opens a person's purse; an empty treasury gives what it has. */
export function openPurse(run: TickRun, action: SystemActionOf<"open_account">): Verdict {
  const { agent, parameters } = action;
  if (agent < OWNER_BASE || agent >= BANK_OFFSET) return refused("unknown_agent");
  if (hasAccount(run.state, agent)) return refused("already_there");
  if (!Number.isSafeInteger(parameters.grantCents) || parameters.grantCents < 0) return refused("bad_amount");
  const slot = openAccount(run.state, agent);
  const cents = Math.min(parameters.grantCents, balanceOf(run.state, TREASURY_ACCOUNT));
  moveMoney(run, TREASURY_ACCOUNT, purse(slot), cents, "grant");
  return applied({ balance_cents: cents });
}
