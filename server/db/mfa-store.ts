import type { Pool } from "./pool.ts";

export interface MfaRow {
  readonly sealed: Uint8Array | null;
  readonly enabled: boolean;
}

export interface MfaStore {
  find(userId: number): Promise<MfaRow | null>;
  /** Keeps a secret that is still to be confirmed; false when a confirmed one is there already. */
  propose(userId: number, sealed: Uint8Array): Promise<boolean>;
  /** Takes the code of a time step; false when that step or a later one was taken before. */
  takeStep(userId: number, step: number): Promise<boolean>;
  /** Makes the proposed secret count, with these backup codes (hashes) and no others. */
  enable(userId: number, backupCodes: readonly Uint8Array[]): Promise<void>;
  /** Uses a backup code up; false when there is none of this hash. */
  takeBackupCode(userId: number, hash: Uint8Array): Promise<boolean>;
  disable(userId: number): Promise<void>;
}

/** Second factors. Every method rejects when the database cannot answer. */
export function createMfaStore(pool: Pool): MfaStore {
  const changed = async (name: string, text: string, values: unknown[]) =>
    (await pool.query({ name, text, values })).rowCount === 1;
  return {
    async find(userId) {
      const { rows } = await pool.query<MfaRow>({
        name: "mfa-find",
        text: `SELECT totp_sealed AS sealed, mfa_enabled_at IS NOT NULL AS enabled FROM app_user
               WHERE id = $1 AND deleted_at IS NULL`,
        values: [userId],
      });
      return rows[0] ?? null;
    },
    propose: (userId, sealed) =>
      changed(
        "mfa-propose",
        `UPDATE app_user SET totp_sealed = $2, totp_last_step = -1 WHERE id = $1 AND mfa_enabled_at IS NULL`,
        [userId, sealed],
      ),
    takeStep: (userId, step) =>
      changed("mfa-step", "UPDATE app_user SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2", [
        userId,
        step,
      ]),
    async enable(userId, backupCodes) {
      await pool.query({
        name: "mfa-enable",
        text: `WITH old AS (DELETE FROM backup_code WHERE user_id = $1),
               codes AS (INSERT INTO backup_code (hash, user_id) SELECT hash, $1 FROM unnest($2::bytea[]) hash)
               UPDATE app_user SET mfa_enabled_at = now() WHERE id = $1`,
        values: [userId, backupCodes],
      });
    },
    takeBackupCode: (userId, hash) =>
      changed(
        "mfa-backup",
        "UPDATE backup_code SET used_at = now() WHERE hash = $2 AND user_id = $1 AND used_at IS NULL",
        [userId, hash],
      ),
    async disable(userId) {
      await pool.query({
        name: "mfa-disable",
        text: `WITH codes AS (DELETE FROM backup_code WHERE user_id = $1)
               UPDATE app_user SET mfa_enabled_at = NULL, totp_sealed = NULL, totp_last_step = -1 WHERE id = $1`,
        values: [userId],
      });
    },
  };
}
