import { assert, at } from "#city/assert.ts";
import { BANK_OFFSET, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { type Account, moveMoney, moveThroughLetter, purse, TAX_ACCOUNT, TREASURY_ACCOUNT } from "./money.ts";
import type { TickRun } from "./run.ts";
import { ACCOUNT, addBody, type DistrictState, INSIDE, OUTSIDE } from "./state.ts";
import { CITY_HALL, type LedgerCause } from "./types.ts";

/** Heirs of heirs are followed so far; who leaves money in a ring has it stay where it is. */
const HEIRS_MAX = 8;

/** Whether a number is an agent's, who has a purse in the streets; people have their account alone. */
export function isAgent(who: number): boolean {
  return who < OWNER_BASE;
}

/** Number of the record that City Hall keeps for somebody: a person's own, an agent's with BANK_OFFSET. */
export function accountNumber(who: number): number {
  return isAgent(who) ? who + BANK_OFFSET : who;
}

/** Whether City Hall keeps an account for somebody. */
export function hasAccount(state: DistrictState, who: number): boolean {
  return state.slotOf.has(accountNumber(who));
}

/** Opens somebody's account at City Hall; it must not be there. Returns its slot. */
export function openAccount(state: DistrictState, who: number): number {
  assert(state.district === CITY_HALL, "accounts are City Hall's");
  const slot = addBody(state, accountNumber(who));
  state.bodies.kind[slot] = ACCOUNT;
  state.bodies.placeKind[slot] = INSIDE;
  return slot;
}

/** Slot of the account in which somebody's money is kept at City Hall, made where there is none; heirs' where they have left. */
export function accountSlot(run: TickRun, who: number): number {
  const { state } = run;
  let slot = state.slotOf.get(accountNumber(who)) ?? openAccount(state, who);
  for (let i = 0; i < HEIRS_MAX; i++) {
    const heir = at(state.bodies.heir, slot);
    if (heir < 0) return slot;
    slot = state.slotOf.get(accountNumber(heir)) ?? openAccount(state, heir);
  }
  return slot;
}

/** Slot of an agent from outside that is in this district, or -1. */
export function slotHere(state: DistrictState, who: number): number {
  const slot = state.slotOf.get(who) ?? -1;
  return slot >= 0 && state.bodies.kind[slot] === OUTSIDE ? slot : -1;
}

/**
 * Pays somebody out of an account of this district, which must hold it: into the purse of an agent that is here, else into the
 * account at City Hall (-1: the city). `about` is the parcel or party it is paid for, or -1.
 */
export function payOut(
  run: TickRun,
  from: Account,
  who: number,
  cents: number,
  cause: LedgerCause,
  about: number,
): void {
  const { state } = run;
  if (cents === 0) return;
  const isCityHall = state.district === CITY_HALL;
  const here = who < 0 ? -1 : slotHere(state, who);
  if (who < 0) mustMove(run, from, isCityHall ? TREASURY_ACCOUNT : TAX_ACCOUNT, cents, cause);
  else if (here >= 0) mustMove(run, from, purse(here), cents, cause);
  else if (isCityHall) mustMove(run, from, purse(accountSlot(run, who)), cents, cause);
  else {
    moveThroughLetter(run, from, -cents, cause, about);
    run.entries.push({ kind: "payment", to: CITY_HALL, entry: { who, cents, cause, about } });
  }
}

/** Moves money that is known to be there. */
export function mustMove(run: TickRun, from: Account, to: Account, cents: number, cause: LedgerCause): void {
  assert(moveMoney(run, from, to, cents, cause), "the money is there");
}
