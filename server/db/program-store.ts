import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { writeAudit } from "#server/auth/audit.ts";
import type { Pool } from "./pool.ts";
import { SESSION_COUNTS, SESSION_COUNTS_VALUES } from "./session-store.ts";
import { inTransaction } from "./transaction.ts";

/** Hashes of a refresh token: of the half that names the session, and of the whole. */
export interface RefreshHashes {
  readonly family: Uint8Array;
  readonly whole: Uint8Array;
}

/** A program's session, as its next access token names it. */
export interface ProgramSession {
  readonly userId: number;
  readonly sessionId: string;
}

export interface ProgramStore {
  /** Puts the next token in the place of one; null unless that is the newest of a session that counts. Of many at once one wins. */
  rotate(given: RefreshHashes, next: Uint8Array): Promise<ProgramSession | null>;
  /** Ends the session of a token that is not its newest, and writes that down. Whose it was; null where there was nothing to end. */
  endReused(given: RefreshHashes, address: string): Promise<number | null>;
}

const ROTATE = `
  UPDATE user_session s SET refresh_hash = $7, seen_at = now() FROM app_user u
  WHERE s.hash = $1 AND s.refresh_hash = $6 AND u.id = s.user_id AND ${SESSION_COUNTS}
  RETURNING s.user_id AS "userId", s.public_id AS "sessionId"`;

const END_REUSED = `
  UPDATE user_session SET revoked_at = now()
  WHERE hash = $1 AND refresh_hash <> $2 AND revoked_at IS NULL AND expires_at > now()
  RETURNING user_id AS "userId", public_id AS "sessionId", program`;

/** Refresh tokens of programs, on the rows of their sessions. Every method rejects when the database cannot answer. */
export function createProgramStore(pool: Pool): ProgramStore {
  return {
    async rotate({ family, whole }, next) {
      const values = [family, ...SESSION_COUNTS_VALUES, whole, next];
      const { rows } = await pool.query<ProgramSession>({ name: "program-rotate", text: ROTATE, values });
      return rows[0] ?? null;
    },
    endReused: ({ family, whole }, address) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<ProgramSession & { readonly program: string }>(END_REUSED, [
          family,
          whole,
        ]);
        const [ended] = rows;
        if (ended === undefined) return null;
        await writeAudit(client, {
          // Whoever it was came as this person.
          actor: ended.userId,
          action: "refresh_token_reused",
          subject: formatId("usr", MAIN_WORLD, ended.userId),
          detail: { session: ended.sessionId, program: ended.program },
          address,
        });
        return ended.userId;
      }),
  };
}
