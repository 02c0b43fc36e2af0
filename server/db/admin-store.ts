import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { TELL_HALTS } from "#server/agents/halt-store.ts";
import type { Pool } from "./pool.ts";
import { inTransaction } from "./transaction.ts";

export interface PersonView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly plan: string;
  readonly verified: boolean;
  readonly mfa: boolean;
  readonly frozen: boolean;
  readonly agents: number;
  readonly created_at: string;
  readonly seen_at: string | null;
}

interface PersonRow {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly plan: string;
  readonly verified: boolean;
  readonly mfa: boolean;
  readonly frozen: boolean;
  readonly agents: number;
  readonly created_at: Date;
  readonly seen_at: Date | null;
}

/** People whose name, address or id holds `query`, newest first, with numbers below `before`. */
export async function searchPeople(
  pool: Pool,
  query: string,
  before: number | null,
): Promise<readonly PersonView[]> {
  const { rows } = await pool.query<PersonRow>({
    name: "admin-people",
    text: `SELECT id, email, name, role, plan, email_verified_at IS NOT NULL AS verified,
             mfa_enabled_at IS NOT NULL AS mfa, frozen_at IS NOT NULL AS frozen, created_at,
             (SELECT count(*) FROM agent WHERE user_id = u.id AND retired_at IS NULL) AS agents,
             (SELECT max(seen_at) FROM user_session WHERE user_id = u.id) AS seen_at
           FROM app_user u
           WHERE deleted_at IS NULL AND ($2::bigint IS NULL OR id < $2)
             AND ($1 = '' OR position($1 IN lower(name)) > 0 OR position($1 IN email) > 0 OR id = $4)
           ORDER BY id DESC LIMIT $3`,
    values: [query.toLowerCase(), before, LIMITS.adminPageMax, numberIn(query)],
  });
  return rows.map(personView);
}

function personView(row: PersonRow): PersonView {
  return {
    ...row,
    id: formatId("usr", MAIN_WORLD, row.id),
    created_at: row.created_at.toISOString(),
    seen_at: row.seen_at?.toISOString() ?? null,
  };
}

/** The number in a text that is a person's id; one that nobody has otherwise. */
function numberIn(query: string): number {
  const digits = /^usr_1([0-9a-z]{6})$/.exec(query)?.[1];
  return digits === undefined ? -1 : Number.parseInt(digits, 36);
}

export interface PersonChange {
  readonly role: string | null;
  readonly plan: string | null;
  readonly frozen: boolean | null;
}

const CHANGE_PERSON = `
  WITH before AS (
    SELECT id, role, plan, frozen_at IS NOT NULL AS frozen FROM app_user WHERE id = $1
  ), person AS (
    UPDATE app_user u SET role = coalesce($2, u.role), plan = coalesce($3, u.plan), frozen_at = CASE
        WHEN $4::boolean IS NULL THEN u.frozen_at WHEN $4 THEN coalesce(u.frozen_at, now()) END
    FROM before WHERE u.id = before.id
  ), sessions AS (
    -- Who may do more or less from now on signs in anew.
    UPDATE user_session s SET revoked_at = now() FROM before
    WHERE s.user_id = before.id AND s.revoked_at IS NULL AND ($2 <> before.role OR $4)
  ), audit AS (
    INSERT INTO audit_entry (actor, action, subject, detail, address)
    SELECT $5, 'change_person', $6, jsonb_strip_nulls(jsonb_build_object(
      'role', $2::text, 'role_before', before.role, 'plan', $3::text, 'plan_before', before.plan,
      'frozen', $4::boolean, 'frozen_before', before.frozen)), $7 FROM before
  ), halts AS (
    -- Agents that are paused or frozen themselves are halted either way.
    SELECT a.world_id, a.number, $4::int AS halted FROM agent a JOIN before ON before.id = a.user_id
    WHERE $4 <> before.frozen AND a.kind <> 'owner' AND a.retired_at IS NULL AND a.paused_at IS NULL AND a.frozen_at IS NULL
  ) ${TELL_HALTS}`;

/**
 * Changes a person, writes it into the audit and stops or frees their agents, all or nothing; what is null stays. Whatever
 * else changes the person's agents takes turns with this at the person's row. False when there is no such person.
 */
export async function changePerson(
  pool: Pool,
  userId: number,
  change: PersonChange,
  by: { readonly actor: number; readonly address: string },
): Promise<boolean> {
  const subject = formatId("usr", MAIN_WORLD, userId);
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      "SELECT FROM app_user WHERE id = $1 AND deleted_at IS NULL FOR UPDATE",
      [userId],
    );
    if (rowCount === 0) return false;
    const { role, plan, frozen } = change;
    await client.query(CHANGE_PERSON, [userId, role, plan, frozen, by.actor, subject, by.address]);
    return true;
  });
}

export interface AuditView {
  readonly id: string;
  readonly at: string;
  readonly actor: string | null;
  readonly actor_name: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
  readonly address: string;
}

interface AuditRow {
  readonly id: number;
  readonly at: Date;
  readonly actor: number | null;
  readonly actor_name: string | null;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
  readonly address: string;
}

/** What the privileged have done, newest first, with numbers below `before`. */
export async function readAudit(pool: Pool, before: number | null): Promise<readonly AuditView[]> {
  const { rows } = await pool.query<AuditRow>({
    name: "admin-audit",
    text: `SELECT a.id, a.at, a.actor, u.name AS actor_name, a.action, a.subject, a.detail, a.address
           FROM audit_entry a LEFT JOIN app_user u ON u.id = a.actor
           WHERE $1::bigint IS NULL OR a.id < $1 ORDER BY a.id DESC LIMIT $2`,
    values: [before, LIMITS.adminPageMax],
  });
  return rows.map((row) => ({
    ...row,
    id: String(row.id),
    at: row.at.toISOString(),
    actor: row.actor === null ? null : formatId("usr", MAIN_WORLD, row.actor),
  }));
}
