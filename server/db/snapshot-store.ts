import type { Pool } from "./pool.ts";

/** A district's whole state after a tick. */
export interface SnapshotRow {
  readonly district: number;
  readonly tick: number;
  readonly engineVersion: number;
  readonly engineHash: string;
  readonly specVersion: number;
  readonly planHash: string;
  readonly stateHash: Uint8Array;
  readonly chainHash: Uint8Array;
  /** SHA-256 of the uncompressed content. */
  readonly contentHash: Uint8Array;
  /** Compressed. */
  readonly content: Uint8Array;
}

const COLUMNS = `district, tick, engine_version AS "engineVersion", engine_hash AS "engineHash", spec_version AS "specVersion",
  plan_hash AS "planHash", state_hash AS "stateHash", chain_hash AS "chainHash", content_hash AS "contentHash", content`;

/** Stores a snapshot, not yet verified. One of the same tick from an earlier life is replaced, unless it is known to be good. */
export async function insertSnapshot(pool: Pool, world: number, row: SnapshotRow): Promise<void> {
  await pool.query(
    `INSERT INTO tick.snapshot (world_id, district, tick, engine_version, spec_version, plan_hash, state_hash,
       chain_hash, content_hash, content, engine_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (world_id, district, tick) DO UPDATE SET engine_version = EXCLUDED.engine_version,
       spec_version = EXCLUDED.spec_version, plan_hash = EXCLUDED.plan_hash, state_hash = EXCLUDED.state_hash,
       chain_hash = EXCLUDED.chain_hash, content_hash = EXCLUDED.content_hash, content = EXCLUDED.content,
       engine_hash = EXCLUDED.engine_hash, verified = FALSE
     WHERE NOT snapshot.verified`,
    [
      world,
      row.district,
      row.tick,
      row.engineVersion,
      row.specVersion,
      row.planHash,
      row.stateHash,
      row.chainHash,
      row.contentHash,
      row.content,
      row.engineHash,
    ],
  );
}

/** Reads one snapshot back, for its check; null when there is none. */
export async function readSnapshot(
  pool: Pool,
  world: number,
  district: number,
  tick: number,
): Promise<SnapshotRow | null> {
  const { rows } = await pool.query<SnapshotRow>(
    `SELECT ${COLUMNS} FROM tick.snapshot WHERE world_id = $1 AND district = $2 AND tick = $3`,
    [world, district, tick],
  );
  return rows[0] ?? null;
}

/** Declares a snapshot good: from now on recovery may start from it and older log may go. */
export async function markVerified(pool: Pool, world: number, district: number, tick: number): Promise<void> {
  await pool.query(
    "UPDATE tick.snapshot SET verified = TRUE WHERE world_id = $1 AND district = $2 AND tick = $3",
    [world, district, tick],
  );
}

/** The newest verified snapshot not after `tick`, or null. */
export async function newestSnapshot(
  pool: Pool,
  world: number,
  district: number,
  tick: number,
): Promise<SnapshotRow | null> {
  const { rows } = await pool.query<SnapshotRow>(
    `SELECT ${COLUMNS} FROM tick.snapshot
     WHERE world_id = $1 AND district = $2 AND verified AND tick <= $3 ORDER BY tick DESC LIMIT 1`,
    [world, district, tick],
  );
  return rows[0] ?? null;
}

/** Ticks of a district's snapshots, ascending, with whether each is verified. */
export async function listSnapshots(
  pool: Pool,
  world: number,
  district: number,
): Promise<{ tick: number; verified: boolean }[]> {
  const { rows } = await pool.query<{ tick: number; verified: boolean }>(
    "SELECT tick, verified FROM tick.snapshot WHERE world_id = $1 AND district = $2 ORDER BY tick",
    [world, district],
  );
  return rows;
}

/** Removes a district's snapshots of these ticks. */
export async function removeSnapshots(
  pool: Pool,
  world: number,
  district: number,
  ticks: readonly number[],
): Promise<void> {
  await pool.query(
    "DELETE FROM tick.snapshot WHERE world_id = $1 AND district = $2 AND tick = ANY($3::int[])",
    [world, district, ticks],
  );
}
