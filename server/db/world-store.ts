import type { Pool } from "./pool.ts";
import type { SnapshotRow } from "./snapshot-store.ts";

/** A world as genesis fixed it. */
export interface WorldRow {
  readonly id: number;
  readonly name: string;
  readonly seed: string;
  readonly planHash: string;
  readonly tickMs: number;
  readonly startOfDayMs: number;
  readonly paceDivisor: number;
  readonly population: number;
  readonly treasuryCents: number;
  /** All the money of the city. */
  readonly genesisCents: number;
}

/** A district as its last committed tick left it. */
export interface DistrictRow {
  readonly number: number;
  readonly name: string;
  readonly tick: number;
  readonly generation: number;
  readonly stateHash: Uint8Array;
  readonly chainHash: Uint8Array;
  readonly engineVersion: number;
  readonly moneyCents: number;
}

/** A district's first state, as its first snapshot. */
export interface DistrictGenesis extends SnapshotRow {
  readonly name: string;
  readonly moneyCents: number;
}

/** The world with this number, or null before its genesis. */
export async function readWorld(pool: Pool, world: number): Promise<WorldRow | null> {
  const { rows } = await pool.query<WorldRow>(
    `SELECT id, name, seed, plan_hash AS "planHash", tick_ms AS "tickMs", start_of_day_ms AS "startOfDayMs",
       pace_divisor AS "paceDivisor", population, treasury_cents AS "treasuryCents", genesis_cents AS "genesisCents"
     FROM world WHERE id = $1`,
    [world],
  );
  return rows[0] ?? null;
}

/** Last tick of every district, ascending by number. */
export async function readDistrictTicks(
  pool: Pool,
  world: number,
): Promise<{ number: number; tick: number }[]> {
  const { rows } = await pool.query<{ number: number; tick: number }>({
    name: "district_ticks",
    text: "SELECT number, tick FROM district WHERE world_id = $1 ORDER BY number",
    values: [world],
  });
  return rows;
}

/** The city's money in one database snapshot, cents: what districts hold and what letters carry between them. */
export async function readCitySum(
  pool: Pool,
  world: number,
): Promise<{ readonly heldCents: number; readonly underWayCents: number }> {
  const { rows } = await pool.query<{ heldCents: number; underWayCents: number }>({
    name: "city_sum",
    text: `SELECT (SELECT coalesce(sum(money_cents), 0)::bigint FROM district WHERE world_id = $1) AS "heldCents",
             (SELECT coalesce(sum(cents), 0)::bigint FROM tick.letter WHERE world_id = $1) AS "underWayCents"`,
    values: [world],
  });
  return rows[0] ?? { heldCents: 0, underWayCents: 0 };
}

/** Writes a new world, its districts with their first snapshots, and the clock's first epoch; false if it exists. */
export async function insertWorld(
  pool: Pool,
  world: WorldRow,
  districts: readonly DistrictGenesis[],
  epoch: { readonly wallMs: number; readonly speed: number },
): Promise<boolean> {
  const { rows } = await pool.query<{ inserted: number }>(INSERT_WORLD, [
    world.id,
    world.name,
    world.seed,
    world.planHash,
    world.tickMs,
    world.startOfDayMs,
    world.paceDivisor,
    world.population,
    world.treasuryCents,
    world.genesisCents,
    districts.map((row) => row.district),
    districts.map((row) => row.name),
    districts.map((row) => row.stateHash),
    districts.map((row) => row.chainHash),
    districts.map((row) => row.contentHash),
    districts.map((row) => row.content),
    districts.map((row) => row.moneyCents),
    districts[0]?.engineVersion ?? 0,
    districts[0]?.specVersion ?? 0,
    epoch.wallMs,
    epoch.speed,
    districts[0]?.engineHash ?? "",
  ]);
  return rows[0]?.inserted === 1;
}

/** One statement, so that a world is either whole or not there; the references are checked at its end. */
const INSERT_WORLD = `
  WITH made AS (
    INSERT INTO world (id, name, seed, plan_hash, tick_ms, start_of_day_ms, pace_divisor, population, treasury_cents,
      genesis_cents)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id
  ), given AS (
    SELECT * FROM made,
      unnest($11::int[], $12::text[], $13::bytea[], $14::bytea[], $15::bytea[], $16::bytea[], $17::bigint[])
      AS u(number, name, state_hash, chain_hash, content_hash, content, money_cents)
  ), settled AS (
    INSERT INTO district (world_id, number, name, state_hash, chain_hash, engine_version, money_cents)
    SELECT id, number, name, state_hash, chain_hash, $18::int, money_cents FROM given
  ), kept AS (
    INSERT INTO tick.snapshot (world_id, district, tick, engine_version, spec_version, plan_hash, state_hash,
      chain_hash, content_hash, content, verified, engine_hash)
    SELECT id, number, 0, $18::int, $19::int, $4::text, state_hash, chain_hash, content_hash, content, TRUE, $22::text
    FROM given
  ), started AS (
    INSERT INTO clock_epoch (world_id, epoch, tick, wall_ms, speed, reason)
    SELECT id, 0, 0, $20::bigint, $21::float8, 'genesis' FROM made
  )
  SELECT count(*) AS inserted FROM made`;
