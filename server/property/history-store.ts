import type { Pool } from "#server/db/pool.ts";

export interface HistoryRow {
  readonly tick: number;
  readonly seq: number;
  readonly kind: string;
  readonly giver: number | null;
  readonly taker: number | null;
  readonly cents: number | null;
}

/** Lines of a parcel's history before a point (null: its end), newest first. */
export async function readHistory(
  pool: Pool,
  world: number,
  parcel: number,
  before: { readonly tick: number; readonly seq: number } | null,
  limit: number,
): Promise<HistoryRow[]> {
  const { rows } = await pool.query<HistoryRow>({
    name: "parcel-history",
    text: `SELECT tick, seq, kind, giver, taker, cents FROM deed_event
           WHERE world_id = $1 AND parcel = $2 AND (tick, seq) < ($3, $4)
           ORDER BY tick DESC, seq DESC LIMIT $5`,
    values: [world, parcel, before?.tick ?? 2_147_483_647, before?.seq ?? 2_147_483_647, limit],
  });
  return rows;
}
