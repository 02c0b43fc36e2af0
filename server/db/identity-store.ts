import type { Pool } from "./pool.ts";

export interface IdentityOwner {
  readonly userId: number;
  readonly frozen: boolean;
}

/** Whose identity this is; null when it belongs to nobody. */
export async function findIdentity(
  pool: Pool,
  provider: string,
  subject: string,
): Promise<IdentityOwner | null> {
  const { rows } = await pool.query<{ id: number; frozen: boolean }>({
    name: "identity-find",
    text: `SELECT u.id, u.frozen_at IS NOT NULL AS frozen FROM user_identity i JOIN app_user u ON u.id = i.user_id
           WHERE i.provider = $1 AND i.subject = $2 AND u.deleted_at IS NULL`,
    values: [provider, subject],
  });
  const row = rows[0];
  return row === undefined ? null : { userId: row.id, frozen: row.frozen };
}

/** Joins an identity to a person and writes it into the audit; false when somebody else was quicker. */
export async function linkIdentity(
  pool: Pool,
  {
    provider,
    subject,
    userId,
    publicId,
    address,
  }: {
    readonly provider: string;
    readonly subject: string;
    readonly userId: number;
    readonly publicId: string;
    readonly address: string;
  },
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "identity-link",
    text: `WITH linked AS (
             INSERT INTO user_identity (provider, subject, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1
           ), audit AS (
             INSERT INTO audit_entry (actor, action, subject, detail, address)
             SELECT $3, 'link_identity', $4, jsonb_build_object('provider', $1::text), $5 FROM linked
           )
           SELECT FROM linked`,
    values: [provider, subject, userId, publicId, address],
  });
  return rowCount === 1;
}
