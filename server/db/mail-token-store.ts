import type { Pool } from "./pool.ts";

/** verify: the address of a new account. email: a new address. reset: a new password. */
export type MailTokenKind = "verify" | "email" | "reset";

export interface SpentToken {
  readonly userId: number;
  /** The address that is proved. */
  readonly email: string;
  /** The address before, when it changed. */
  readonly emailBefore: string | null;
}

export interface NewTokenRow {
  readonly hash: Uint8Array;
  readonly userId: number;
  readonly kind: MailTokenKind;
  /** The new address of kind `email`. */
  readonly email: string | null;
  readonly lifeSeconds: number;
}

export interface MailTokenStore {
  insert(row: NewTokenRow): Promise<void>;
  /** True when a reset link would work now. */
  resetWorks(hash: Uint8Array): Promise<boolean>;
  /** Spends a verify or email link; null when it does not work. Rejects with a unique violation when the address is taken. */
  spendForAddress(hash: Uint8Array): Promise<SpentToken | null>;
  /** Spends a reset link: sets the password, proves the address and ends all sessions and all other reset links. */
  spendForPassword(hash: Uint8Array, passwordHash: string): Promise<SpentToken | null>;
}

const WORKS = "used_at IS NULL AND expires_at > now()";

const SPEND_FOR_ADDRESS = `
  WITH token AS (
    UPDATE mail_token SET used_at = now() WHERE hash = $1 AND kind IN ('verify', 'email') AND ${WORKS}
    RETURNING user_id, kind, email
  ), before AS (
    SELECT u.id, u.email FROM app_user u JOIN token t ON t.user_id = u.id WHERE u.deleted_at IS NULL FOR UPDATE OF u
  ), other AS (
    -- A link to set a password that went to the address before must not outlive it.
    UPDATE mail_token SET used_at = now() FROM token
    WHERE mail_token.user_id = token.user_id AND token.kind = 'email' AND mail_token.hash <> $1
      AND mail_token.used_at IS NULL
  )
  UPDATE app_user u SET email = coalesce(t.email, u.email), email_verified_at = now()
  FROM token t, before b WHERE u.id = t.user_id AND b.id = u.id
  RETURNING u.id, u.email, CASE WHEN t.kind = 'email' THEN b.email END AS email_before`;

const SPEND_FOR_PASSWORD = `
  WITH token AS (
    UPDATE mail_token SET used_at = now() WHERE hash = $1 AND kind = 'reset' AND ${WORKS} RETURNING user_id
  ), others AS (
    UPDATE mail_token m SET used_at = now() FROM token t
    WHERE m.user_id = t.user_id AND m.kind = 'reset' AND m.used_at IS NULL AND m.hash <> $1
  ), sessions AS (
    UPDATE user_session s SET revoked_at = now() FROM token t WHERE s.user_id = t.user_id AND s.revoked_at IS NULL
  )
  UPDATE app_user u SET password_hash = $2, email_verified_at = coalesce(u.email_verified_at, now())
  FROM token t WHERE u.id = t.user_id AND u.deleted_at IS NULL
  RETURNING u.id, u.email, NULL AS email_before`;

interface SpentRow {
  readonly id: number;
  readonly email: string;
  readonly email_before: string | null;
}

/** Links sent by mail: only their hashes are kept, and each works once, until it expires. */
export function createMailTokenStore(pool: Pool): MailTokenStore {
  const spend = async (name: string, text: string, values: unknown[]): Promise<SpentToken | null> => {
    const { rows } = await pool.query<SpentRow>({ name, text, values });
    const row = rows[0];
    return row === undefined ? null : { userId: row.id, email: row.email, emailBefore: row.email_before };
  };
  return {
    async insert({ hash, userId, kind, email, lifeSeconds }) {
      await pool.query({
        name: "mail-token-insert",
        text: `INSERT INTO mail_token (hash, user_id, kind, email, expires_at)
               VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))`,
        values: [hash, userId, kind, email, lifeSeconds],
      });
    },
    async resetWorks(hash) {
      const { rowCount } = await pool.query({
        name: "mail-token-reset-works",
        text: `SELECT FROM mail_token WHERE hash = $1 AND kind = 'reset' AND ${WORKS}`,
        values: [hash],
      });
      return rowCount === 1;
    },
    spendForAddress: (hash) => spend("mail-token-address", SPEND_FOR_ADDRESS, [hash]),
    spendForPassword: (hash, passwordHash) =>
      spend("mail-token-password", SPEND_FOR_PASSWORD, [hash, passwordHash]),
  };
}
