import type { Pool } from "./pool.ts";

export interface AgentName {
  readonly number: number;
  readonly name: string;
  /** `owner`: a person. */
  readonly kind: "resident" | "model" | "code" | "external" | "owner";
}

/** Names of outside agents and people with numbers above `after`, ascending. */
export async function readAgentNames(pool: Pool, world: number, after: number): Promise<AgentName[]> {
  const { rows } = await pool.query<AgentName>({
    name: "agent_names",
    text: "SELECT number, name, kind FROM agent WHERE world_id = $1 AND number > $2 ORDER BY number",
    values: [world, after],
  });
  return rows;
}

/** An agent from outside, or a resident. */
export interface FoundName extends Omit<AgentName, "kind"> {
  readonly kind: Exclude<AgentName["kind"], "owner">;
}

/** Living agents from outside whose name holds a text, whatever its case; those that begin with it first. */
export async function findAgentsByName(
  pool: Pool,
  world: number,
  text: string,
  max: number,
): Promise<FoundName[]> {
  const { rows } = await pool.query<FoundName>({
    name: "agents_by_name",
    text: `SELECT number, name, kind FROM agent
      WHERE world_id = $1 AND kind <> 'owner' AND retired_at IS NULL AND strpos(lower(name), lower($2)) > 0
      ORDER BY strpos(lower(name), lower($2)), name, number LIMIT $3`,
    values: [world, text, max],
  });
  return rows;
}
