import { formatId, MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { AdminAgent } from "#city/protocol/admin-views.ts";
import type { Pool } from "./pool.ts";

interface Row {
  readonly number: number;
  readonly name: string;
  readonly kind: string;
  readonly user_id: number | null;
  readonly owner_name: string | null;
  readonly district: number | null;
  readonly state: AdminAgent["state"];
  readonly created_at: Date;
}

/** Agents whose name, id or owner fits a query, newest first, with numbers below `before`. Residents are no rows. */
export async function searchAgents(
  pool: Pool,
  query: string,
  before: number | null,
): Promise<readonly AdminAgent[]> {
  const { rows } = await pool.query<Row>({
    name: "admin-agents",
    text: `SELECT a.number, a.name, coalesce(p.kind, a.kind) AS kind, a.user_id, u.name AS owner_name, a.district, a.created_at,
             CASE WHEN a.retired_at IS NOT NULL THEN 'retired'
                  WHEN a.frozen_at IS NOT NULL OR u.frozen_at IS NOT NULL THEN 'frozen'
                  WHEN a.paused_at IS NOT NULL THEN 'paused' ELSE 'living' END AS state
           FROM agent a LEFT JOIN app_user u ON u.id = a.user_id
             LEFT JOIN agent_profile p ON p.world_id = a.world_id AND p.agent = a.number
           WHERE a.world_id = $1 AND a.kind <> 'owner' AND ($3::bigint IS NULL OR a.number < $3)
             AND ($2 = '' OR position($2 IN lower(a.name)) > 0 OR position($2 IN lower(u.name)) > 0
               OR a.number = $5 OR a.user_id = $6)
           ORDER BY a.number DESC LIMIT $4`,
    values: [
      MAIN_WORLD,
      query.toLowerCase(),
      before,
      LIMITS.adminPageMax,
      numberIn("agt", query),
      numberIn("usr", query),
    ],
  });
  return rows.map(({ number, user_id, district, created_at, ...row }) => ({
    ...row,
    id: formatId("agt", MAIN_WORLD, number),
    owner_id: user_id === null ? null : formatId("usr", MAIN_WORLD, user_id),
    district: district === null ? null : formatId("dst", MAIN_WORLD, district),
    created_at: created_at.toISOString(),
  }));
}

/** The number in a text that is an id; one that nobody has otherwise. */
function numberIn(prefix: "agt" | "usr", text: string): number {
  const id = parseId(prefix, text);
  return id.ok && id.value.world === MAIN_WORLD ? id.value.index : -1;
}
