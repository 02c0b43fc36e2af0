import { MAIN_WORLD } from "#city/ids.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { Pool } from "./pool.ts";

/** What a person sees of their own account. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly verified: boolean;
  readonly role: string;
  readonly plan: string;
  readonly locale: string | null;
  readonly has_password: boolean;
  readonly mfa: { readonly enabled: boolean; readonly given: boolean; readonly backup_codes_left: number };
  /** True while what is dangerous does not ask for the password. */
  readonly proven: boolean;
  readonly usage: { readonly agents: number; readonly parcels: number };
  /** Null until City Hall has opened the purse. */
  readonly balance_cents: number | null;
  readonly created_at: string;
  readonly session_id: string;
}

interface Row {
  readonly created_at: Date;
  readonly codes: number;
  readonly agents: number;
  readonly parcels: number;
  readonly balance: number | null;
}

/** The account behind a session. */
export async function readAccount(pool: Pool, session: Session): Promise<Account> {
  const { rows } = await pool.query<Row>({
    name: "account-read",
    text: `SELECT created_at,
             (SELECT count(*) FROM backup_code WHERE user_id = u.id AND used_at IS NULL) AS codes,
             (SELECT count(*) FROM agent WHERE user_id = u.id AND retired_at IS NULL) AS agents,
             (SELECT count(*) FROM deed WHERE world_id = $2 AND (owner = u.id OR owner IN
               (SELECT number FROM agent WHERE world_id = $2 AND user_id = u.id))) AS parcels,
             (SELECT balance_cents FROM account_balance WHERE world_id = $2 AND account = u.id) AS balance
           FROM app_user u WHERE id = $1`,
    values: [session.userId, MAIN_WORLD],
  });
  const row = rows[0];
  return {
    id: session.publicId,
    name: session.name,
    email: session.email,
    verified: session.verified,
    role: session.role,
    plan: session.plan,
    locale: session.locale,
    has_password: session.hasPassword,
    mfa: { enabled: session.mfaEnabled, given: session.mfa, backup_codes_left: row?.codes ?? 0 },
    proven: session.proven,
    usage: { agents: row?.agents ?? 0, parcels: row?.parcels ?? 0 },
    balance_cents: row?.balance ?? null,
    created_at: (row?.created_at ?? new Date(0)).toISOString(),
    session_id: session.sessionId,
  };
}
