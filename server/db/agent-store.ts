import { formatId } from "#city/ids.ts";
import type { Pool } from "./pool.ts";
import type { Database } from "./prisma.ts";

/** An agent as its own program sees it. */
export interface AgentRecord {
  readonly agent_id: string;
  readonly name: string;
  readonly kind: string;
  /** District that holds it; null while it is under way between two. */
  readonly district: string | null;
  readonly home: string;
  readonly created_at: string;
}

/** The record of an agent, or null when there is none. */
export async function findAgent(
  database: Database,
  world: number,
  agent: number,
): Promise<AgentRecord | null> {
  const row = await database.agent.findUnique({
    where: { worldId_number: { worldId: world, number: BigInt(agent) } },
  });
  if (row === null) return null;
  return {
    agent_id: formatId("agt", world, agent),
    name: row.name,
    kind: row.kind,
    district: row.district === null ? null : formatId("dst", world, row.district),
    home: formatId("bld", world, row.homeBuilding),
    created_at: row.createdAt.toISOString(),
  };
}

/** Takes the number of a new agent. A number that is then not used is simply missing. */
export async function takeAgentNumber(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ number: string }>("SELECT nextval('agent_number_seq')::text AS number");
  return Number(rows[0]?.number);
}

/** How many agents from outside live in each building, by building index. */
export async function countHomes(pool: Pool, world: number): Promise<ReadonlyMap<number, number>> {
  const { rows } = await pool.query<{ home_building: number; count: string }>(
    "SELECT home_building, count(*)::text AS count FROM agent WHERE world_id = $1 GROUP BY home_building",
    [world],
  );
  return new Map(rows.map((row) => [row.home_building, Number(row.count)]));
}

export interface NewAgentRow {
  readonly world: number;
  readonly number: number;
  readonly name: string;
  readonly homeBuilding: number;
  /** The district that takes arrivals. */
  readonly district: number;
  readonly keyId: string;
  readonly keyName: string;
  readonly keyHash: Uint8Array;
  /** Parameters of its arrival, JSON text, and their digest. */
  readonly arrival: string;
  readonly digest: Uint8Array;
}

/** Agent, key and arrival come into being together or not at all. */
const INSERT_AGENT = `
  WITH new_agent AS (
    INSERT INTO agent (world_id, number, name, kind, home_building, district) VALUES ($1, $2, $3, 'external', $4, $5)
    RETURNING world_id, number
  ), new_key AS (
    INSERT INTO agent_key (id, world_id, agent, name, hash) SELECT $6, world_id, number, $7, $8 FROM new_agent
  ), arrival AS (
    INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
    SELECT world_id, number, 'arrive', $10, 'arrive', $9::jsonb, '', 1 FROM new_agent
  )
  SELECT tick FROM district WHERE world_id = $1 AND number = $5`;

/** Inserts a new agent in one statement; returns the tick of the district that takes it in, null when there is no such district. */
export async function insertAgent(pool: Pool, row: NewAgentRow): Promise<number | null> {
  const { rows } = await pool.query<{ tick: number }>(INSERT_AGENT, [
    row.world,
    row.number,
    row.name,
    row.homeBuilding,
    row.district,
    row.keyId,
    row.keyName,
    row.keyHash,
    row.arrival,
    row.digest,
  ]);
  return rows[0]?.tick ?? null;
}
