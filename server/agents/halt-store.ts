import type { Pool } from "#server/db/pool.ts";

/** Which of the two stops: the owner's pause, or the freeze of whoever runs the city. */
export type StopKind = "paused" | "frozen";

const STOP_COLUMN = { paused: "paused_at", frozen: "frozen_at" } as const;

/** The last part of a statement: tells the engine of all agents of its branch `halts` (world_id, number, halted 0 or 1). */
export const TELL_HALTS = `
  INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
  SELECT world_id, number, 'halt-' || gen_random_uuid(), sha256(convert_to(parameters::text, 'UTF8')), 'halt', parameters, '', 1
  FROM halts, jsonb_build_object('halted', halted) AS parameters ORDER BY number`;

/**
 * Pauses or freezes an agent, or lets it go on; in the same statement the engine is told, which stays halted while either
 * of the two holds or its owner is frozen. False when the agent is not there, has retired, or was so already.
 */
export async function setStopped(
  pool: Pool,
  agent: { readonly world: number; readonly number: number },
  kind: StopKind,
  stopped: boolean,
): Promise<boolean> {
  const column = STOP_COLUMN[kind];
  const { rowCount } = await pool.query(
    // The owner's row first, as whoever freezes the owner does: the two take turns.
    `WITH owner AS (
       SELECT u.frozen_at FROM app_user u JOIN agent a ON a.user_id = u.id
       WHERE a.world_id = $1 AND a.number = $2 FOR SHARE OF u
     ), halts AS (
       UPDATE agent SET ${column} = CASE WHEN $3 THEN now() END
       FROM (SELECT count(frozen_at) AS frozen FROM owner) o
       WHERE world_id = $1 AND number = $2 AND kind <> 'owner' AND retired_at IS NULL AND (${column} IS NULL) = $3
       RETURNING world_id, number, CASE WHEN paused_at IS NULL AND frozen_at IS NULL AND o.frozen = 0 THEN 0 ELSE 1 END AS halted
     ) ${TELL_HALTS}`,
    [agent.world, agent.number, stopped],
  );
  return rowCount === 1;
}

/**
 * Lets an agent leave the city for good: its keys end at once, and its money goes to `heir` with the tick that sees it
 * off. False when it is not there or has retired already.
 */
export async function retireAgent(
  pool: Pool,
  agent: { readonly world: number; readonly number: number },
  heir: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `WITH changed AS (
       UPDATE agent SET retired_at = now()
       WHERE world_id = $1 AND number = $2 AND kind <> 'owner' AND retired_at IS NULL RETURNING world_id, number
     ), keys AS (
       UPDATE agent_key k SET revoked_at = now() FROM changed c
       WHERE k.world_id = c.world_id AND k.agent = c.number AND k.revoked_at IS NULL
     ), mind AS (
       UPDATE agent_profile p SET mind_key_sealed = NULL FROM changed c
       WHERE p.world_id = c.world_id AND p.agent = c.number
     )
     INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
     SELECT world_id, number, 'retire', sha256(convert_to($3, 'UTF8')), 'retire', $3::jsonb, '', 1 FROM changed`,
    [agent.world, agent.number, JSON.stringify({ heir })],
  );
  return rowCount === 1;
}
