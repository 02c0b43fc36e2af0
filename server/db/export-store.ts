import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { Pool } from "./pool.ts";

/** Everything that is kept about a person, by kind; never a secret or the hash of one. */
export type PersonData = Readonly<Record<string, readonly unknown[]>> & {
  /** Kinds of which there is more than can be handed out at once: the newest stand here. */
  readonly cut_off: readonly string[];
};

/** The agents of person $1 in world $2, and the person's own purse. */
const MINE = "(SELECT number FROM agent WHERE world_id = $2 AND user_id = $1 UNION ALL SELECT $1::bigint)";

const QUERIES: Readonly<Record<string, string>> = {
  profile: `SELECT id, email, name, role, plan, locale, created_at, email_verified_at, mfa_enabled_at,
    password_hash IS NOT NULL AS has_password FROM app_user WHERE id = $1 AND $2::int IS NOT NULL`,
  sessions: `SELECT public_id, created_at, seen_at, expires_at, revoked_at, address, user_agent, program
    FROM user_session WHERE user_id = $1 AND $2::int IS NOT NULL ORDER BY created_at DESC`,
  identities: `SELECT provider, subject, created_at FROM user_identity WHERE user_id = $1 AND $2::int IS NOT NULL`,
  links: `SELECT kind, email, created_at, expires_at, used_at FROM mail_token
    WHERE user_id = $1 AND $2::int IS NOT NULL ORDER BY created_at DESC`,
  agents: `SELECT a.number, a.name, a.kind, a.home_building, a.created_at, a.paused_at, a.frozen_at, a.retired_at,
    p.persona, p.goals, p.look, p.mind, p.kind AS mind_kind
    FROM agent a LEFT JOIN agent_profile p ON p.world_id = a.world_id AND p.agent = a.number
    WHERE a.world_id = $2 AND a.user_id = $1 ORDER BY a.number`,
  keys: `SELECT id, agent, name, prefix, scopes, created_at, last_used_at, last_used_from, expires_at, revoked_at
    FROM agent_key WHERE world_id = $2 AND agent IN ${MINE} ORDER BY created_at DESC`,
  drafts: `SELECT id, step, content, created_at, updated_at FROM agent_draft WHERE user_id = $1 AND $2::int IS NOT NULL`,
  actions: `SELECT agent, kind, parameters, reasoning, confidence, accepted_at, tick, status, code, effects
    FROM action_request WHERE world_id = $2 AND agent IN ${MINE} ORDER BY seq DESC`,
  deeds: `SELECT * FROM deed WHERE world_id = $2 AND (owner IN ${MINE} OR tenant IN ${MINE} OR offer_by IN ${MINE})`,
  deed_history: `SELECT * FROM deed_event WHERE world_id = $2 AND (giver IN ${MINE} OR taker IN ${MINE})
    ORDER BY tick DESC, seq DESC`,
  balances: `SELECT account, balance_cents, tick FROM account_balance WHERE world_id = $2 AND account IN ${MINE}`,
  statements: `SELECT account, tick, district, seq, amount_cents, balance_cents, cause, counterparty FROM tick.statement
    WHERE world_id = $2 AND account IN ${MINE} ORDER BY tick DESC`,
  images: `SELECT parcel, hash, width, height, created_at FROM building_image WHERE world_id = $2 AND user_id = $1`,
  webhooks: `SELECT id, url, kinds, scope, created_at, disabled_at FROM webhook WHERE user_id = $1 AND $2::int IS NOT NULL`,
  audit: `SELECT at, action, subject, detail, address FROM audit_entry WHERE actor = $1 AND $2::int IS NOT NULL
    ORDER BY id DESC`,
};

/** Collects the data of a person, at most `exportRowsMax` rows of each kind. */
export async function readPersonData(pool: Pool, userId: number): Promise<PersonData> {
  const found: Record<string, readonly unknown[]> = {};
  const cutOff: string[] = [];
  // One after another: an export is rare, and must not take every connection.
  for (const [name, text] of Object.entries(QUERIES)) {
    const { rows } = await pool.query<Record<string, unknown>>(`${text} LIMIT ${LIMITS.exportRowsMax + 1}`, [
      userId,
      MAIN_WORLD,
    ]);
    if (rows.length > LIMITS.exportRowsMax) cutOff.push(name);
    found[name] = rows.slice(0, LIMITS.exportRowsMax);
  }
  return { ...found, cut_off: cutOff };
}
