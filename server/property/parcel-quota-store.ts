import type { ActionKind } from "#city/protocol/actions.ts";
import type { Problem } from "#server/api/problem.ts";
import type { Pool } from "#server/db/pool.ts";
import { quotaOf } from "#server/plans/plans.ts";

/** What ends, when it succeeds, in one more parcel. */
const ACQUIRING: readonly ActionKind[] = ["claim", "purchase", "lease", "offer"];

export function isAcquiring(kind: ActionKind): boolean {
  return ACQUIRING.some((one) => one === kind);
}

interface Row {
  readonly plan: string;
  readonly held: number;
  readonly standing: number;
  readonly waiting: number;
  readonly known: boolean;
}

/**
 * Why an order that would end in one more parcel is over the plan's quota, or null. Parcels owned and leased count, offers
 * that stand, and orders without a result. What was accepted under this idempotency key before is let pass: it is not given twice.
 */
export async function parcelQuotaFault(
  pool: Pool,
  world: number,
  agent: number,
  idempotencyKey: string,
): Promise<Problem | null> {
  const { rows } = await pool.query<Row>({
    name: "parcel-quota",
    text: `WITH person AS (
             SELECT u.id, u.plan FROM agent a JOIN app_user u ON u.id = coalesce(a.user_id, a.number)
             WHERE a.world_id = $1 AND a.number = $2
           ), mine AS (
             SELECT a.number FROM agent a, person p WHERE a.world_id = $1 AND (a.user_id = p.id OR a.number = p.id)
           )
           SELECT p.plan,
             (SELECT count(*) FROM deed WHERE world_id = $1
               AND (owner IN (SELECT number FROM mine) OR tenant IN (SELECT number FROM mine))) AS held,
             (SELECT count(*) FROM deed WHERE world_id = $1 AND offer_by IN (SELECT number FROM mine)) AS standing,
             (SELECT count(*) FROM action_request WHERE world_id = $1 AND tick IS NULL
               AND agent IN (SELECT number FROM mine) AND kind = ANY($4)) AS waiting,
             EXISTS (SELECT FROM action_request WHERE world_id = $1 AND agent = $2 AND idempotency_key = $3) AS known
           FROM person p`,
    values: [world, agent, idempotencyKey, ACQUIRING],
  });
  const row = rows[0];
  if (row === undefined || row.known) return null;
  const { parcels } = quotaOf(row.plan);
  if (row.held + row.standing + row.waiting < parcels) return null;
  return {
    code: "quota_reached",
    detail: `Your plan ${row.plan} allows ${parcels} parcels: ${row.held} are yours or leased, ${row.standing} have your offer, ${row.waiting} orders wait.`,
  };
}
