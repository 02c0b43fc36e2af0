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
