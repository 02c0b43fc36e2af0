import type { Pool } from "./pool.ts";

/** How long a worker that died stays on record, for people who look. */
const FORGOTTEN_AFTER = "1 day";

/**
 * Says that a worker lives for another `ttlMs`. One that was gone and is back counts as newly started. Rows of workers
 * that are long dead go.
 */
export async function renewPresence(pool: Pool, world: number, worker: string, ttlMs: number): Promise<void> {
  await pool.query({
    name: "presence_renew",
    text: `WITH forgotten AS (
             DELETE FROM worker_presence WHERE world_id = $1 AND worker_id <> $2 AND until < now() - interval '${FORGOTTEN_AFTER}'
           )
           INSERT INTO worker_presence AS p (world_id, worker_id, until)
           VALUES ($1, $2, now() + $3::float8 * interval '1 millisecond')
           ON CONFLICT (world_id, worker_id) DO UPDATE SET until = EXCLUDED.until,
             started_at = CASE WHEN p.until > now() THEN p.started_at ELSE now() END`,
    values: [world, worker, ttlMs],
  });
}

/** Says that a worker is going. */
export async function removePresence(pool: Pool, world: number, worker: string): Promise<void> {
  await pool.query("DELETE FROM worker_presence WHERE world_id = $1 AND worker_id = $2", [world, worker]);
}

/** Workers that live, the one that started first first: every worker reads the same order. */
export async function readWorkers(pool: Pool, world: number): Promise<string[]> {
  const { rows } = await pool.query<{ worker: string }>({
    name: "presence_read",
    text: `SELECT worker_id AS worker FROM worker_presence WHERE world_id = $1 AND until > now()
           ORDER BY started_at, worker_id`,
    values: [world],
  });
  return rows.map((row) => row.worker);
}
