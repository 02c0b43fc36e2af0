import { randomBytes } from "node:crypto";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { FEED_KINDS } from "#city/protocol/messages.ts";
import { WEBHOOK_SCOPES, type WebhookScope, type WebhookView } from "#city/protocol/webhook-views.ts";
import type { Sealer } from "#server/auth/seal.ts";
import type { Pool } from "#server/db/pool.ts";

export interface WebhookChange {
  readonly url?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly scope?: WebhookScope | undefined;
  readonly enabled?: boolean | undefined;
}

interface Row {
  readonly id: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly scope: string;
  readonly disabled_why: string | null;
  readonly disabled_at: Date | null;
  readonly failures: number;
  readonly waiting: number;
  readonly old_secret_until: Date | null;
  readonly created_at: Date;
}

const COLUMNS = `id, url, kinds, scope, disabled_why, disabled_at, failures, created_at,
  CASE WHEN old_secret_until > now() THEN old_secret_until END AS old_secret_until,
  (SELECT count(*) FROM webhook_delivery d WHERE d.webhook_id = webhook.id AND d.status = 'waiting') AS waiting`;

/** The last committed tick of each district, as a webhook's cursor holds it. */
export const FRONTIER = `(SELECT coalesce(jsonb_object_agg(number::text, tick), '{}')::text FROM district WHERE world_id = ${MAIN_WORLD})`;

const SECRET_BYTES = 32;

/** A person's webhooks, oldest first. */
export async function readWebhooks(pool: Pool, userId: number): Promise<WebhookView[]> {
  const { rows } = await pool.query<Row>({
    name: "webhooks-read",
    text: `SELECT ${COLUMNS} FROM webhook WHERE user_id = $1 ORDER BY created_at, id LIMIT ${LIMITS.webhooksPerPersonMax}`,
    values: [userId],
  });
  return rows.map(viewOf);
}

/** One of a person's webhooks; null when it is not theirs or not there. */
export async function readWebhook(pool: Pool, userId: number, id: string): Promise<WebhookView | null> {
  const { rows } = await pool.query<Row>({
    name: "webhook-read",
    text: `SELECT ${COLUMNS} FROM webhook WHERE user_id = $1 AND id = $2`,
    values: [userId, id],
  });
  return rows[0] === undefined ? null : viewOf(rows[0]);
}

/** Makes a webhook that is told of what happens from now on. Null when the person has too many. */
export async function insertWebhook(
  pool: Pool,
  sealer: Sealer,
  userId: number,
  wanted: { readonly url: string; readonly kinds: readonly string[]; readonly scope: WebhookScope },
): Promise<{ readonly id: string; readonly secret: string } | null> {
  const id = `whk_${randomBytes(12).toString("hex")}`;
  const secret = newWebhookSecret();
  const { rowCount } = await pool.query({
    name: "webhook-insert",
    // The person's row is locked, so that two requests at once cannot both be the last that fits.
    text: `WITH owner AS (SELECT id FROM app_user WHERE id = $2 FOR UPDATE)
      INSERT INTO webhook (id, user_id, url, secret_sealed, kinds, scope, cursor)
      SELECT $1, owner.id, $3, $4, $5, $6, ${FRONTIER} FROM owner
      WHERE (SELECT count(*) FROM webhook WHERE user_id = $2) < $7`,
    values: [
      id,
      userId,
      wanted.url,
      sealer.seal(secret, sealPlace(id)),
      wanted.kinds,
      wanted.scope,
      LIMITS.webhooksPerPersonMax,
    ],
  });
  return rowCount === 1 ? { id, secret } : null;
}

/**
 * Changes a webhook; false when it is not theirs. One that is switched on again is told of what happens from then on, and
 * what waited when it was switched off counts as failed.
 */
export async function updateWebhook(
  pool: Pool,
  userId: number,
  id: string,
  change: WebhookChange,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "webhook-update",
    text: `WITH changed AS (
        UPDATE webhook SET url = coalesce($3, url), kinds = coalesce($4, kinds), scope = coalesce($5, scope),
          failures = CASE WHEN $6 IS TRUE OR $3 IS NOT NULL THEN 0 ELSE failures END,
          retry_at = CASE WHEN $6 IS TRUE OR $3 IS NOT NULL THEN NULL ELSE retry_at END,
          cursor = CASE WHEN $6 IS TRUE AND disabled_at IS NOT NULL THEN ${FRONTIER} ELSE cursor END,
          disabled_why = CASE WHEN $6::boolean IS NULL THEN disabled_why WHEN NOT $6 THEN 'owner' END,
          disabled_at = CASE WHEN $6 IS NULL THEN disabled_at WHEN NOT $6 THEN coalesce(disabled_at, now()) END
        WHERE user_id = $1 AND id = $2 RETURNING id
      ), dropped AS (
        UPDATE webhook_delivery d SET status = 'failed', error = 'switched_off', next_at = NULL, finished_at = now()
        FROM changed WHERE d.webhook_id = changed.id AND d.status = 'waiting' AND $6 IS FALSE
      )
      SELECT FROM changed`,
    values: [
      userId,
      id,
      change.url ?? null,
      change.kinds ?? null,
      change.scope ?? null,
      change.enabled ?? null,
    ],
  });
  return rowCount === 1;
}

/** Gives a webhook a new secret; the one before goes on signing for a day. Null when it is not theirs. */
export async function rotateSecret(
  pool: Pool,
  sealer: Sealer,
  userId: number,
  id: string,
): Promise<string | null> {
  const secret = newWebhookSecret();
  const { rowCount } = await pool.query({
    name: "webhook-rotate",
    text: `UPDATE webhook SET old_secret_sealed = secret_sealed, secret_sealed = $3,
             old_secret_until = now() + ${LIMITS.webhookOldSecretSeconds} * interval '1 second'
           WHERE user_id = $1 AND id = $2`,
    values: [userId, id, sealer.seal(secret, sealPlace(id))],
  });
  return rowCount === 1 ? secret : null;
}

/** Deletes a webhook and its log; false when it is not theirs. */
export async function deleteWebhook(pool: Pool, userId: number, id: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "webhook-delete",
    text: "DELETE FROM webhook WHERE user_id = $1 AND id = $2",
    values: [userId, id],
  });
  return rowCount === 1;
}

/** What a webhook's secret is sealed for. */
export function sealPlace(id: string): string {
  return `webhook:${id}`;
}

/** As the Standard Webhooks scheme writes it. */
function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
}

function viewOf(row: Row): WebhookView {
  const failing = row.disabled_why === "failing" ? "failing" : "off";
  return {
    id: row.id,
    url: row.url,
    kinds: FEED_KINDS.filter((kind) => row.kinds.includes(kind)),
    scope: WEBHOOK_SCOPES.find((scope) => scope === row.scope) ?? "mine",
    state: row.disabled_at === null ? "on" : failing,
    failures: row.failures,
    waiting: row.waiting,
    old_secret_until: row.old_secret_until?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}
