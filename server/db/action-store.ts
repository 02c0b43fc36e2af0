import { LIMITS } from "#city/limits.ts";
import type { TickStore } from "./tick-store.ts";

/** An accepted action that has no result yet. */
export interface WaitingAction {
  readonly seq: number;
  readonly agent: number;
  readonly kind: string;
  readonly idempotencyKey: string;
  readonly parameters: unknown;
}

/**
 * Waiting actions of the agents this district holds, in order of arrival; those that a letter carries are left out. Found by their missing result, never by a
 * cursor: rows do not become visible in the order of their numbers.
 */
export async function readWaitingActions(
  store: TickStore,
  world: number,
  district: number,
): Promise<WaitingAction[]> {
  return store.query<WaitingAction>(
    "actions_waiting",
    `SELECT a.seq, a.agent, a.kind, a.idempotency_key AS "idempotencyKey", a.parameters
     FROM agent g JOIN action_request a ON a.world_id = g.world_id AND a.agent = g.number AND a.tick IS NULL
     WHERE g.world_id = $1 AND g.district = $2 AND a.status <> 'held'
     ORDER BY a.seq LIMIT $3`,
    [world, district, LIMITS.actionsPerDistrictTickMax],
  );
}

/** Actions by their numbers: those whose results a district gives though they came to it by letter. */
export async function readActions(
  store: TickStore,
  world: number,
  seqs: readonly number[],
): Promise<WaitingAction[]> {
  if (seqs.length === 0) return [];
  return store.query<WaitingAction>(
    "actions_by_seq",
    `SELECT seq, agent, kind, idempotency_key AS "idempotencyKey", parameters
     FROM action_request WHERE world_id = $1 AND seq = ANY($2::bigint[])`,
    [world, seqs],
  );
}
