import type { BlobStore } from "#server/assets/blob-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { KeptImage } from "./building-image.ts";

type Blobs = Pick<BlobStore, "get" | "put" | "has" | "remove">;

const HASH = /^[0-9a-f]{64}$/;

/** The picture of a hash, or null. */
export async function readImage(blobs: Pick<BlobStore, "get">, hash: string): Promise<Uint8Array | null> {
  return HASH.test(hash) ? blobs.get(keyOf(hash)) : null;
}

/** Hangs a picture on a parcel's building in place of what was there. */
export async function hangImage(
  pool: Pool,
  blobs: Blobs,
  world: number,
  hang: { readonly parcel: number; readonly person: number; readonly image: KeptImage },
): Promise<void> {
  const { parcel, person, image } = hang;
  await blobs.put(keyOf(image.hash), image.bytes);
  const { rows } = await pool.query<{ before: string | null }>({
    name: "image-hang",
    text: `WITH before AS (SELECT hash FROM building_image WHERE world_id = $1 AND parcel = $2)
           INSERT INTO building_image (world_id, parcel, hash, width, height, user_id) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (world_id, parcel) DO UPDATE SET hash = EXCLUDED.hash, width = EXCLUDED.width,
             height = EXCLUDED.height, user_id = EXCLUDED.user_id, created_at = now()
           RETURNING (SELECT hash FROM before) AS before`,
    values: [world, parcel, image.hash, image.width, image.height, person],
  });
  // Whoever took the same picture down elsewhere meanwhile may have taken its bytes along.
  if (!(await blobs.has(keyOf(image.hash)))) await blobs.put(keyOf(image.hash), image.bytes);
  const before = rows[0]?.before ?? null;
  if (before !== null && before !== image.hash) await dropUnused(pool, blobs, before);
}

/** Takes a parcel's picture down; false where there is none. */
export async function takeImageDown(
  pool: Pool,
  blobs: Blobs,
  world: number,
  parcel: number,
): Promise<boolean> {
  const { rows } = await pool.query<{ hash: string }>({
    name: "image-down",
    text: "DELETE FROM building_image WHERE world_id = $1 AND parcel = $2 RETURNING hash",
    values: [world, parcel],
  });
  if (rows[0] === undefined) return false;
  await dropUnused(pool, blobs, rows[0].hash);
  return true;
}

/** Pictures of these parcels: hash, and the person who hung them. */
export async function readImageRows(
  pool: Pool,
  world: number,
  parcels: readonly number[],
): Promise<ReadonlyMap<number, { readonly hash: string; readonly person: number }>> {
  if (parcels.length === 0) return new Map();
  const { rows } = await pool.query<{ parcel: number; hash: string; user_id: number }>({
    name: "images-of",
    text: "SELECT parcel, hash, user_id FROM building_image WHERE world_id = $1 AND parcel = ANY($2::int[])",
    values: [world, parcels],
  });
  return new Map(rows.map(({ parcel, hash, user_id }) => [parcel, { hash, person: user_id }]));
}

async function dropUnused(pool: Pool, blobs: Blobs, hash: string): Promise<void> {
  const { rowCount } = await pool.query("SELECT FROM building_image WHERE hash = $1 LIMIT 1", [hash]);
  if (rowCount === 0) await blobs.remove(keyOf(hash));
}

function keyOf(hash: string): string {
  return `image/${hash}.webp`;
}
