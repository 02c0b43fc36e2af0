import { assert } from "#city/assert.ts";
import { encodeMoney, type MoneyPurpose, sendLetter } from "./letters.ts";
import { type Account, balanceOf, moveThroughLetter } from "./money.ts";
import type { TickRun } from "./run.ts";

/** Sends money from an account of this district by letter. Asserts that the account holds it and that it is more than 0. */
export function sendMoney(
  run: TickRun,
  from: Account,
  to: number,
  cents: number,
  purpose: MoneyPurpose,
): void {
  assert(cents > 0 && balanceOf(run.state, from) >= cents, `cannot send ${cents} cents`);
  moveThroughLetter(run, from, -cents, purpose);
  sendLetter(run, to, "money", cents, encodeMoney(purpose, cents));
}
