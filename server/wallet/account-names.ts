import { formatId, parseId } from "#city/ids.ts";
import type { AccountView } from "#city/protocol/estate-views.ts";
import { BANK_OFFSET, OWNER_BASE } from "#city/protocol/wire-types.ts";

const BANK = "bank-";

/** usr_… of a person, agt_… of an agent's purse, bank-agt_… of what City Hall keeps for it. */
export function accountId(world: number, account: number): string {
  if (account >= BANK_OFFSET) return `${BANK}${formatId("agt", world, account - BANK_OFFSET)}`;
  return formatId(account >= OWNER_BASE ? "usr" : "agt", world, account);
}

export function accountKind(account: number): AccountView["kind"] {
  if (account >= BANK_OFFSET) return "bank";
  return account >= OWNER_BASE ? "person" : "purse";
}

/** Number of the agent or person whose account it is. */
export function holderOf(account: number): number {
  return account >= BANK_OFFSET ? account - BANK_OFFSET : account;
}

/** The account behind an id of this world, or null. */
export function accountOf(world: number, id: string): number | null {
  const isBank = id.startsWith(BANK);
  const text = isBank ? id.slice(BANK.length) : id;
  const parsed = parseId(!isBank && text.startsWith("usr_") ? "usr" : "agt", text);
  if (!parsed.ok || parsed.value.world !== world) return null;
  return parsed.value.index + (isBank ? BANK_OFFSET : 0);
}
