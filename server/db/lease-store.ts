import type { Pool } from "./pool.ts";
import type { DistrictRow } from "./world-store.ts";

const COLUMNS = `number, name, tick, generation, state_hash AS "stateHash", chain_hash AS "chainHash",
  engine_version AS "engineVersion", money_cents AS "moneyCents"`;

/** A district and who has it. */
export interface LeaseRow {
  readonly number: number;
  readonly tick: number;
  readonly generation: number;
  /** Null when nobody has it, or when its lease was given back. */
  readonly owner: string | null;
  /** Ms until the lease runs out, below 0 when it has; null when it was given back. */
  readonly leftMs: number | null;
  /** Somebody waits for a snapshot of it that is not there yet. */
  readonly snapshotWanted: boolean;
}

/** Every district of a world, ascending. */
export async function readLeases(pool: Pool, world: number): Promise<LeaseRow[]> {
  const { rows } = await pool.query<LeaseRow>({
    name: "lease_read",
    text: `SELECT d.number, d.tick, d.generation, d.lease_owner AS owner,
             (extract(epoch FROM d.lease_until - now()) * 1000)::float8 AS "leftMs",
             d.snapshot_wanted >= 0 AND NOT EXISTS (
               SELECT FROM tick.snapshot s WHERE s.world_id = d.world_id AND s.district = d.number
                 AND s.tick >= d.snapshot_wanted AND s.verified) AS "snapshotWanted"
           FROM district d WHERE d.world_id = $1 ORDER BY d.number`,
    values: [world],
  });
  return rows;
}

/**
 * Claims those of the districts wanted that may be had: given back, run out for `graceMs`, or held by an earlier process
 * of this same worker. Each claim starts a generation, so that whoever held the district before can no longer write to it.
 */
export async function claimLeases(
  pool: Pool,
  world: number,
  worker: string,
  leaseMs: number,
  graceMs: number,
  wanted: readonly number[],
): Promise<DistrictRow[]> {
  const { rows } = await pool.query<DistrictRow>({
    name: "lease_claim",
    text: `UPDATE district SET generation = generation + 1, lease_owner = $2,
             lease_until = now() + $3::float8 * interval '1 millisecond'
           WHERE world_id = $1 AND number = ANY($5::int[])
             AND (lease_until IS NULL OR lease_until < now() - $4::float8 * interval '1 millisecond' OR lease_owner = $2)
           RETURNING ${COLUMNS}`,
    values: [world, worker, leaseMs, graceMs, wanted],
  });
  return rows.sort((a, b) => a.number - b.number);
}

/** Renews the leases given; returns the districts that are still held, the others are lost. */
export async function renewLeases(
  pool: Pool,
  world: number,
  worker: string,
  leaseMs: number,
  held: readonly { readonly district: number; readonly generation: number }[],
): Promise<number[]> {
  const { rows } = await pool.query<{ number: number }>({
    name: "lease_renew",
    text: `UPDATE district d SET lease_until = now() + $3::float8 * interval '1 millisecond'
           FROM unnest($4::int[], $5::int[]) AS h(number, generation)
           WHERE d.world_id = $1 AND d.lease_owner = $2 AND d.number = h.number AND d.generation = h.generation
           RETURNING d.number`,
    values: [
      world,
      worker,
      leaseMs,
      held.map((lease) => lease.district),
      held.map((lease) => lease.generation),
    ],
  });
  return rows.map((row) => row.number);
}

/** Gives districts of this worker back, for others to claim at once. */
export async function releaseLeases(
  pool: Pool,
  world: number,
  worker: string,
  held: readonly { readonly district: number; readonly generation: number }[],
): Promise<void> {
  await pool.query(
    `UPDATE district d SET lease_until = NULL, lease_owner = NULL
     FROM unnest($3::int[], $4::int[]) AS h(number, generation)
     WHERE d.world_id = $1 AND d.lease_owner = $2 AND d.number = h.number AND d.generation = h.generation`,
    [world, worker, held.map((lease) => lease.district), held.map((lease) => lease.generation)],
  );
}

/** The row of one district. Rejects when there is none. */
export async function readDistrict(pool: Pool, world: number, district: number): Promise<DistrictRow> {
  const { rows } = await pool.query<DistrictRow>(
    `SELECT ${COLUMNS} FROM district WHERE world_id = $1 AND number = $2`,
    [world, district],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`world ${world} has no district ${district}`);
  return row;
}

/** Asks for a snapshot of every district as it is now or later; whoever holds it takes one. */
export async function wantSnapshots(pool: Pool, world: number): Promise<void> {
  await pool.query("UPDATE district SET snapshot_wanted = tick WHERE world_id = $1", [world]);
}
