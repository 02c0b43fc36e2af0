import { type AgentId, formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { OwnAgentKind } from "#city/protocol/agent-draft.ts";
import { isResultCode, type ResultCode } from "#city/protocol/codes.ts";
import { type Look, lookOfAgent, lookSchema } from "#city/world/look.ts";
import { KEY_IS_USABLE } from "#server/db/key-store.ts";
import type { Pool } from "#server/db/pool.ts";

/** All that the database knows of an agent from outside. Ages are wall ms. */
export interface AgentFacts {
  readonly id: AgentId;
  readonly number: number;
  readonly name: string;
  readonly kind: OwnAgentKind;
  readonly userId: number | null;
  readonly ownerName: string | null;
  /** Keys that an agent of this owner may have; null: nobody owns it. */
  readonly ownerPlan: string | null;
  readonly homeBuilding: number;
  readonly district: number | null;
  readonly createdAt: Date;
  readonly pausedAt: Date | null;
  readonly frozenAt: Date | null;
  readonly retiredAt: Date | null;
  readonly look: Look;
  readonly persona: string;
  readonly goals: string;
  readonly mind: unknown;
  readonly hasProviderKey: boolean;
  readonly ageMs: number;
  readonly arrived: boolean;
  readonly usableKeys: number;
  readonly lastKeyEnd: "revoked" | "expired" | null;
  readonly silentMs: number | null;
  readonly idleMs: number | null;
  readonly waiting: number;
  readonly waitingMs: number;
  /** Codes of its own last results, newest first. */
  readonly results: readonly ResultCode[];
  /** By how many ticks its district is behind the one that is furthest. */
  readonly districtLag: number;
}

type Row = Omit<AgentFacts, "id" | "look" | "results"> & {
  readonly look: unknown;
  readonly results: readonly string[] | null;
};

/** What the city told itself of an agent; all else is the agent's own. */
const SYSTEM_KINDS = "('arrive', 'set_policy', 'halt', 'retire', 'open_account')";
const MS_SINCE = (column: string) => `(extract(epoch FROM now() - ${column}) * 1000)::float8`;

const FACTS = `
  SELECT a.number, a.name, coalesce(p.kind, a.kind) AS kind, a.user_id AS "userId", u.name AS "ownerName",
    u.plan AS "ownerPlan", a.home_building AS "homeBuilding", a.district, a.created_at AS "createdAt",
    a.paused_at AS "pausedAt", coalesce(a.frozen_at, u.frozen_at) AS "frozenAt", a.retired_at AS "retiredAt",
    p.look, coalesce(p.persona, '') AS persona, coalesce(p.goals, '') AS goals, p.mind,
    coalesce(p.mind_key_sealed IS NOT NULL, false) AS "hasProviderKey", ${MS_SINCE("a.created_at")} AS "ageMs",
    NOT EXISTS (SELECT FROM action_request r WHERE r.world_id = a.world_id AND r.agent = a.number
      AND r.kind = 'arrive' AND r.tick IS NULL) AS arrived,
    k.usable AS "usableKeys", CASE WHEN k.usable = 0 THEN k.last_end END AS "lastKeyEnd", k.silent_ms AS "silentMs",
    o.idle_ms AS "idleMs", w.waiting, w.waiting_ms AS "waitingMs", o.results,
    coalesce((SELECT max(d.tick) FROM district d WHERE d.world_id = a.world_id) -
      (SELECT d.tick FROM district d WHERE d.world_id = a.world_id AND d.number = a.district), 0) AS "districtLag"
  FROM agent a
  LEFT JOIN agent_profile p ON p.world_id = a.world_id AND p.agent = a.number
  LEFT JOIN app_user u ON u.id = a.user_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE ${KEY_IS_USABLE}) AS usable, ${MS_SINCE("max(last_used_at)")} AS silent_ms,
      CASE WHEN max(revoked_at) IS NULL AND max(expires_at) IS NULL THEN NULL
           WHEN coalesce(max(revoked_at), '-infinity') >= coalesce(max(expires_at), '-infinity') THEN 'revoked'
           ELSE 'expired' END AS last_end
    FROM agent_key WHERE world_id = a.world_id AND agent = a.number
  ) k
  CROSS JOIN LATERAL (
    SELECT count(*) AS waiting, coalesce(${MS_SINCE("min(accepted_at)")}, 0) AS waiting_ms FROM action_request
    WHERE world_id = a.world_id AND agent = a.number AND tick IS NULL AND kind NOT IN ${SYSTEM_KINDS}
  ) w
  CROSS JOIN LATERAL (
    SELECT array_agg(code ORDER BY tick DESC, seq DESC) FILTER (WHERE code IS NOT NULL) AS results,
      ${MS_SINCE("max(accepted_at)")} AS idle_ms
    FROM (SELECT seq, tick, code, accepted_at FROM action_request
      WHERE world_id = a.world_id AND agent = a.number AND kind NOT IN ${SYSTEM_KINDS} ORDER BY tick DESC NULLS FIRST, seq DESC LIMIT $3) last
  ) o
  WHERE a.world_id = $1 AND a.kind <> 'owner'`;

/** An agent from outside; null when there is none of this number. */
export async function readAgentFacts(pool: Pool, world: number, agent: number): Promise<AgentFacts | null> {
  const { rows } = await pool.query<Row>(`${FACTS} AND a.number = $2`, [
    world,
    agent,
    LIMITS.healthResultsMax,
  ]);
  return rows[0] === undefined ? null : factsOf(world, rows[0]);
}

/** A person's agents: those that live, then those that have left, newest first. */
export async function readOwnAgents(pool: Pool, world: number, userId: number): Promise<AgentFacts[]> {
  const { rows } = await pool.query<Row>(
    `${FACTS} AND a.user_id = $2 ORDER BY a.retired_at IS NOT NULL, a.number DESC LIMIT ${LIMITS.ownAgentsListedMax}`,
    [world, userId, LIMITS.healthResultsMax],
  );
  return rows.map((row) => factsOf(world, row));
}

function factsOf(world: number, row: Row): AgentFacts {
  const look = lookSchema.safeParse(row.look);
  return {
    ...row,
    id: formatId("agt", world, row.number),
    look: look.success ? look.data : lookOfAgent(row.number),
    results: (row.results ?? []).filter(isResultCode),
  };
}
