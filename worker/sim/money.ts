import { assert, at } from "#city/assert.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import type { TickRun } from "./run.ts";
import { type DistrictState, touch, touchBuilding, touchParcel } from "./state.ts";
import { DEED, OFFER, PROCUREMENT, PURSE, TAX, TILL, TREASURY } from "./transfers.ts";
import { CITY_HALL, type EngineContext, type LedgerCause } from "./types.ts";

/** One place where money is kept in this district. `index`: slot of a purse, local building of a till, local parcel, else 0. */
export interface Account {
  readonly kind:
    | typeof PURSE
    | typeof TILL
    | typeof TAX
    | typeof PROCUREMENT
    | typeof TREASURY
    | typeof DEED
    | typeof OFFER;
  readonly index: number;
}
export const TAX_ACCOUNT: Account = { kind: TAX, index: 0 };
export const PROCUREMENT_ACCOUNT: Account = { kind: PROCUREMENT, index: 0 };
export const TREASURY_ACCOUNT: Account = { kind: TREASURY, index: 0 };

/** The purse of the body in `slot`. */
export function purse(slot: number): Account {
  return { kind: PURSE, index: slot };
}

/** The till of a building of this district, by local index. */
export function till(local: number): Account {
  return { kind: TILL, index: local };
}

/** The deed's own account of a parcel of this district, by local index. */
export function deedAccount(local: number): Account {
  return { kind: DEED, index: local };
}

/** What is set aside for the offer on a parcel of this district, by local index. */
export function offerAccount(local: number): Account {
  return { kind: OFFER, index: local };
}

/** What an account holds, cents. */
export function balanceOf(state: DistrictState, account: Account): number {
  switch (account.kind) {
    case PURSE:
      return at(state.bodies.purseCents, account.index);
    case TILL:
      return at(state.buildings.tillCents, account.index);
    case TAX:
      return state.fields.taxCents;
    case PROCUREMENT:
      return state.fields.procurementCents;
    case TREASURY:
      return state.fields.treasuryCents;
    case DEED:
      return at(state.parcels.balanceCents, account.index);
    case OFFER:
      return at(state.parcels.offerCents, account.index);
  }
}

/**
 * Moves money between two accounts of this district and writes it down (ledger for outside agents and the treasury,
 * packed transfers for the rest). False, and nothing happens, when `from` holds less. Asserts a whole number >= 0.
 */
export function moveMoney(
  run: TickRun,
  from: Account,
  to: Account,
  cents: number,
  cause: LedgerCause,
): boolean {
  assert(Number.isSafeInteger(cents) && cents >= 0, "what is moved is a whole number of cents, at least 0");
  const { state } = run;
  if (balanceOf(state, from) < cents) return false;
  if (cents === 0 || (from.kind === to.kind && from.index === to.index)) return true;
  addTo(state, from, -cents);
  addTo(state, to, cents);
  writeDown(run, from, -cents, cause, counterpartyOf(run, to));
  writeDown(run, to, cents, cause, counterpartyOf(run, from));
  if (!isWatched(state, from) || !isWatched(state, to)) {
    run.out.transfers.add({
      fromKind: from.kind,
      from: nameOf(run.ctx, state, from),
      toKind: to.kind,
      to: nameOf(run.ctx, state, to),
      cents,
      cause,
    });
  }
  return true;
}

/** Changes an account by money that comes from or goes into a letter, and writes the ledger line; `about` whom or which parcel, or -1. */
export function moveThroughLetter(
  run: TickRun,
  account: Account,
  cents: number,
  cause: LedgerCause,
  about = -1,
): void {
  addTo(run.state, account, cents);
  writeDown(run, account, cents, cause, about);
}

function addTo(state: DistrictState, account: Account, cents: number): void {
  const after = balanceOf(state, account) + cents;
  assert(Number.isSafeInteger(after) && after >= 0, "an account holds a whole number of cents, at least 0");
  switch (account.kind) {
    case PURSE:
      state.bodies.purseCents[account.index] = after;
      touch(state, account.index);
      return;
    case TILL:
      state.buildings.tillCents[account.index] = after;
      touchBuilding(state, account.index);
      return;
    case TAX:
      state.fields.taxCents = after;
      return;
    case PROCUREMENT:
      state.fields.procurementCents = after;
      return;
    case TREASURY:
      state.fields.treasuryCents = after;
      return;
    case DEED:
      state.parcels.balanceCents[account.index] = after;
      touchParcel(state, account.index);
      return;
    case OFFER:
      state.parcels.offerCents[account.index] = after;
      touchParcel(state, account.index);
  }
}

/** Accounts someone outside looks at: the ledger has a line for each of their moves. */
function isWatched(state: DistrictState, account: Account): boolean {
  if (account.kind === PURSE) return at(state.bodies.agent, account.index) >= OUTSIDE_AGENT_BASE;
  return account.kind === TREASURY && state.district === CITY_HALL;
}

function writeDown(
  run: TickRun,
  account: Account,
  cents: number,
  cause: LedgerCause,
  counterparty: number,
): void {
  const { state } = run;
  if (!isWatched(state, account)) return;
  run.out.ledger.push({
    account: account.kind === PURSE ? at(state.bodies.agent, account.index) : 0,
    amountCents: cents,
    balanceCents: balanceOf(state, account),
    cause,
    counterparty,
  });
}

/** What the ledger calls the other side: an agent, a person, a building or a parcel, by the cause; -1: the city. */
function counterpartyOf(run: TickRun, { kind, index }: Account): number {
  const isNamed = kind === PURSE || kind === TILL || kind === DEED || kind === OFFER;
  return isNamed ? nameOf(run.ctx, run.state, { kind, index }) : -1;
}

/** Agent number of a purse, global building of a till, global parcel of a deed, 0 for the district's own accounts. */
function nameOf(ctx: EngineContext, state: DistrictState, account: Account): number {
  if (account.kind === PURSE) return at(state.bodies.agent, account.index);
  if (account.kind !== TILL && account.kind !== DEED && account.kind !== OFFER) return 0;
  const { buildingsOf, parcelsOf } = ctx.places;
  const list = (account.kind === TILL ? buildingsOf : parcelsOf)[state.district];
  assert(list !== undefined, `no district ${state.district}`);
  return at(list, account.index);
}
