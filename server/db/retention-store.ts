import type { Pool } from "./pool.ts";
import { inTransaction } from "./transaction.ts";

/** What one slot of the ring holds for one district. */
export interface SlotContent {
  readonly world: number;
  readonly district: number;
  readonly firstTick: number;
  readonly lastTick: number;
}

/** How long the ring's truncation may wait for readers: it is tried again later, so it never holds anyone up. */
const LOCK_TIMEOUT_MS = 500;

/** Content of a slot of the log, by world and district; empty after it was truncated. */
export async function readSlot(pool: Pool, slot: number): Promise<SlotContent[]> {
  const { rows } = await pool.query<SlotContent>(
    `SELECT world_id AS world, district, min(tick) AS "firstTick", max(tick) AS "lastTick"
     FROM tick.log WHERE slot = $1 GROUP BY world_id, district`,
    [slot],
  );
  return rows;
}

/**
 * Empties one slot of log, ledger and feed, and keeps the hash of each district's last tick in it as the anchor of what
 * remains of the chain. Rejects with SQLSTATE 55P03 when someone reads the slot; then nothing changed.
 */
export async function truncateSlot(pool: Pool, slot: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query(
      `INSERT INTO tick.anchor (world_id, district, tick, hash)
       SELECT DISTINCT ON (world_id, district) world_id, district, tick, hash FROM tick.log
       WHERE slot = $1 ORDER BY world_id, district, tick DESC
       ON CONFLICT (world_id, district) DO UPDATE SET tick = EXCLUDED.tick, hash = EXCLUDED.hash
       WHERE anchor.tick < EXCLUDED.tick`,
      [slot],
    );
    await client.query(`TRUNCATE tick.log_${slot}, tick.ledger_${slot}, tick.feed_${slot}`);
  });
}

/** Tick after which a district's log begins: 0, or the last one that was dropped. */
export async function readAnchor(pool: Pool, world: number, district: number): Promise<number> {
  const { rows } = await pool.query<{ tick: number }>(
    "SELECT tick FROM tick.anchor WHERE world_id = $1 AND district = $2",
    [world, district],
  );
  return rows[0]?.tick ?? 0;
}
