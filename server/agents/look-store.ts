import { type Look, lookSchema } from "#city/world/look.ts";
import type { Pool } from "#server/db/pool.ts";

/** The looks that people chose for these agents; who has no profile is left out. */
export async function readLooks(
  pool: Pool,
  world: number,
  agents: readonly number[],
): Promise<ReadonlyMap<number, Look>> {
  const { rows } = await pool.query<{ agent: number; look: unknown }>({
    name: "looks-of",
    text: "SELECT agent, look FROM agent_profile WHERE world_id = $1 AND agent = ANY($2::int[])",
    values: [world, agents],
  });
  const looks = new Map<number, Look>();
  for (const { agent, look } of rows) {
    const parsed = lookSchema.safeParse(look);
    if (parsed.success) looks.set(agent, parsed.data);
  }
  return looks;
}
