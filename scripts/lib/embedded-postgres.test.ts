import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedPostgres, findEmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.mjs";

let dir: string;
const started: EmbeddedPostgres[] = [];

// One cluster for all: making one takes seconds, and here they are used one after the other.
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "borough-embedded-"));
});

afterAll(async () => {
  for (const server of started.splice(0)) await server.stop();
  rmSync(dir, { recursive: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dir, log: () => {} });
  started.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

it("keeps its data and its address over a stop, a kill and an adoption", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE t AS SELECT 7 AS n");
  const adopted = await start();
  expect(adopted.pid).toBe(first.pid);
  await first.stop();
  expect(await findEmbeddedPostgres({ dir })).toBeNull();

  const second = await start();
  expect(second.url).toBe(first.url);
  process.kill(second.pid, "SIGKILL");
  await second.exited;

  const third = await start();
  expect(await query(third.url, "SELECT n FROM t")).toEqual([{ n: 7 }]);
  expect(third.url).toBe(first.url);
});

it("commits durably and listens on the loopback interface only", async () => {
  const { url } = await start();
  const settings = await query(
    url,
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses') ORDER BY name`,
  );
  expect(settings).toEqual([
    { name: "fsync", setting: "on" },
    { name: "full_page_writes", setting: "on" },
    { name: "listen_addresses", setting: "127.0.0.1" },
    { name: "synchronous_commit", setting: "on" },
  ]);
});

it("names the damaged file instead of making new data over the old", async () => {
  const server = await start();
  await server.stop();
  writeFileSync(join(dir, "connection.json"), "{");
  await expect(startEmbeddedPostgres({ dir, log: () => {} })).rejects.toThrow("connection.json is damaged");
});
