import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { Pool } from "./pool.ts";

/** Texts of one parcel; null: none. */
export interface DeedTextRow {
  readonly parcel: number;
  readonly title: string | null;
  readonly sign: string | null;
}

/** Every parcel of a district that has a title or a sign. */
export async function readDeedTexts(pool: Pool, world: number, district: number): Promise<DeedTextRow[]> {
  const { rows } = await pool.query<DeedTextRow>({
    name: "deed_texts",
    text: `SELECT parcel, title, sign FROM deed
           WHERE world_id = $1 AND district = $2 AND (title IS NOT NULL OR sign IS NOT NULL) ORDER BY parcel`,
    values: [world, district],
  });
  return rows;
}

/** Property tax that an agent owes for a parcel, cents, and the simulated day on which that began. */
export interface ArrearsRow {
  readonly owner: number;
  readonly parcel: number;
  readonly cents: number;
  readonly sinceDay: number;
}

/** What agents owe for their parcels in the whole city, by agent, the oldest first; people are not among them. */
export async function readArrears(pool: Pool, world: number): Promise<ArrearsRow[]> {
  const { rows } = await pool.query<ArrearsRow>({
    name: "deed_arrears",
    text: `SELECT owner, parcel, arrears_cents AS cents, arrears_day AS "sinceDay" FROM deed
           WHERE world_id = $1 AND owner < $2 AND arrears_cents > 0 ORDER BY owner, arrears_day, parcel`,
    values: [world, OWNER_BASE],
  });
  return rows;
}
