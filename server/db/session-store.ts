import { LIMITS } from "#city/limits.ts";
import { STAFF_ROLES } from "#server/auth/roles.ts";
import type { Pool } from "./pool.ts";

/** A session that counts, with the person as they are now. */
export interface SessionRow {
  readonly user_id: number;
  readonly public_id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly plan: string;
  readonly locale: string | null;
  readonly verified: boolean;
  readonly has_password: boolean;
  readonly mfa_enabled: boolean;
  readonly mfa_given: boolean;
  readonly proven: boolean;
  /** Name of the program that uses it by tokens; null: a browser does, by its cookie. */
  readonly program: string | null;
}

export interface SessionListRow {
  readonly public_id: string;
  readonly created_at: Date;
  readonly seen_at: Date;
  readonly expires_at: Date;
  readonly address: string;
  readonly user_agent: string;
  readonly program: string | null;
}

export interface NewSessionRow {
  readonly hash: Uint8Array;
  readonly userId: number;
  readonly publicId: string;
  readonly address: string;
  readonly userAgent: string;
  /** Null for a browser. */
  readonly program: NewProgram | null;
}

export interface NewProgram {
  readonly name: string;
  /** Hash of its first refresh token. */
  readonly refreshHash: Uint8Array;
  /** The second factor was given with the password. */
  readonly mfa: boolean;
}

export interface SessionStore {
  /** The browser's session of this hash when it still counts: not ended, not expired, not idle too long, of a person in good standing. */
  find(hash: Uint8Array): Promise<SessionRow | null>;
  /** The same of a program, by its public id. */
  findProgram(publicId: string): Promise<SessionRow | null>;
  /** Begins a session; the oldest of its kind beyond `sessionsPerPersonMax` end. */
  begin(row: NewSessionRow): Promise<void>;
  /** Notes that the session is in use. */
  touch(publicId: string): Promise<void>;
  noteMfa(publicId: string): Promise<void>;
  noteProof(publicId: string): Promise<void>;
  end(hash: Uint8Array): Promise<void>;
  /** Ends one session of a person; false when there is none of this id. */
  endOne(userId: number, publicId: string): Promise<boolean>;
  /** Ends all sessions of a person but the one named. */
  endAll(userId: number, except: string | null): Promise<void>;
  list(userId: number): Promise<readonly SessionListRow[]>;
}

/** Seconds a session may be unused: those who can do much have little time, and programs may run once a month. */
const IDLE = `make_interval(secs => CASE WHEN u.role = ANY($2) THEN $3::int WHEN s.program IS NULL THEN $4::int
  ELSE $5::int END)`;
/** Parameters 2 to 5 of whatever holds SESSION_COUNTS. */
export const SESSION_COUNTS_VALUES = [
  STAFF_ROLES,
  LIMITS.staffSessionIdleSeconds,
  LIMITS.sessionIdleSeconds,
  LIMITS.sessionSeconds,
];
/** Condition on a session `s` of a person `u`. */
export const SESSION_COUNTS = `s.revoked_at IS NULL AND s.expires_at > now() AND s.seen_at > now() - ${IDLE}
  AND u.deleted_at IS NULL AND u.frozen_at IS NULL`;

const FIND = `
  SELECT s.user_id, s.public_id, u.name, u.email, u.role, u.plan, u.locale, s.program,
    u.email_verified_at IS NOT NULL AS verified, u.password_hash IS NOT NULL AS has_password,
    u.mfa_enabled_at IS NOT NULL AS mfa_enabled, s.mfa_at IS NOT NULL AS mfa_given,
    s.proven_at > now() - make_interval(secs => $6) AS proven
  FROM user_session s JOIN app_user u ON u.id = s.user_id WHERE ${SESSION_COUNTS}`;

const BEGIN = `
  WITH begun AS (
    INSERT INTO user_session (hash, user_id, public_id, address, user_agent, program, refresh_hash, mfa_at, expires_at)
    SELECT $1, id, $3, $4, $5, $10, $11, CASE WHEN $12::boolean THEN now() END,
      now() + make_interval(secs => CASE WHEN role = ANY($6) THEN $7::int ELSE $8::int END)
    FROM app_user WHERE id = $2
  )
  UPDATE user_session SET revoked_at = now() WHERE hash IN (
    SELECT hash FROM user_session
    WHERE user_id = $2 AND (program IS NULL) = ($10::text IS NULL) AND revoked_at IS NULL AND expires_at > now()
    ORDER BY seen_at DESC OFFSET $9
  )`;

/** Sessions of people. All times are the database's. Every method rejects when it cannot answer. */
export function createSessionStore(pool: Pool): SessionStore {
  const run = async (name: string, text: string, values: readonly unknown[]) =>
    (await pool.query({ name: `session-${name}`, text, values: [...values] })).rowCount ?? 0;
  const find = async (name: string, which: string, value: unknown) => {
    const values = [value, ...SESSION_COUNTS_VALUES, LIMITS.proofSeconds];
    const { rows } = await pool.query<SessionRow>({ name, text: `${FIND} AND ${which}`, values });
    return rows[0] ?? null;
  };
  return {
    find: (hash) => find("session-find", "s.hash = $1 AND s.program IS NULL", hash),
    findProgram: (id) => find("session-find-program", "s.public_id = $1 AND s.program IS NOT NULL", id),
    async begin({ hash, userId, publicId, address, userAgent, program }) {
      const lives = [STAFF_ROLES, LIMITS.staffSessionSeconds, LIMITS.sessionSeconds];
      const values = [hash, userId, publicId, address, userAgent, ...lives, LIMITS.sessionsPerPersonMax - 1];
      const { name = null, refreshHash = null, mfa = false } = program ?? {};
      await run("begin", BEGIN, [...values, name, refreshHash, mfa]);
    },
    async touch(publicId) {
      await run("touch", "UPDATE user_session SET seen_at = now() WHERE public_id = $1", [publicId]);
    },
    async noteMfa(publicId) {
      await run("mfa", "UPDATE user_session SET mfa_at = now() WHERE public_id = $1", [publicId]);
    },
    async noteProof(publicId) {
      await run("proof", "UPDATE user_session SET proven_at = now() WHERE public_id = $1", [publicId]);
    },
    async end(hash) {
      const text = "UPDATE user_session SET revoked_at = now() WHERE hash = $1 AND revoked_at IS NULL";
      await run("end", text, [hash]);
    },
    async endOne(userId, publicId) {
      const text = `UPDATE user_session SET revoked_at = now()
        WHERE user_id = $1 AND public_id = $2 AND revoked_at IS NULL`;
      return (await run("end-one", text, [userId, publicId])) > 0;
    },
    async endAll(userId, except) {
      const text = `UPDATE user_session SET revoked_at = now()
        WHERE user_id = $1 AND public_id IS DISTINCT FROM $2 AND revoked_at IS NULL`;
      await run("end-all", text, [userId, except]);
    },
    async list(userId) {
      const text = `SELECT s.public_id, s.created_at, s.seen_at, s.expires_at, s.address, s.user_agent,
          s.program
        FROM user_session s JOIN app_user u ON u.id = s.user_id
        WHERE s.user_id = $1 AND ${SESSION_COUNTS} ORDER BY s.seen_at DESC`;
      const values = [userId, ...SESSION_COUNTS_VALUES];
      return (await pool.query<SessionListRow>({ name: "session-list", text, values })).rows;
    },
  };
}
