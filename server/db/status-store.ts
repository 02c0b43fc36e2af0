import type { Pool } from "./pool.ts";

/** A district as its row, its letters and its agents show it. */
export interface DistrictStatus {
  readonly number: number;
  readonly name: string;
  readonly tick: number;
  /** Who runs it; null when nobody does. */
  readonly worker: string | null;
  readonly moneyCents: number;
  /** Agents from outside. */
  readonly agents: number;
  readonly lettersWaiting: number;
  readonly lettersCents: number;
}

/** Every district of a world in one database snapshot, ascending: their sums of money belong together. */
export async function readStatus(pool: Pool, world: number): Promise<DistrictStatus[]> {
  const { rows } = await pool.query<DistrictStatus>(
    `SELECT d.number, d.name, d.tick, CASE WHEN d.lease_until > now() THEN d.lease_owner END AS worker,
       d.money_cents AS "moneyCents",
       (SELECT count(*) FROM agent a WHERE a.world_id = d.world_id AND a.district = d.number AND a.kind <> 'owner') AS agents,
       (SELECT count(*) FROM tick.letter l WHERE l.world_id = d.world_id AND l.to_district = d.number) AS "lettersWaiting",
       (SELECT coalesce(sum(l.cents), 0)::bigint FROM tick.letter l
        WHERE l.world_id = d.world_id AND l.to_district = d.number) AS "lettersCents"
     FROM district d WHERE d.world_id = $1 ORDER BY d.number`,
    [world],
  );
  return rows;
}
