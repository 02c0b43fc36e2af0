import { KEY_SCOPES, type KeyScope } from "#city/protocol/scopes.ts";
import type { Pool } from "./pool.ts";

/** Why an agent may do nothing: its owner paused it, the city froze it (or its owner), or it has left for good. */
export type AgentStop = "paused" | "frozen" | "retired";

/** Whom a key speaks for. */
export interface KeyOwner {
  readonly keyId: string;
  readonly world: number;
  readonly agent: number;
  readonly scopes: readonly KeyScope[];
  /** Null while the agent may act. */
  readonly stopped: AgentStop | null;
  /** Tier of the person it belongs to; null: it belongs to nobody. */
  readonly plan: string | null;
}

/** A usable key, and for how long it will be one. */
export interface FoundKey {
  readonly owner: KeyOwner;
  /** Ms until it expires by itself; null: it does not. */
  readonly leftMs: number | null;
}

export interface KeyStore {
  /** The owner of a key that can be used, by its SHA-256; null when there is none. */
  find(hash: Uint8Array): Promise<FoundKey | null>;
  /** Writes down that a key was used, and from which address, unless that was done within the last minute. */
  touch(keyId: string, address: string): Promise<void>;
  /** Which of these keys can no longer be used. */
  gone(keyIds: readonly string[]): Promise<string[]>;
}

interface KeyRow {
  readonly id: string;
  readonly world_id: number;
  readonly agent: number;
  readonly scopes: readonly string[];
  readonly left_ms: number | null;
  readonly stopped: AgentStop | null;
  readonly plan: string | null;
}

/** Condition on agent_key: neither revoked nor expired. */
export const KEY_IS_USABLE = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())";

const FIND = `
  SELECT k.id, k.world_id, k.agent, k.scopes, u.plan,
    (extract(epoch FROM k.expires_at - now()) * 1000)::float8 AS left_ms,
    CASE WHEN a.retired_at IS NOT NULL THEN 'retired'
         WHEN a.frozen_at IS NOT NULL OR u.frozen_at IS NOT NULL THEN 'frozen'
         WHEN a.paused_at IS NOT NULL THEN 'paused' END AS stopped
  FROM agent_key k
  JOIN agent a ON a.world_id = k.world_id AND a.number = k.agent
  LEFT JOIN app_user u ON u.id = a.user_id
  WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`;

export function createKeyStore(pool: Pool): KeyStore {
  return {
    async find(hash) {
      const { rows } = await pool.query<KeyRow>({ name: "key-find", text: FIND, values: [hash] });
      const row = rows[0];
      if (row === undefined) return null;
      const scopes = KEY_SCOPES.filter((scope) => row.scopes.includes(scope));
      return {
        owner: {
          keyId: row.id,
          world: row.world_id,
          agent: row.agent,
          scopes,
          stopped: row.stopped,
          plan: row.plan,
        },
        leftMs: row.left_ms,
      };
    },
    async touch(keyId, address) {
      await pool.query({
        name: "key-touch",
        text: `UPDATE agent_key SET last_used_at = now(), last_used_from = $2
               WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        values: [keyId, address],
      });
    },
    async gone(keyIds) {
      const { rows } = await pool.query<{ id: string }>({
        name: "key-gone",
        text: `SELECT id FROM agent_key WHERE id = ANY($1) AND NOT (${KEY_IS_USABLE})`,
        values: [keyIds],
      });
      return rows.map((row) => row.id);
    },
  };
}
