import type { ActionKind } from "#city/protocol/actions.ts";
import { err, ok, type Result } from "#city/result.ts";
import type { AcceptQueue } from "#server/db/accept-queue.ts";
import type { AcceptOutcome, AcceptRow } from "#server/db/accept-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { inTransaction, type Queryable } from "#server/db/transaction.ts";
import { quotaOf } from "#server/plans/plans.ts";

/** What ends, when it succeeds, in one more parcel. */
const ACQUIRING: readonly ActionKind[] = ["claim", "purchase", "lease", "offer"];

interface Row {
  readonly plan: string;
  readonly held: number;
  readonly standing: number;
  readonly waiting: number;
  readonly known: boolean;
}

type Ground = { readonly pool: Pool; readonly accept: Pick<AcceptQueue, "accept"> };

/**
 * Takes an action, unless it would end in one more parcel than the plan of the agent's person allows. Orders of one person
 * take turns at the person's row until they are committed, so that each counts the others, whichever process took them.
 * Rejects when the database does.
 */
export async function acceptWithinQuota(
  { pool, accept }: Ground,
  row: AcceptRow,
): Promise<Result<AcceptOutcome, "quota_reached">> {
  if (!ACQUIRING.some((kind) => kind === row.kind)) return ok(await accept.accept(row));
  return inTransaction(pool, async (client) => {
    // No stronger lock than this: the person's sessions and agents refer to the row.
    await client.query(
      `SELECT FROM app_user u JOIN agent a ON u.id = coalesce(a.user_id, a.number)
       WHERE a.world_id = $1 AND a.number = $2 FOR NO KEY UPDATE OF u`,
      [row.world, row.agent],
    );
    const fault = await quotaFault(client, row);
    return fault === null ? ok(await accept.accept(row)) : err("quota_reached", fault);
  });
}

/**
 * Why one more parcel is over the plan's quota, or null. Parcels owned and leased count, offers that stand, and orders
 * without a result. What was accepted under this idempotency key before is let pass: it is not given twice.
 */
async function quotaFault(
  client: Queryable,
  { world, agent, idempotencyKey }: AcceptRow,
): Promise<string | null> {
  const { rows } = await client.query<Row>({
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
  return `Your plan ${row.plan} allows ${parcels} parcels: ${row.held} are yours or leased, ${row.standing} have your offer, ${row.waiting} orders wait.`;
}
