import { at } from "#city/assert.ts";
import { slotHere } from "./accounts.ts";
import { type Account, balanceOf, moveMoney, moveThroughLetter, purse } from "./money.ts";
import type { TickRun } from "./run.ts";
import { CITY_HALL, type LedgerCause } from "./types.ts";

/** Who acts on a parcel: an agent that is here with its purse, or somebody whose money came along in a letter. */
export interface Party {
  /** Agent or person. */
  readonly number: number;
  /** -1: by letter. */
  readonly slot: number;
  /** What is left of the letter's money, cents; 0 for who is here. */
  leftCents: number;
}

export function partyHere(run: TickRun, slot: number): Party {
  return { number: at(run.state.bodies.agent, slot), slot, leftCents: 0 };
}

/** Pays from a party into an account of this district; false, and nothing happens, when it has less. */
export function payIn(run: TickRun, party: Party, to: Account, cents: number, cause: LedgerCause): boolean {
  if (party.slot >= 0) return moveMoney(run, purse(party.slot), to, cents, cause);
  if (party.leftCents < cents) return false;
  party.leftCents -= cents;
  moveThroughLetter(run, to, cents, cause, party.number);
  return true;
}

/** Sends back what a letter's money was not needed for. */
export function giveChange(run: TickRun, party: Party, parcel: number): void {
  if (party.leftCents === 0) return;
  const entry = { who: party.number, cents: party.leftCents, cause: "change", about: parcel } as const;
  party.leftCents = 0;
  run.entries.push({ kind: "payment", to: CITY_HALL, entry });
}

/**
 * Takes what somebody owes as far as the purse reaches when they are here; returns what is lacking. Who is elsewhere lacks all
 * of it: the caller sends a bill.
 */
export function collectHere(
  run: TickRun,
  who: number,
  to: Account,
  cents: number,
  cause: LedgerCause,
): number {
  const slot = slotHere(run.state, who);
  if (slot < 0) return cents;
  const paid = Math.min(cents, balanceOf(run.state, purse(slot)));
  moveMoney(run, purse(slot), to, paid, cause);
  return cents - paid;
}
