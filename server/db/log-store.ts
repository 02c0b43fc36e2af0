import { LIMITS } from "#city/limits.ts";
import { unpacked } from "./packed-bytes.ts";
import type { Pool } from "./pool.ts";
import { type HeardRow, type LogRow, slotOfTick } from "./tick-statement.ts";

/** Rows of a district's log from `fromTick` to `toTick`, both inclusive, ascending. Names its slots, so that truncating others is not blocked. */
export async function readLog(
  pool: Pool,
  world: number,
  district: number,
  fromTick: number,
  toTick: number,
): Promise<LogRow[]> {
  const { rows } = await pool.query<LogRow>(
    `SELECT tick, previous_hash AS "previousHash", hash, state_hash AS "stateHash", engine_version AS "engineVersion",
       engine_hash AS "engineHash", spec_version AS "specVersion", plan_hash AS "planHash", inputs, money_cents AS "moneyCents", wall_ms AS "wallMs"
     FROM tick.log
     WHERE slot = ANY($1::smallint[]) AND world_id = $2 AND district = $3 AND tick BETWEEN $4 AND $5 ORDER BY tick`,
    [slotsOf(fromTick, toTick), world, district, fromTick, toTick],
  );
  return rows.map((row) => ({ ...row, inputs: unpacked(row.inputs) }));
}

/** What agents heard in a district's tick. */
export interface HeardTick {
  readonly district: number;
  readonly tick: number;
  readonly heard: readonly HeardRow[];
}

/** What was heard in every district from `fromTick` to `toTick`, both inclusive, ascending; a row for each tick that is done. */
export async function readHeard(
  pool: Pool,
  world: number,
  fromTick: number,
  toTick: number,
): Promise<HeardTick[]> {
  const { rows } = await pool.query<HeardTick>({
    name: "heard_read",
    text: `SELECT district, tick, heard FROM tick.log
           WHERE slot = ANY($1::smallint[]) AND world_id = $2 AND tick BETWEEN $3 AND $4 ORDER BY tick, district`,
    values: [slotsOf(fromTick, toTick), world, fromTick, toTick],
  });
  return rows;
}

/** How many ticks from `fromTick` to `toTick`, both inclusive, another engine than `engineHash` wrote. */
export async function countForeignTicks(
  pool: Pool,
  world: number,
  district: number,
  fromTick: number,
  toTick: number,
  engineHash: string,
): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*) AS n FROM tick.log
     WHERE slot = ANY($1::smallint[]) AND world_id = $2 AND district = $3 AND tick BETWEEN $4 AND $5 AND engine_hash <> $6`,
    [slotsOf(fromTick, toTick), world, district, fromTick, toTick, engineHash],
  );
  return rows[0]?.n ?? 0;
}

/** Slots that ticks lie in, so that a query names only those. */
function slotsOf(fromTick: number, toTick: number): number[] {
  const slots = new Set<number>();
  for (let tick = fromTick; tick <= toTick && slots.size < LIMITS.ringSlots; tick += LIMITS.ringSlotTicks) {
    slots.add(slotOfTick(tick));
  }
  if (toTick >= fromTick) slots.add(slotOfTick(toTick));
  return [...slots];
}
