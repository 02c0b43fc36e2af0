import { MAIN_WORLD } from "#city/ids.ts";
import { retireAgent } from "#server/agents/halt-store.ts";
import type { Pool } from "#server/db/pool.ts";
import type { PeopleHooks } from "./people-hooks.ts";

/** What happens to the agents of a person goes the same way as what their owner does to each. */
export function agentsOfPeople(pool: Pool): PeopleHooks {
  async function retireAgents(userId: number): Promise<void> {
    const { rows } = await pool.query<{ number: number }>({
      name: "agents-of-person",
      text: `SELECT number FROM agent WHERE world_id = $1 AND user_id = $2 AND kind <> 'owner' AND retired_at IS NULL
             ORDER BY number`,
      values: [MAIN_WORLD, userId],
    });
    for (const { number } of rows) await retireAgent(pool, { world: MAIN_WORLD, number }, userId);
  }
  return { retireAgents };
}
