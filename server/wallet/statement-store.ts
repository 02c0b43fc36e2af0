import type { Pool } from "#server/db/pool.ts";

export interface StatementRow {
  readonly tick: number;
  readonly district: number;
  readonly seq: number;
  readonly amount: number;
  readonly balance: number;
  readonly cause: string;
  readonly counterparty: number;
}

export interface StatementPoint {
  readonly tick: number;
  readonly district: number;
  readonly seq: number;
}

export interface StatementQuery {
  readonly account: number;
  /** Exclusive; null: from the newest on. */
  readonly before: StatementPoint | null;
  readonly cause: string | null;
  readonly direction: "in" | "out" | null;
  readonly limit: number;
}

const INT_MAX = 2_147_483_647;

/** Lines of an account's statement, newest first. */
export async function readStatement(
  pool: Pool,
  world: number,
  query: StatementQuery,
): Promise<StatementRow[]> {
  const { before } = query;
  const { rows } = await pool.query<StatementRow>({
    name: "statement-page",
    text: `SELECT tick, district, seq, amount_cents AS amount, balance_cents AS balance, cause, counterparty
           FROM tick.statement
           WHERE world_id = $1 AND account = $2 AND (tick, district, seq) < ($3, $4, $5)
             AND ($6::text IS NULL OR cause = $6)
             AND ($7::text IS NULL OR (amount_cents > 0) = ($7 = 'in'))
           ORDER BY tick DESC, district DESC, seq DESC LIMIT $8`,
    values: [
      world,
      query.account,
      before?.tick ?? INT_MAX,
      before?.district ?? INT_MAX,
      before?.seq ?? INT_MAX,
      query.cause,
      query.direction,
      query.limit,
    ],
  });
  return rows;
}
