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
 * Waiting actions of the agents this district holds, in order of arrival. Found by their missing result, never by a
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
     WHERE g.world_id = $1 AND g.district = $2
     ORDER BY a.seq LIMIT $3`,
    [world, district, LIMITS.actionsPerDistrictTickMax],
  );
}
