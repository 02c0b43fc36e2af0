import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { migrate } from "./migrate.ts";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), "borough-migrations-"));
});

afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function addMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

const run = () => migrate({ url: database.url, log: () => {}, folder });

async function query(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("migrate", () => {
  it("applies what is missing, in order, once, even when two run at the same time", async () => {
    addMigration("9001_a", "CREATE TABLE a (id INT)");
    addMigration("9002_b", "ALTER TABLE a ADD COLUMN b INT; INSERT INTO a VALUES (1, 2)");
    const both = await Promise.all([run(), run()]);
    expect(both.flat()).toEqual(["9001_a", "9002_b"]);
    expect(await query("SELECT * FROM a")).toEqual([{ id: 1, b: 2 }]);
    expect(await run()).toEqual([]);
  });

  it("leaves nothing of a migration that fails, and stops there until somebody looked at it", async () => {
    addMigration("9001_bad", "CREATE TABLE half (id INT); SELECT 1 / 0");
    addMigration("9002_next", "CREATE TABLE later (id INT)");
    await expect(run()).rejects.toThrow("9001_bad failed: division by zero");
    expect(await query("SELECT to_regclass('half') AS half, to_regclass('later') AS later")).toEqual([
      { half: null, later: null },
    ]);
    await expect(run()).rejects.toThrow("failed earlier");
  });

  it("refuses a migration that was edited after it was applied", async () => {
    addMigration("9001_a", "CREATE TABLE a (id INT)");
    await run();
    addMigration("9001_a", "CREATE TABLE a (id BIGINT)");
    await expect(run()).rejects.toThrow("edited after it was applied");
  });
});
