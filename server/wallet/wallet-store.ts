import type { AccountView } from "#city/protocol/estate-views.ts";
import { BANK_OFFSET } from "#city/protocol/wire-types.ts";
import type { Pool } from "#server/db/pool.ts";
import { partyId } from "#server/property/party-store.ts";
import { accountId, accountKind } from "./account-names.ts";

interface Row {
  readonly account: number;
  readonly number: number;
  readonly name: string;
  readonly retired: boolean;
  readonly balance: number | null;
  readonly tick: number | null;
}

/** A person's purse, their agents' purses, and what City Hall keeps for these where it keeps anything. */
const SELECT = `
  WITH mine AS (
    SELECT a.number, coalesce(u.name, a.name) AS name, a.retired_at IS NOT NULL AS retired
    FROM agent a LEFT JOIN app_user u ON u.id = a.number
    WHERE a.world_id = $1 AND (a.number = $2 OR a.user_id = $2)
  ), accounts AS (
    SELECT number AS account, number, name, retired, true AS always FROM mine
    UNION ALL SELECT number + $3, number, name, retired, false FROM mine WHERE number <> $2
  )
  SELECT c.account, c.number, c.name, c.retired, b.balance_cents AS balance, b.tick
  FROM accounts c LEFT JOIN account_balance b ON b.world_id = $1 AND b.account = c.account
  WHERE c.always OR b.account IS NOT NULL
  ORDER BY c.number = $2 DESC, c.retired, c.number, c.account`;

/** Accounts of a person and of their agents, their own first. */
export async function readAccounts(pool: Pool, world: number, person: number): Promise<AccountView[]> {
  const { rows } = await pool.query<Row>({
    name: "wallet-accounts",
    text: SELECT,
    values: [world, person, BANK_OFFSET],
  });
  return rows.map((row) => ({
    account: accountId(world, row.account),
    kind: accountKind(row.account),
    holder: {
      id: partyId(world, row.number),
      kind: row.number === person ? "person" : "agent",
      name: row.name,
      mine: true,
    },
    balance_cents: row.balance,
    tick: row.tick,
    retired: row.retired,
  }));
}
