import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { AccountView, StatementLine, StatementPage, WalletView } from "#city/protocol/estate-views.ts";
import { hashText } from "#city/rng.ts";
import { residentName } from "#city/world/names.ts";
import { ApiFault } from "#server/api/problem.ts";
import { badQuery, textFrom } from "#server/api/query.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Estate } from "#server/property/estate.ts";
import { readWaitingOrders } from "#server/property/order-store.ts";
import { readParties } from "#server/property/party-store.ts";
import { readTickTimes } from "#server/property/tick-times-store.ts";
import { accountOf } from "./account-names.ts";
import { counterpartyOf, partyOn } from "./counterparty.ts";
import { readStatement, type StatementPoint, type StatementRow } from "./statement-store.ts";
import { readAccounts } from "./wallet-store.ts";

const LINES_DEFAULT = 50;

export interface WalletReader {
  wallet(person: number): Promise<WalletView>;
  /** Throws ApiFault `not_found` for accounts of others. */
  statement(person: number, account: string, query: unknown): Promise<StatementPage>;
  /** The same lines, all that fit into one file. */
  everyLine(person: number, account: string, query: unknown): Promise<readonly StatementLine[]>;
}

export function createWalletReader(pool: Pool, estate: Estate): WalletReader {
  async function ownAccount(person: number, id: string): Promise<AccountView> {
    const account = (await readAccounts(pool, MAIN_WORLD, person)).find((one) => one.account === id);
    if (account === undefined) throw new ApiFault({ code: "not_found", detail: "You have no such account." });
    return account;
  }

  async function linesOf(rows: readonly StatementRow[], person: number): Promise<StatementLine[]> {
    const [parcels, parties, times] = await Promise.all([
      estate.parcels(),
      readParties(pool, MAIN_WORLD, rows.map(partyOn), person),
      readTickTimes(pool, MAIN_WORLD),
    ]);
    const seed = hashText(parcels.index.seed);
    const nameOf = (agent: number) => residentName(seed, agent);
    return rows.map((row) => ({
      id: pointText(row),
      tick: row.tick,
      at: times.at(row.tick),
      amount_cents: row.amount,
      balance_cents: row.balance,
      cause: row.cause,
      counterparty: counterpartyOf(MAIN_WORLD, row, parties, parcels, nameOf),
    }));
  }

  async function rowsFor(person: number, id: string, query: unknown, limit: number) {
    const account = await ownAccount(person, id);
    const rows = await readStatement(pool, MAIN_WORLD, {
      account: accountOf(MAIN_WORLD, id) ?? 0,
      before: pointFrom(query),
      cause: textFrom(query, "cause"),
      direction: directionFrom(query),
      limit,
    });
    return { account, rows };
  }

  return {
    async wallet(person) {
      const [accounts, waiting] = await Promise.all([
        readAccounts(pool, MAIN_WORLD, person),
        readWaitingOrders(pool, MAIN_WORLD, person, { kinds: ["transfer", "withdraw"] }),
      ]);
      const total = accounts.reduce((cents, { balance_cents }) => cents + (balance_cents ?? 0), 0);
      return { accounts, total_cents: total, waiting };
    },
    async statement(person, id, query) {
      const { account, rows } = await rowsFor(person, id, query, LINES_DEFAULT);
      const last = rows.length === LINES_DEFAULT ? rows.at(-1) : undefined;
      return {
        account,
        lines: await linesOf(rows, person),
        next: last === undefined ? null : pointText(last),
      };
    },
    async everyLine(person, id, query) {
      const { rows } = await rowsFor(person, id, query, LIMITS.statementExportMax);
      return linesOf(rows, person);
    },
  };
}

function pointText({ tick, district, seq }: StatementPoint): string {
  return `${tick}-${district}-${seq}`;
}

function pointFrom(query: unknown): StatementPoint | null {
  const text = textFrom(query, "before");
  if (text === null) return null;
  const [, tick, district, seq] = /^(\d{1,9})-(\d{1,5})-(\d{1,9})$/.exec(text) ?? [];
  if (tick === undefined) throw badQuery('The query\'s "before" must be the "next" of the page before.');
  return { tick: Number(tick), district: Number(district), seq: Number(seq) };
}

function directionFrom(query: unknown): "in" | "out" | null {
  const text = textFrom(query, "direction");
  if (text === null || text === "in" || text === "out") return text;
  throw badQuery('The query\'s "direction" must be in or out.');
}
