import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { createPool, type Pool } from "./pool.ts";
import { inTransaction } from "./transaction.ts";

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool({ url: database.url, connectionsMax: 2, name: "transactions", onError: () => {} });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

it("[FT-7] a connection that dies between two statements fails its transaction, and nothing else", async () => {
  const work = inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    // Not node:events' once: it listens to errors, too.
    const gone = new Promise<void>((resolve) => client.once("end", () => resolve()));
    await pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
    await gone;
    await client.query("SELECT 1");
  });
  await expect(work).rejects.toThrow(/not queryable|terminated/);
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

it("[FT-7] what is done is kept, and the connection with it; what fails half-way never was", async () => {
  await inTransaction(pool, (client) => client.query("CREATE TABLE kept (n INT)"));
  const work = inTransaction(pool, async (client) => {
    await client.query("INSERT INTO kept VALUES (1)");
    throw new Error("no");
  });
  await expect(work).rejects.toThrow("no");
  expect((await pool.query("SELECT n FROM kept")).rows).toEqual([]);
});
