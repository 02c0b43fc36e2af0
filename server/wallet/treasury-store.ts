import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { TreasuryDistrict, TreasuryView } from "#city/protocol/estate-views.ts";
import type { Pool } from "#server/db/pool.ts";

interface Row {
  readonly genesis: number;
  readonly ticks_per_day: number;
  readonly treasury: number | null;
  readonly letters: number;
  readonly letters_cents: number;
  readonly tick: number;
  readonly districts: readonly { number: number; name: string; tick: number; money_cents: number }[];
}

interface CauseRow {
  readonly cause: string;
  readonly taken: number;
  readonly given: number;
}

/** One statement and so one snapshot: only then do districts and letters belong together. */
const SELECT_SUM = `
  SELECT w.genesis_cents AS genesis, greatest(1, 86400000 / w.tick_ms) AS ticks_per_day,
    (SELECT balance_cents FROM account_balance b WHERE b.world_id = w.id AND b.account = 0) AS treasury,
    (SELECT count(*) FROM tick.letter l WHERE l.world_id = w.id) AS letters,
    (SELECT coalesce(sum(l.cents), 0)::bigint FROM tick.letter l WHERE l.world_id = w.id) AS letters_cents,
    (SELECT coalesce(max(d.tick), 0) FROM district d WHERE d.world_id = w.id) AS tick,
    (SELECT coalesce(json_agg(json_build_object('number', d.number, 'name', d.name, 'tick', d.tick,
       'money_cents', d.money_cents) ORDER BY d.number), '[]') FROM district d WHERE d.world_id = w.id) AS districts
  FROM world w WHERE w.id = $1`;

/** City Hall's own lines of the last simulated day, in the ring slots they can lie in. */
const SELECT_CAUSES = `
  SELECT cause, coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0)::bigint AS taken,
    coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0)::bigint AS given
  FROM tick.ledger
  WHERE slot = ANY($2::smallint[]) AND world_id = $1 AND district = 0 AND tick > $3 AND tick <= $4 AND account = 0
  GROUP BY cause ORDER BY cause`;

/** All the city's money as the database has it now; null before genesis. */
export async function readTreasury(pool: Pool, world: number): Promise<TreasuryView | null> {
  const { rows } = await pool.query<Row>({ name: "treasury-sum", text: SELECT_SUM, values: [world] });
  const row = rows[0];
  if (row === undefined) return null;
  const since = Math.max(0, row.tick - row.ticks_per_day);
  const causes = await pool.query<CauseRow>({
    name: "treasury-causes",
    text: SELECT_CAUSES,
    values: [world, slotsBetween(since, row.tick), since, row.tick],
  });
  const districts: TreasuryDistrict[] = row.districts.map(({ number, name, tick, money_cents }) => ({
    id: formatId("dst", world, number),
    name,
    tick,
    money_cents,
  }));
  const sum = districts.reduce((cents, district) => cents + district.money_cents, row.letters_cents);
  return {
    tick: row.tick,
    districts,
    letters: row.letters,
    letters_cents: row.letters_cents,
    sum_cents: sum,
    genesis_cents: row.genesis,
    equal: sum === row.genesis,
    treasury_cents: row.treasury ?? 0,
    minted_today_cents: Math.max(0, sum - row.genesis),
    sunk_today_cents: Math.max(0, row.genesis - sum),
    causes: causes.rows.map(({ cause, taken, given }) => ({ cause, in_cents: taken, out_cents: given })),
  };
}

function slotsBetween(from: number, to: number): number[] {
  const first = Math.floor(from / LIMITS.ringSlotTicks);
  const last = Math.floor(to / LIMITS.ringSlotTicks);
  const eras = Math.min(LIMITS.ringSlots, last - first + 1);
  return Array.from({ length: eras }, (_, i) => (last - i) % LIMITS.ringSlots);
}
