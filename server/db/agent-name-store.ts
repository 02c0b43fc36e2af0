import type { Pool } from "./pool.ts";

export interface AgentName {
  readonly number: number;
  readonly name: string;
  readonly kind: "model" | "code" | "external";
}

/** Names of outside agents with numbers above `after`, ascending. */
export async function readAgentNames(pool: Pool, world: number, after: number): Promise<AgentName[]> {
  const { rows } = await pool.query<AgentName>({
    name: "agent_names",
    text: "SELECT number, name, kind FROM agent WHERE world_id = $1 AND number > $2 ORDER BY number",
    values: [world, after],
  });
  return rows;
}
