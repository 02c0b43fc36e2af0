import { at } from "#city/assert.ts";
import { claimCents } from "#city/world/estate.ts";
import { accountNumber, accountSlot, hasAccount, openAccount } from "./accounts.ts";
import { applied, HELD, refused, type Verdict } from "./actions/handler.ts";
import { accountHolderOf, parcelOf } from "./actions/targets.ts";
import { balanceOf, moveMoney, moveThroughLetter, purse } from "./money.ts";
import { isOrderKind, type Order, type OrderAction, sendOrder } from "./orders.ts";
import { districtOfParcel } from "./places.ts";
import type { TickRun } from "./run.ts";
import { CITY_HALL, type EngineContext, type StampedAction } from "./types.ts";

/** What a person whose purse is in `slot` orders: done here, or sent to the parcel's district with the money it may take. */
export function personOrder(run: TickRun, slot: number, action: StampedAction): Verdict {
  if (!isOrder(action)) return refused("not_here");
  if (action.kind === "withdraw") return refused("bad_target");
  if (action.kind === "transfer") return transferHere(run, slot, action.parameters);
  const parcel = parcelOf(run, action.parameters.parcel);
  if (!parcel.ok) return refused(parcel.code);
  const cents = moneyFor(run.ctx, action, parcel.value);
  if (balanceOf(run.state, purse(slot)) < cents) return refused("insufficient_funds");
  const known = action.kind === "give" ? knownHolder(run, action.parameters.to) : null;
  if (known !== null) return refused(known);
  if (cents > 0) moveThroughLetter(run, purse(slot), -cents, "order", parcel.value);
  sendOrder(run, { action, home: CITY_HALL }, districtOf(run, parcel.value), cents);
  return HELD;
}

/** Judges an order that an agent sent to City Hall; null when it goes on to the parcel's district. */
export function agentOrder(run: TickRun, { action, home }: Order, cents: number): Verdict | null {
  const { agent } = action;
  if (action.kind === "transfer") return receiveTransfer(run, action, home, cents);
  if (action.kind === "withdraw") return payWithdrawal(run, agent, home, action.parameters.amount_cents);
  const parcel = parcelOf(run, action.parameters.parcel);
  if (!parcel.ok) return refused(parcel.code);
  const unknown = action.kind === "give" ? knownHolder(run, action.parameters.to) : "bad_target";
  if (unknown !== null) return refused(unknown);
  sendOrder(run, { action, home }, districtOf(run, parcel.value), 0);
  return null;
}

function isOrder(action: StampedAction): action is OrderAction {
  return isOrderKind(action.kind);
}

function districtOf(run: TickRun, parcel: number): number {
  return districtOfParcel(run.ctx.plan, run.ctx.places, parcel);
}

/** The most that an order can cost, cents. */
function moneyFor(ctx: EngineContext, action: OrderAction, parcel: number): number {
  switch (action.kind) {
    case "claim":
      return claimCents(at(ctx.plan.parcels.landValueCents, parcel));
    case "purchase":
      return action.parameters.max_cents;
    case "offer":
      return action.parameters.amount_cents;
    case "lease":
      return action.parameters.max_rent_cents;
    default:
      return 0;
  }
}

/** Why an id names nobody whose account is kept here; null when it does. */
function knownHolder(run: TickRun, id: string): "unknown_agent" | "account_missing" | null {
  const holder = accountHolderOf(run, id);
  if (!holder.ok) return "unknown_agent";
  return hasAccount(run.state, holder.value) ? null : "account_missing";
}

function transferHere(
  run: TickRun,
  slot: number,
  { to, amount_cents }: { readonly to: string; readonly amount_cents: number },
): Verdict {
  const unknown = knownHolder(run, to);
  if (unknown !== null) return refused(unknown);
  const holder = accountHolderOf(run, to);
  const target = holder.ok ? accountSlot(run, holder.value) : slot;
  if (target === slot) return refused("bad_target");
  if (!moveMoney(run, purse(slot), purse(target), amount_cents, "transfer"))
    return refused("insufficient_funds");
  return applied({ balance_cents: balanceOf(run.state, purse(slot)) });
}

function receiveTransfer(
  run: TickRun,
  { agent, parameters }: Extract<OrderAction, { kind: "transfer" }>,
  home: number,
  cents: number,
): Verdict {
  const holder = accountHolderOf(run, parameters.to);
  // An agent's own account comes into being with its first money.
  if (holder.ok && holder.value === agent && !hasAccount(run.state, agent)) openAccount(run.state, agent);
  const unknown = knownHolder(run, parameters.to);
  if (unknown !== null || !holder.ok) {
    run.entries.push({ kind: "purse", to: home, entry: { who: agent, cents, cause: "change", about: -1 } });
    return refused(unknown ?? "unknown_agent");
  }
  moveThroughLetter(run, purse(accountSlot(run, holder.value)), cents, "transfer", agent);
  return applied({ amount_cents: cents });
}

function payWithdrawal(run: TickRun, agent: number, home: number, cents: number): Verdict {
  const slot = run.state.slotOf.get(accountNumber(agent));
  if (slot === undefined) return refused("account_missing");
  if (balanceOf(run.state, purse(slot)) < cents) return refused("insufficient_funds");
  moveThroughLetter(run, purse(slot), -cents, "withdrawal", agent);
  run.entries.push({ kind: "purse", to: home, entry: { who: agent, cents, cause: "withdrawal", about: -1 } });
  return applied({ balance_cents: balanceOf(run.state, purse(slot)) });
}
