import { createHash } from "node:crypto";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { Pool } from "./pool.ts";

/** What City Hall gives a new person from the treasury. */
const GRANT_CENTS = 300_000;
const OPENING = JSON.stringify({ grantCents: GRANT_CENTS });
/** What they leave goes to the city. */
const CLOSING = JSON.stringify({ heir: -1 });

export interface NewPersonRow {
  readonly email: string;
  readonly name: string;
  readonly locale: string | null;
  /** Null for those who sign in at another provider. */
  readonly passwordHash: string | null;
  /** Hash of the first admin's token, or null. */
  readonly adminToken: Uint8Array | null;
  /** Who they are at the provider that vouches for the address; null: the address is yet to be proved by a link. */
  readonly identity: { readonly provider: string; readonly subject: string } | null;
  /** Hash of the link that is sent to the address. */
  readonly link: Uint8Array;
  readonly address: string;
}

/** What became of it: `known` when the address has an account already, which then is verified or not. */
export interface NewPersonOutcome {
  readonly userId: number;
  readonly made: boolean;
  readonly verified: boolean;
}

/**
 * Person, purse and link come into being together or not at all. Whoever has an account already gets a link to set a new
 * password instead, so that both ways take as long.
 */
const INSERT = `
  WITH known AS (
    SELECT id, email_verified_at IS NOT NULL AS verified FROM app_user WHERE email = $1
  ), token AS (
    UPDATE admin_token SET used_at = now()
    WHERE hash = $5 AND used_at IS NULL AND NOT EXISTS (SELECT FROM known)
      AND NOT EXISTS (SELECT FROM app_user WHERE role = 'admin' AND deleted_at IS NULL)
    RETURNING id
  ), person AS (
    INSERT INTO app_user (id, email, name, locale, password_hash, role, email_verified_at)
    SELECT nextval('owner_number_seq'), $1, $2, $3, $4,
      CASE WHEN EXISTS (SELECT FROM token) THEN 'admin' ELSE 'owner' END,
      CASE WHEN EXISTS (SELECT FROM token) OR $6::text IS NOT NULL THEN now() END
    WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (email) DO NOTHING
    RETURNING id, name, role, email_verified_at IS NOT NULL AS verified
  ), purse AS (
    INSERT INTO agent (world_id, number, name, kind, home_building, district)
    SELECT $8, id, name, 'owner', -1, 0 FROM person
  ), opening AS (
    INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
    SELECT $8, id, 'open_account', $9, 'open_account', $10::jsonb, '', 1 FROM person
  ), identity AS (
    INSERT INTO user_identity (provider, subject, user_id)
    SELECT $6, $7, id FROM person WHERE $6::text IS NOT NULL
  ), link AS (
    INSERT INTO mail_token (hash, user_id, kind, expires_at)
    SELECT $11::bytea, id, 'verify', now() + make_interval(secs => $12) FROM person
    UNION ALL SELECT $11::bytea, id, 'reset', now() + make_interval(secs => $13) FROM known
  ), audit AS (
    INSERT INTO audit_entry (actor, action, subject, address)
    SELECT id, 'first_admin', id::text, $14 FROM person WHERE role = 'admin'
  )
  SELECT id, true AS made, verified FROM person UNION ALL SELECT id, false, verified FROM known`;

function digestOf(parameters: string): Buffer {
  return createHash("sha256").update(parameters).digest();
}

/** Makes a person, unless the address is known; null when somebody else took it in the same moment. */
export async function insertPerson(pool: Pool, row: NewPersonRow): Promise<NewPersonOutcome | null> {
  const { rows } = await pool.query<{ id: number; made: boolean; verified: boolean }>({
    name: "person-insert",
    text: INSERT,
    values: [
      row.email,
      row.name,
      row.locale,
      row.passwordHash,
      row.adminToken,
      row.identity?.provider ?? null,
      row.identity?.subject ?? null,
      MAIN_WORLD,
      digestOf(OPENING),
      OPENING,
      row.link,
      LIMITS.verifyLinkSeconds,
      LIMITS.resetLinkSeconds,
      row.address,
    ],
  });
  const found = rows[0];
  return found === undefined ? null : { userId: found.id, made: found.made, verified: found.verified };
}

/** What signing in has to know of a person. */
export interface SignInRow {
  readonly id: number;
  readonly password_hash: string | null;
  readonly verified: boolean;
  readonly frozen: boolean;
  /** The second factor is set up. */
  readonly mfa: boolean;
}

/** The person of an address; null when there is none. */
export async function findByEmail(pool: Pool, email: string): Promise<SignInRow | null> {
  const { rows } = await pool.query<SignInRow>({
    name: "person-by-email",
    text: `SELECT id, password_hash, email_verified_at IS NOT NULL AS verified, frozen_at IS NOT NULL AS frozen,
             mfa_enabled_at IS NOT NULL AS mfa
           FROM app_user WHERE email = $1 AND deleted_at IS NULL`,
    values: [email],
  });
  return rows[0] ?? null;
}

/** The password hash of a person; null when they have none. */
export async function readPasswordHash(pool: Pool, userId: number): Promise<string | null> {
  const { rows } = await pool.query<{ password_hash: string | null }>({
    name: "person-password",
    text: "SELECT password_hash FROM app_user WHERE id = $1 AND deleted_at IS NULL",
    values: [userId],
  });
  return rows[0]?.password_hash ?? null;
}

export async function setPasswordHash(pool: Pool, userId: number, passwordHash: string): Promise<void> {
  await pool.query({
    name: "person-set-password",
    text: "UPDATE app_user SET password_hash = $2 WHERE id = $1",
    values: [userId, passwordHash],
  });
}

/** Changes what a person may change of themselves; what is null stays. */
export async function updateProfile(
  pool: Pool,
  userId: number,
  { name, locale }: { readonly name: string | null; readonly locale: string | null },
): Promise<void> {
  await pool.query({
    name: "person-profile",
    text: `WITH person AS (
             UPDATE app_user SET name = coalesce($2, name), locale = coalesce($3, locale) WHERE id = $1 RETURNING id, name
           )
           UPDATE agent SET name = person.name FROM person WHERE world_id = $4 AND number = person.id`,
    values: [userId, name, locale, MAIN_WORLD],
  });
}

export interface MailPerson {
  readonly id: number;
  readonly verified: boolean;
  readonly locale: string | null;
}

/** The person to write to at an address; null when there is none, or when they are frozen. */
export async function findForMail(pool: Pool, email: string): Promise<MailPerson | null> {
  const { rows } = await pool.query<MailPerson>({
    name: "person-for-mail",
    text: `SELECT id, email_verified_at IS NOT NULL AS verified, locale FROM app_user
           WHERE email = $1 AND deleted_at IS NULL AND frozen_at IS NULL`,
    values: [email],
  });
  return rows[0] ?? null;
}

/**
 * Takes a person's account apart: what says who they are is gone, sessions and links too, and City Hall closes the purse;
 * the number stays, since ledgers name it. False when they are the last admin.
 */
export async function deletePerson(pool: Pool, userId: number): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "person-delete",
    text: `
      WITH person AS (
        UPDATE app_user SET email = 'deleted-' || id || '@invalid', name = 'Former owner', email_verified_at = NULL,
          password_hash = NULL, totp_sealed = NULL, mfa_enabled_at = NULL, locale = NULL, role = 'viewer',
          deleted_at = now()
        WHERE id = $1 AND deleted_at IS NULL AND (role <> 'admin' OR EXISTS (
          SELECT FROM app_user WHERE role = 'admin' AND id <> $1 AND deleted_at IS NULL AND frozen_at IS NULL))
        RETURNING id
      ), before AS (SELECT email FROM app_user WHERE id = $1),
      sessions AS (DELETE FROM user_session USING person WHERE user_id = person.id),
      identities AS (DELETE FROM user_identity USING person WHERE user_id = person.id),
      codes AS (DELETE FROM backup_code USING person WHERE user_id = person.id),
      links AS (DELETE FROM mail_token USING person WHERE user_id = person.id),
      drafts AS (DELETE FROM agent_draft USING person WHERE user_id = person.id),
      webhooks AS (DELETE FROM webhook USING person WHERE user_id = person.id),
      outbox AS (DELETE FROM outbox_mail USING person, before WHERE recipient = before.email),
      purse AS (UPDATE agent SET name = 'Former owner' FROM person WHERE world_id = $2 AND number = person.id),
      closing AS (
        INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
        SELECT $2, id, 'retire', $4, 'retire', $3::jsonb, '', 1 FROM person
      )
      SELECT FROM person`,
    values: [userId, MAIN_WORLD, CLOSING, digestOf(CLOSING)],
  });
  return rowCount === 1;
}

/** True when the person is the only admin: then they can neither leave nor be frozen. */
export async function isLastAdmin(pool: Pool, userId: number): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: "person-last-admin",
    text: `SELECT FROM app_user u WHERE id = $1 AND role = 'admin' AND NOT EXISTS (
             SELECT FROM app_user WHERE role = 'admin' AND id <> $1 AND deleted_at IS NULL AND frozen_at IS NULL)`,
    values: [userId],
  });
  return rowCount === 1;
}
