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

/** A worker that starts, and what its settings and its machine's clock say. */
export interface ClockStart {
  readonly worker: string;
  readonly leaseMs: number;
  /** Unix ms. */
  readonly wallMs: number;
  /** Simulated seconds a wall second. */
  readonly speed: number;
}

/** The city's last tick may lie so far from its instant, and two ticks more: beyond that, someone set the wall clock. */
const CLOCK_SET_MS = 60_000;
/** By so much more than a lease lasts may one still have: an hour more means that the clock was set. */
const LEASE_SLACK_MS = 1_000;

/**
 * Lets a city resume where it was, at the furthest district's tick: one that nobody holds, and one that only this worker
 * held when the wall clock was set. It keeps its speed, unless `speed` is another than when settings last decided. False
 * where nothing is to be done, as in a frozen city.
 */
export async function resumeClock(pool: Pool, world: number, start: ClockStart): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH latest AS (
       SELECT c.epoch, c.tick, c.wall_ms, c.speed, w.tick_ms / nullif(c.speed, 0) AS period_ms
       FROM clock_epoch c JOIN world w ON w.id = c.world_id WHERE c.world_id = $1 ORDER BY c.epoch DESC LIMIT 1
     ), setting AS (
       SELECT speed FROM clock_epoch WHERE world_id = $1 AND reason IN ('genesis', 'new setting') ORDER BY epoch DESC LIMIT 1
     ), held AS (
       SELECT max(tick) AS tick, coalesce(bool_or(lease_until > now()), FALSE) AS by_anyone,
         coalesce(bool_or(lease_owner <> $4 AND lease_until > now()
           AND lease_until < now() + $5::float8 * interval '1 millisecond'), FALSE) AS by_others
       FROM district WHERE world_id = $1
     )
     INSERT INTO clock_epoch (world_id, epoch, tick, wall_ms, speed, reason)
     SELECT $1, l.epoch + 1, h.tick, $2::bigint, CASE WHEN s.speed = $3::float8 THEN l.speed ELSE $3::float8 END,
       CASE WHEN s.speed <> $3::float8 THEN 'new setting' WHEN h.by_anyone THEN 'the wall clock was set' ELSE 'cold start' END
     FROM latest l, setting s, held h
     WHERE l.speed > 0 AND (NOT h.by_anyone OR (NOT h.by_others
       AND abs(l.wall_ms + greatest(0, h.tick - l.tick) * l.period_ms - $2::bigint) > $6::float8 + 2 * l.period_ms))
     ON CONFLICT DO NOTHING`,
    [world, start.wallMs, start.speed, start.worker, start.leaseMs + LEASE_SLACK_MS, CLOCK_SET_MS],
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
