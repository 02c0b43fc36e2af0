import { randomUUID } from "node:crypto";
import { mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { inject } from "vitest";
import { migrate } from "#server/db/migrate.ts";
import { startEmbeddedPostgres } from "../../scripts/lib/embedded-postgres.mjs";

const TEMPLATE = "borough_template";
const LOCK_LIMIT_MS = 60_000;
const LOCK_POLL_MS = 50;

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

/**
 * A fresh database with all migrations applied, on the one server of this test run. The caller drops it.
 * The first call of a run starts the server and takes seconds; later ones take a fraction of one.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const home = inject("postgresHome");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  // Test files run in several processes at once, and a template must not be in use while it is copied.
  const adminUrl = await exclusively(join(home, "lock"), async () => {
    const server = await startEmbeddedPostgres({ dir: home, log: () => {} });
    await ensureTemplate(server.url);
    await administer(server.url, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    return server.url;
  });
  return {
    url: databaseUrl(adminUrl, name),
    drop: async () => {
      await administer(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function ensureTemplate(adminUrl: string): Promise<void> {
  const draft = `${TEMPLATE}_draft`;
  const existing = await administer(adminUrl, `SELECT 1 FROM pg_database WHERE datname = '${TEMPLATE}'`);
  if (existing > 0) return;
  await administer(adminUrl, `DROP DATABASE IF EXISTS ${draft}`);
  await administer(adminUrl, `CREATE DATABASE ${draft}`);
  await migrate({ url: databaseUrl(adminUrl, draft), log: () => {} });
  // Under its name only when complete: a failed migration must fail every test, not the first alone.
  await administer(adminUrl, `ALTER DATABASE ${draft} RENAME TO ${TEMPLATE}`);
}

/** Runs one statement as the server's owner; returns the number of rows. */
async function administer(url: string, statement: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(statement);
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** One process at a time: making a folder succeeds for exactly one. */
async function exclusively<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const endMs = performance.now() + LOCK_LIMIT_MS;
  while (!tryMakeFolder(lock)) {
    if (performance.now() > endMs) throw new Error(`${lock} was held for more than ${LOCK_LIMIT_MS} ms`);
    await delay(LOCK_POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}

function tryMakeFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
    throw cause;
  }
}
