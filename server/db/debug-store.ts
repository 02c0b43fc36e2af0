import type { DistrictTruth } from "#city/protocol/debug.ts";
import type { Pool } from "./pool.ts";

/** Digits of a chain's hash that tell two chains apart at a glance. */
const CHAIN_DIGITS = 12;

/** Every district of a world with its lease and what waits for it, ascending. */
export async function readDistrictTruths(pool: Pool, world: number): Promise<DistrictTruth[]> {
  const { rows } = await pool.query<DistrictTruth>({
    name: "debug_read",
    text: `SELECT d.number, d.name, d.tick, d.generation, left(encode(d.chain_hash, 'hex'), ${CHAIN_DIGITS}) AS chain,
             d.lease_owner AS "leaseOwner",
             (extract(epoch FROM d.lease_until - now()) * 1000)::float8 AS "leaseLeftMs",
             coalesce(l.waiting, 0) AS "lettersWaiting",
             d.tick - l.oldest AS "oldestLetterTicks"
           FROM district d LEFT JOIN (
             SELECT to_district, count(*) AS waiting, min(tick) AS oldest
             FROM tick.letter WHERE world_id = $1 GROUP BY to_district) l ON l.to_district = d.number
           WHERE d.world_id = $1 ORDER BY d.number`,
    values: [world],
  });
  return rows;
}
