import { MAIN_WORLD } from "#city/ids.ts";
import type { TierUsage } from "#city/protocol/tier-views.ts";
import { KEY_IS_USABLE } from "#server/db/key-store.ts";
import type { Pool } from "#server/db/pool.ts";

/** How much of a tier's quotas a person uses. */
export async function readUsage(pool: Pool, userId: number): Promise<Omit<TierUsage, "plan">> {
  const { rows } = await pool.query<Omit<TierUsage, "plan">>({
    name: "tier-usage",
    text: `
      WITH mine AS (SELECT number, retired_at FROM agent WHERE world_id = $2 AND user_id = $1)
      SELECT (SELECT count(*) FROM mine WHERE retired_at IS NULL) AS agents,
        (SELECT count(*) FROM deed WHERE world_id = $2 AND (owner = $1 OR owner IN (SELECT number FROM mine))) AS parcels,
        (SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM agent_key k JOIN mine m ON m.number = k.agent
          WHERE k.world_id = $2 AND m.retired_at IS NULL AND ${KEY_IS_USABLE} GROUP BY k.agent) q) AS keys,
        (SELECT count(*) FROM webhook WHERE user_id = $1) AS webhooks`,
    values: [userId, MAIN_WORLD],
  });
  return rows[0] ?? { agents: 0, parcels: 0, keys: 0, webhooks: 0 };
}
