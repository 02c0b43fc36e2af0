import { LIMITS } from "#city/limits.ts";
import {
  DELIVERY_STATES,
  type DeliveryView,
  WEBHOOK_FAULTS,
  type WebhookFault,
} from "#city/protocol/webhook-views.ts";
import type { Pool } from "#server/db/pool.ts";

/** A delivery that this process may attempt until its claim runs out. */
export interface ClaimedDelivery {
  readonly id: number;
  readonly webhookId: string;
  readonly messageId: string;
  readonly body: string;
  /** This attempt's number, from 1. */
  readonly attempt: number;
  readonly url: string;
  readonly secretSealed: Uint8Array;
  /** Null unless the secret before still signs. */
  readonly oldSecretSealed: Uint8Array | null;
}

/**
 * Claims due deliveries, of each webhook a few. A claim is a due time in the future: when the process dies, the message
 * comes up again, under the same id.
 */
export async function claimDeliveries(pool: Pool, max: number): Promise<ClaimedDelivery[]> {
  const { rows } = await pool.query<ClaimedDelivery>({
    name: "webhook-claim",
    text: `
      WITH due AS (
        SELECT id FROM (
          SELECT d.id, d.next_at, row_number() OVER (PARTITION BY d.webhook_id ORDER BY d.next_at, d.id) AS place
          FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
          WHERE d.status = 'waiting' AND d.next_at <= now() AND w.disabled_at IS NULL
            AND (w.retry_at IS NULL OR w.retry_at <= now())
        ) q WHERE place <= ${LIMITS.webhookInFlightPerHookMax} ORDER BY next_at, id LIMIT $1
      ), locked AS (
        SELECT id FROM webhook_delivery WHERE id IN (SELECT id FROM due) AND status = 'waiting' AND next_at <= now()
        FOR UPDATE SKIP LOCKED
      )
      UPDATE webhook_delivery d SET attempts = d.attempts + 1,
        next_at = now() + ${LIMITS.webhookClaimMs} * interval '1 millisecond'
      FROM locked, webhook w WHERE d.id = locked.id AND w.id = d.webhook_id
      RETURNING d.id, d.webhook_id AS "webhookId", d.message_id AS "messageId", d.body,
        d.attempts AS attempt, w.url, w.secret_sealed AS "secretSealed",
        CASE WHEN w.old_secret_until > now() THEN w.old_secret_sealed END AS "oldSecretSealed"`,
    values: [max],
  });
  return rows;
}

/** What came of an attempt. */
export interface Outcome {
  readonly delivered: boolean;
  readonly answer: number | null;
  readonly error: WebhookFault | null;
  /** Ms until the next attempt; null: there is none. */
  readonly retryMs: number | null;
}

/** Ms that a webhook rests after its nth failure in a row: doubled each time. */
const PAUSE = `least(${LIMITS.webhookPauseMsMax}, ${LIMITS.webhookPauseMs} * 2 ^ least(failures, 20)) * interval '1 millisecond'`;

/** Writes an outcome down. True when it was the failure that switched the webhook off. */
export async function finishDelivery(
  pool: Pool,
  { id, webhookId, attempt }: ClaimedDelivery,
  { delivered, answer, error, retryMs }: Outcome,
): Promise<boolean> {
  const { rows } = await pool.query<{ switched_off: boolean }>({
    name: "webhook-finish",
    text: `
      WITH hook AS (
        UPDATE webhook SET failures = CASE WHEN $4 THEN 0 ELSE failures + 1 END,
          retry_at = CASE WHEN $4 THEN NULL ELSE now() + ${PAUSE} END,
          disabled_at = CASE WHEN NOT $4 AND failures + 1 >= ${LIMITS.webhookFailuresMax} THEN now() END,
          disabled_why = CASE WHEN NOT $4 AND failures + 1 >= ${LIMITS.webhookFailuresMax} THEN 'failing' END
        WHERE id = $2 AND disabled_at IS NULL RETURNING id, disabled_at
      ), dropped AS (
        UPDATE webhook_delivery d SET status = 'failed', error = 'switched_off', next_at = NULL, finished_at = now()
        FROM hook WHERE d.webhook_id = hook.id AND hook.disabled_at IS NOT NULL AND d.status = 'waiting' AND d.id <> $1
      ), done AS (
        -- An attempt whose claim ran out writes nothing over what another one found.
        UPDATE webhook_delivery d SET answer = $5, error = $6, next_at = n.at,
          status = CASE WHEN $4 THEN 'delivered' WHEN n.at IS NULL THEN 'failed' ELSE 'waiting' END,
          finished_at = CASE WHEN n.at IS NULL THEN now() END
        FROM (SELECT CASE WHEN NOT EXISTS (SELECT FROM hook WHERE disabled_at IS NOT NULL)
          THEN now() + $7::float8 * interval '1 millisecond' END AS at) n
        WHERE d.id = $1 AND d.attempts = $3 AND d.status = 'waiting'
      )
      SELECT disabled_at IS NOT NULL AS switched_off FROM hook`,
    values: [id, webhookId, attempt, delivered, answer, error, retryMs],
  });
  return rows[0]?.switched_off ?? false;
}

/** Puts a message of its own into a webhook's queue. False when the webhook is switched off. */
export async function insertDelivery(
  pool: Pool,
  webhookId: string,
  messageId: string,
  body: string,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "webhook-message",
    text: `WITH hook AS (UPDATE webhook SET retry_at = NULL WHERE id = $1 AND disabled_at IS NULL RETURNING id)
           INSERT INTO webhook_delivery (webhook_id, message_id, body, next_at) SELECT id, $2, $3, now() FROM hook`,
    values: [webhookId, messageId, body],
  });
  return rowCount === 1;
}

/**
 * Lets a finished message be sent again, under its own id. `not_found`: there is none of this person's of this id;
 * `not_finished`: it waits still, or its webhook is off.
 */
export async function sendAgain(
  pool: Pool,
  userId: number,
  deliveryId: number,
): Promise<"sent" | "not_found" | "not_finished"> {
  const { rows } = await pool.query<{ found: number; sent: number }>({
    name: "webhook-again",
    text: `WITH theirs AS (
        SELECT w.id, w.disabled_at FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
        WHERE d.id = $2 AND w.user_id = $1
      ), hook AS (
        UPDATE webhook w SET retry_at = NULL FROM theirs WHERE w.id = theirs.id AND w.disabled_at IS NULL RETURNING w.id
      ), again AS (
        UPDATE webhook_delivery d SET status = 'waiting', attempts = 0, next_at = now(), finished_at = NULL
        FROM hook WHERE d.id = $2 AND d.webhook_id = hook.id AND d.status <> 'waiting' RETURNING d.id
      )
      SELECT (SELECT count(*) FROM theirs)::int AS found, (SELECT count(*) FROM again)::int AS sent`,
    values: [userId, deliveryId],
  });
  const [row] = rows;
  if (row === undefined || row.found === 0) return "not_found";
  return row.sent === 0 ? "not_finished" : "sent";
}

interface Row {
  readonly id: number;
  readonly message_id: string;
  readonly body: string;
  readonly status: string;
  readonly attempts: number;
  readonly answer: number | null;
  readonly error: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly next_at: Date | null;
  readonly type: string | null;
}

/** Deliveries of a webhook with numbers below `before`, newest first. */
export async function readDeliveries(
  pool: Pool,
  webhookId: string,
  before: number | null,
): Promise<DeliveryView[]> {
  const { rows } = await pool.query<Row>({
    name: "webhook-deliveries",
    text: `SELECT id, message_id, body, status, attempts, answer, error, created_at, finished_at, next_at,
             body::json ->> 'type' AS type
           FROM webhook_delivery WHERE webhook_id = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    values: [webhookId, before, LIMITS.webhookDeliveriesPageMax],
  });
  return rows.map((row) => ({
    id: String(row.id),
    message_id: row.message_id,
    type: row.type ?? "",
    state: DELIVERY_STATES.find((state) => state === row.status) ?? "failed",
    attempts: row.attempts,
    answer: row.answer,
    error: WEBHOOK_FAULTS.find((fault) => fault === row.error) ?? null,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    next_at: row.next_at?.toISOString() ?? null,
    body: row.body,
  }));
}

/** Forgets finished deliveries beyond those kept of each webhook. The cursors see to it that none comes back. */
export async function pruneDeliveries(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM webhook_delivery d USING webhook w CROSS JOIN LATERAL (
       SELECT id FROM webhook_delivery k WHERE k.webhook_id = w.id AND k.status <> 'waiting'
       ORDER BY id DESC OFFSET ${LIMITS.webhookDeliveriesKept} LIMIT 1) oldest
     WHERE d.webhook_id = w.id AND d.id <= oldest.id AND d.status <> 'waiting'`,
  );
}
