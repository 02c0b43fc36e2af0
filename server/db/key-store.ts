import type { Pool } from "./pool.ts";

/** Whom a key speaks for. */
export interface KeyOwner {
  readonly keyId: string;
  readonly world: number;
  readonly agent: number;
}

interface KeyRow {
  readonly id: string;
  readonly world_id: number;
  readonly agent: string;
}

export interface KeyStore {
  /** The owner of a key that has not been revoked, by its SHA-256; null when there is none. */
  find(hash: Uint8Array): Promise<KeyOwner | null>;
  /** Writes down that a key was used, unless that was done within the last minute. */
  touch(keyId: string): Promise<void>;
}

export function createKeyStore(pool: Pool): KeyStore {
  return {
    async find(hash) {
      const { rows } = await pool.query<KeyRow>({
        name: "key-find",
        text: "SELECT id, world_id, agent::text AS agent FROM agent_key WHERE hash = $1 AND revoked_at IS NULL",
        values: [hash],
      });
      const row = rows[0];
      return row === undefined ? null : { keyId: row.id, world: row.world_id, agent: Number(row.agent) };
    },
    async touch(keyId) {
      await pool.query({
        name: "key-touch",
        text: `UPDATE agent_key SET last_used_at = now()
               WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
        values: [keyId],
      });
    },
  };
}
