import type { Pool } from "./pool.ts";

/** One row of the clock: at `wallMs` the city was at `tick` and goes on at `speed` (0 = frozen). */
export interface EpochRow {
  readonly epoch: number;
  readonly tick: number;
  /** Unix ms. */
  readonly wallMs: number;
  /** Simulated seconds a wall second. */
  readonly speed: number;
}

/** The epoch in force. Rejects when the world has none. */
export async function readEpoch(pool: Pool, world: number): Promise<EpochRow> {
  const { rows } = await pool.query<EpochRow>({
    name: "clock_epoch",
    text: `SELECT epoch, tick, wall_ms AS "wallMs", speed FROM clock_epoch
           WHERE world_id = $1 ORDER BY epoch DESC LIMIT 1`,
    values: [world],
  });
  const row = rows[0];
  if (row === undefined) throw new Error(`world ${world} has no clock`);
  return row;
}

/**
 * Lets a stopped city resume where it was: appends an epoch at the furthest district's tick, unless some worker still
 * holds a district or the clock is frozen. `speed` is that of this start.
 */
export async function resumeClock(
  pool: Pool,
  world: number,
  wallMs: number,
  speed: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO clock_epoch (world_id, epoch, tick, wall_ms, speed, reason)
     SELECT $1, e.epoch + 1, (SELECT max(tick) FROM district WHERE world_id = $1), $2, $3, 'cold start'
     FROM (SELECT epoch, speed FROM clock_epoch WHERE world_id = $1 ORDER BY epoch DESC LIMIT 1) e
     WHERE e.speed > 0 AND NOT EXISTS (SELECT FROM district WHERE world_id = $1 AND lease_until > now())
     ON CONFLICT DO NOTHING`,
    [world, wallMs, speed],
  );
  return rowCount === 1;
}

/** The speed at which the city last ran, whether or not it stands still now. */
export async function lastSpeed(pool: Pool, world: number): Promise<number> {
  const { rows } = await pool.query<{ speed: number }>(
    "SELECT speed FROM clock_epoch WHERE world_id = $1 AND speed > 0 ORDER BY epoch DESC LIMIT 1",
    [world],
  );
  return rows[0]?.speed ?? 1;
}

/** Appends a row to the clock; false when somebody else appended one with this number, and then nothing changed. */
export async function appendEpoch(
  pool: Pool,
  world: number,
  { epoch, tick, wallMs, speed }: EpochRow,
  reason: string,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO clock_epoch (world_id, epoch, tick, wall_ms, speed, reason)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [world, epoch, tick, wallMs, speed, reason],
  );
  return rowCount === 1;
}
