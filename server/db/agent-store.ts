import { formatId } from "#city/ids.ts";
import type { OwnAgentKind } from "#city/protocol/agent-draft.ts";
import type { Pool } from "./pool.ts";
import type { Database } from "./prisma.ts";
import type { Queryable } from "./transaction.ts";

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
    `SELECT home_building, count(*)::text AS count FROM agent
     WHERE world_id = $1 AND home_building >= 0 AND retired_at IS NULL GROUP BY home_building`,
    [world],
  );
  return new Map(rows.map((row) => [row.home_building, Number(row.count)]));
}

/** A key as it is kept. */
export interface NewKeyRow {
  readonly id: string;
  readonly name: string;
  readonly hash: Uint8Array;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly expiresInDays: number | null;
}

/** What the city is told of an agent by us, not by the agent itself: never accepted from outside. */
export interface SystemAction {
  readonly kind: "arrive" | "set_policy" | "halt" | "retire";
  readonly idempotencyKey: string;
  readonly parameters: object;
}

export interface NewAgentRow {
  readonly world: number;
  readonly number: number;
  readonly name: string;
  readonly kind: OwnAgentKind;
  readonly homeBuilding: number;
  /** The district that takes arrivals. */
  readonly district: number;
  readonly key: NewKeyRow;
  /** Its arrival and whatever is to follow it, in this order. */
  readonly actions: readonly SystemAction[];
  /** Null for an agent that belongs to nobody. */
  readonly person: OwnedAgentRow | null;
}

/** What an agent of a person has besides. */
export interface OwnedAgentRow {
  readonly userId: number;
  /** The draft that it grew from: gone in the same statement. */
  readonly draftId: string;
  readonly agentsMax: number;
  readonly persona: string;
  readonly goals: string;
  readonly look: object;
  readonly mind: object | null;
  readonly mindKeySealed: Uint8Array | null;
}

/** Agents of a person that count against the plan. */
const OWN_AGENTS =
  "SELECT count(*) FROM agent WHERE user_id = $16 AND kind <> 'owner' AND retired_at IS NULL";

/** Agent, profile, key and what the city is told come into being together or not at all, and the draft is gone. */
const INSERT_AGENT = `
  WITH begun AS (
    DELETE FROM agent_draft WHERE id = $17 AND user_id = $16 AND (${OWN_AGENTS}) < $18 RETURNING 1
  ), new_agent AS (
    INSERT INTO agent (world_id, number, name, kind, home_building, district, user_id)
    SELECT $1, $2, $3, $4, $5, $6, $16 WHERE $17::text IS NULL OR EXISTS (SELECT FROM begun)
    RETURNING world_id, number
  ), new_profile AS (
    INSERT INTO agent_profile (world_id, agent, persona, goals, look, kind, mind, mind_key_sealed)
    SELECT world_id, number, $19, $20, $21::jsonb, $4, $22::jsonb, $23 FROM new_agent WHERE $17::text IS NOT NULL
  ), new_key AS (
    INSERT INTO agent_key (id, world_id, agent, name, hash, prefix, scopes, expires_at)
    SELECT $7, world_id, number, $8, $9, $10, $11, now() + $12::int * interval '1 day' FROM new_agent
  ), told AS (
    INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
    SELECT n.world_id, n.number, t.key, sha256(convert_to(t.parameters, 'UTF8')), t.kind, t.parameters::jsonb, '', 1
    FROM new_agent n, unnest($13::text[], $14::text[], $15::text[]) WITH ORDINALITY AS t(kind, key, parameters, position)
    ORDER BY t.position
  )
  SELECT d.tick FROM district d, new_agent n WHERE d.world_id = $1 AND d.number = $6`;

/**
 * Inserts a new agent in one statement; returns the tick of the district that takes it in. Null when a person's draft is
 * gone or their plan allows no more; whoever inserts for a person holds the person's row, so that two count each other.
 */
export async function insertAgent(database: Queryable, row: NewAgentRow): Promise<number | null> {
  const { key, actions, person } = row;
  const { rows } = await database.query<{ tick: number }>(INSERT_AGENT, [
    row.world,
    row.number,
    row.name,
    row.kind,
    row.homeBuilding,
    row.district,
    key.id,
    key.name,
    key.hash,
    key.prefix,
    key.scopes,
    key.expiresInDays,
    actions.map(({ kind }) => kind),
    actions.map(({ idempotencyKey }) => idempotencyKey),
    actions.map(({ parameters }) => JSON.stringify(parameters)),
    person?.userId ?? null,
    person?.draftId ?? null,
    person?.agentsMax ?? null,
    person?.persona ?? null,
    person?.goals ?? null,
    person === null ? null : JSON.stringify(person.look),
    person?.mind == null ? null : JSON.stringify(person.mind),
    person?.mindKeySealed ?? null,
  ]);
  return rows[0]?.tick ?? null;
}
