import type { Pool } from "./pool.ts";

/** Content hash of the world's city plan; null before genesis. */
export async function readPlanHash(pool: Pool, world: number): Promise<string | null> {
  const { rows } = await pool.query<{ plan_hash: string }>({
    name: "plan-hash",
    text: "SELECT plan_hash FROM world WHERE id = $1",
    values: [world],
  });
  return rows[0]?.plan_hash ?? null;
}

/** True when the database answers. */
export async function answers(pool: Pool): Promise<boolean> {
  return pool.query("SELECT 1").then(
    () => true,
    () => false,
  );
}
