import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { type AppliedMigration, type MigrationFile, planMigrations } from "./migrate-plan.ts";

/** The advisory lock that `prisma migrate deploy` takes: the two runners exclude each other. */
const MIGRATION_LOCK = 72_707_369;

const MIGRATIONS_FOLDER = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** Prisma's own bookkeeping table, column for column, so that its CLI and this runner are interchangeable. */
const BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

export type MigrateOptions = {
  readonly url: string;
  readonly log: (line: string) => void;
  /** Where the migrations are; the checkout's own by default. */
  readonly folder?: string;
};

/**
 * Applies every migration that the database lacks, in order, and returns their names.
 * Throws with one clear sentence if an earlier one failed, if an applied one was edited, or if one fails now.
 */
export async function migrate({ url, log, folder = MIGRATIONS_FOLDER }: MigrateOptions): Promise<string[]> {
  const files = readMigrations(folder);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(BOOKKEEPING);
    const plan = planMigrations(files, await readApplied(client));
    if (!plan.ok) throw new Error(plan.message);
    for (const file of plan.value) {
      await applyMigration(client, file);
      log(`migration ${file.name} applied`);
    }
    return plan.value.map((file) => file.name);
  } finally {
    await client.end();
  }
}

function readMigrations(folder: string): MigrationFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const bytes = readFileSync(join(folder, entry.name, "migration.sql"));
      const checksum = createHash("sha256").update(bytes).digest("hex");
      return { name: entry.name, checksum, sql: bytes.toString("utf8") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readApplied(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

/** The whole file goes as one message of the simple protocol, which is one transaction: it applies or it does not. */
async function applyMigration(client: Client, file: MigrationFile): Promise<void> {
  const id = randomUUID();
  await client.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
    id,
    file.checksum,
    file.name,
  ]);
  try {
    await client.query(file.sql);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    await client.query("UPDATE _prisma_migrations SET logs = $2 WHERE id = $1", [id, message]);
    throw new Error(`migration ${file.name} failed: ${message}`, { cause });
  }
  await client.query(
    "UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1",
    [id],
  );
}
