import { LIMITS } from "#city/limits.ts";
import { KEY_SCOPES, type KeyScope } from "#city/protocol/scopes.ts";
import { KEY_IS_USABLE } from "#server/db/key-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { inTransaction } from "#server/db/transaction.ts";

/** Whose keys: an agent of a world. */
export interface KeyHolder {
  readonly world: number;
  readonly agent: number;
}

/** A key that does not exist yet. */
export interface KeyToAdd {
  readonly id: string;
  readonly name: string;
  readonly hash: Uint8Array;
  readonly prefix: string;
  readonly scopes: readonly KeyScope[];
  readonly expiresInDays: number | null;
}

/** A key as lists show it. */
export interface KeyView {
  readonly key_id: string;
  readonly name: string;
  /** First characters of the key. */
  readonly prefix: string;
  readonly scopes: readonly KeyScope[];
  readonly status: "active" | "replaced" | "expired" | "revoked";
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  /** Address of the last use. */
  readonly last_used_from: string | null;
  readonly revoked_at: string | null;
  readonly replaced_by: string | null;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
  readonly last_used_from: string | null;
  readonly revoked_at: Date | null;
  readonly replaced_by: string | null;
  readonly usable: boolean;
}

const COLUMNS = `id, name, prefix, scopes, created_at, expires_at, last_used_at, last_used_from, revoked_at, replaced_by,
  (${KEY_IS_USABLE}) AS usable`;
const EXPIRY = "now() + $8::int * interval '1 day'";

export interface KeyBook {
  /** Newest first, those that can be used before the others. */
  list(holder: KeyHolder): Promise<KeyView[]>;
  /** Null when the agent has `keysMax` usable keys already. */
  add(holder: KeyHolder, key: KeyToAdd, keysMax: number): Promise<KeyView | null>;
  /** Puts a key in the place of another, which works on for `overlapMinutes`; null when that one is used up or replaced already. */
  rotate(holder: KeyHolder, oldId: string, key: KeyToAdd, overlapMinutes: number): Promise<KeyView | null>;
  /** The key as it is after it was revoked, now or before; null when the agent has no such key. */
  revoke(holder: KeyHolder, keyId: string): Promise<KeyView | null>;
  one(holder: KeyHolder, keyId: string): Promise<KeyView | null>;
  /** Revokes the key with this hash. Null when there is none that is not revoked already. */
  revokeByHash(hash: Uint8Array): Promise<LeakedKey | null>;
}

/** A key that somebody found where it should not be. */
export interface LeakedKey extends KeyHolder {
  readonly keyId: string;
  readonly keyName: string;
  readonly agentName: string;
  /** The person whose agent it is, or null. */
  readonly userId: number | null;
  readonly email: string | null;
  readonly locale: string | null;
}

export function createKeyBook(pool: Pool): KeyBook {
  const first = async (text: string, values: unknown[]): Promise<KeyView | null> => {
    const { rows } = await pool.query<Row>(text, values);
    return rows[0] === undefined ? null : viewOf(rows[0]);
  };
  return {
    async list({ world, agent }) {
      const { rows } = await pool.query<Row>(
        `SELECT ${COLUMNS} FROM agent_key WHERE world_id = $1 AND agent = $2
         ORDER BY (${KEY_IS_USABLE}) DESC, created_at DESC, id LIMIT $3`,
        [world, agent, LIMITS.keysListedMax],
      );
      return rows.map(viewOf);
    },
    add: (holder, key, keysMax) => addKey(pool, holder, key, keysMax),
    rotate: ({ world, agent }, oldId, key, overlapMinutes) =>
      // The update decides: of two who rotate at once the second finds the key replaced.
      first(
        `WITH replaced AS (
           UPDATE agent_key SET replaced_by = $3,
             expires_at = least(expires_at, now() + $9::int * interval '1 minute')
           WHERE world_id = $1 AND agent = $2 AND id = $10 AND replaced_by IS NULL AND ${KEY_IS_USABLE}
           RETURNING 1
         )
         INSERT INTO agent_key (world_id, agent, id, name, hash, prefix, scopes, expires_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, ${EXPIRY} FROM replaced RETURNING ${COLUMNS}`,
        [...valuesOf({ world, agent }, key), overlapMinutes, oldId],
      ),
    revoke: ({ world, agent }, keyId) =>
      first(
        `UPDATE agent_key SET revoked_at = coalesce(revoked_at, now())
         WHERE world_id = $1 AND agent = $2 AND id = $3 RETURNING ${COLUMNS}`,
        [world, agent, keyId],
      ),
    one: ({ world, agent }, keyId) =>
      first(`SELECT ${COLUMNS} FROM agent_key WHERE world_id = $1 AND agent = $2 AND id = $3`, [
        world,
        agent,
        keyId,
      ]),
    revokeByHash: (hash) => revokeByHash(pool, hash),
  };
}

/** Two who add at once take turns at the agent's row, so that both count what the other made. */
async function addKey(
  pool: Pool,
  { world, agent }: KeyHolder,
  key: KeyToAdd,
  keysMax: number,
): Promise<KeyView | null> {
  return inTransaction(pool, async (client) => {
    await client.query("SELECT FROM agent WHERE world_id = $1 AND number = $2 FOR UPDATE", [world, agent]);
    const { rows } = await client.query<Row>(
      `INSERT INTO agent_key (world_id, agent, id, name, hash, prefix, scopes, expires_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, ${EXPIRY}
       WHERE (SELECT count(*) FROM agent_key WHERE world_id = $1 AND agent = $2 AND ${KEY_IS_USABLE}) < $9
       RETURNING ${COLUMNS}`,
      [...valuesOf({ world, agent }, key), keysMax],
    );
    return rows[0] === undefined ? null : viewOf(rows[0]);
  });
}

async function revokeByHash(pool: Pool, hash: Uint8Array): Promise<LeakedKey | null> {
  const { rows } = await pool.query<LeakedKey>(
    `UPDATE agent_key k SET revoked_at = now()
     FROM agent a LEFT JOIN app_user u ON u.id = a.user_id
     WHERE k.hash = $1 AND k.revoked_at IS NULL AND a.world_id = k.world_id AND a.number = k.agent
     RETURNING k.id AS "keyId", k.name AS "keyName", k.world_id AS world, k.agent, a.name AS "agentName",
       u.id AS "userId", u.email, u.locale`,
    [hash],
  );
  return rows[0] ?? null;
}

function valuesOf({ world, agent }: KeyHolder, key: KeyToAdd): unknown[] {
  return [world, agent, key.id, key.name, key.hash, key.prefix, key.scopes, key.expiresInDays];
}

function viewOf(row: Row): KeyView {
  return {
    key_id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: KEY_SCOPES.filter((scope) => row.scopes.includes(scope)),
    status: statusOf(row),
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    last_used_from: row.last_used_from,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    replaced_by: row.replaced_by,
  };
}

function statusOf(row: Row): KeyView["status"] {
  if (row.revoked_at !== null) return "revoked";
  if (!row.usable) return "expired";
  return row.replaced_by === null ? "active" : "replaced";
}
