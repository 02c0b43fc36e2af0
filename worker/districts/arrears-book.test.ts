import { afterEach, beforeEach, expect, it } from "vitest";
import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { createPool, type Pool } from "#server/db/pool.ts";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { ArrearsBook } from "./arrears-book.ts";

const [ADA, BEN] = [OUTSIDE_AGENT_BASE, OUTSIDE_AGENT_BASE + 1];

let database: TestDatabase;
let pool: Pool;

beforeEach(async () => {
  database = await testDatabase();
  pool = createPool({ url: database.url, connectionsMax: 2, name: "test", onError: () => {} });
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

async function owe(parcel: number, owner: number, cents: number, sinceDay: number | null): Promise<void> {
  await pool.query(
    `INSERT INTO deed (world_id, parcel, district, owner, since_tick, arrears_cents, arrears_day, tick)
     VALUES (1, $1, $1, $2, 0, $3, $4, 1)`,
    [parcel, owner, cents, sinceDay],
  );
}

function bookOf(reader: Pool, faults: unknown[]): ArrearsBook {
  return new ArrearsBook(reader, 1, (error) => faults.push(error));
}

async function until(condition: () => boolean, what: string): Promise<void> {
  await waitFor(async () => condition(), { limitMs: 10_000, what: () => what });
}

it("[PC-8] tells of each agent's debts in all districts, the oldest first, and of no person's", async () => {
  await owe(3, ADA, 40, 9);
  await owe(4, ADA, 20, 7);
  await owe(5, ADA, 0, null);
  await owe(6, BEN, 10, 8);
  await owe(7, OWNER_BASE, 10, 8);
  const book = bookOf(pool, []);
  await book.load();
  expect([ADA, BEN, OWNER_BASE].map((who) => book.of(who))).toEqual([
    [
      { parcel: 4, cents: 20, sinceDay: 7 },
      { parcel: 3, cents: 40, sinceDay: 9 },
    ],
    [{ parcel: 6, cents: 10, sinceDay: 8 }],
    [],
  ]);
});

it("[PC-8] looks once a tick, however many districts ask, and again after a fault", async () => {
  const faults: unknown[] = [];
  let looks = 0;
  let isDown = false;
  const query = async (...query: Parameters<Pool["query"]>) => {
    looks++;
    if (isDown) throw new Error("down");
    return pool.query(...query);
  };
  // Of a pool the book uses nothing else.
  const book = bookOf({ query } as unknown as Pool, faults);
  await owe(3, ADA, 40, 9);
  for (let district = 0; district < 5; district++) book.refresh(12);
  await until(() => book.of(ADA).length === 1, "the first look");
  for (let district = 0; district < 5; district++) book.refresh(12);
  expect(looks).toBe(1);
  isDown = true;
  book.refresh(13);
  await until(() => faults.length === 1, "the fault");
  expect(book.of(ADA)).toHaveLength(1);
  isDown = false;
  await pool.query("UPDATE deed SET arrears_cents = 0");
  book.refresh(14);
  await until(() => book.of(ADA).length === 0, "the next look");
  expect(looks).toBe(3);
});
