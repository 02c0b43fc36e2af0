import { randomBytes } from "node:crypto";
import { LIMITS } from "#city/limits.ts";
import {
  type DraftChange,
  type DraftContent,
  type DraftStep,
  draftContentSchema,
} from "#city/protocol/agent-draft.ts";
import type { Sealer } from "#server/auth/seal.ts";
import type { Pool } from "#server/db/pool.ts";
import { inTransaction } from "#server/db/transaction.ts";

/** An agent that has been begun, as its owner sees it. */
export interface Draft {
  readonly draft_id: string;
  readonly step: DraftStep;
  readonly content: DraftContent;
  /** A provider's key was typed in; it is never shown again. */
  readonly has_provider_key: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

interface Row {
  readonly id: string;
  readonly step: DraftStep;
  readonly content: unknown;
  readonly sealed: boolean;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const COLUMNS = "id, step, content, key_sealed IS NOT NULL AS sealed, created_at, updated_at";

/** Newest change first. */
export async function listDrafts(pool: Pool, userId: number): Promise<Draft[]> {
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM agent_draft WHERE user_id = $1 ORDER BY updated_at DESC, id LIMIT $2`,
    [userId, LIMITS.draftsPerPersonMax],
  );
  return rows.map(draftOf);
}

/** Null when the person has no such draft. */
export async function findDraft(pool: Pool, userId: number, id: string): Promise<Draft | null> {
  const { rows } = await pool.query<Row>(
    `SELECT ${COLUMNS} FROM agent_draft WHERE user_id = $1 AND id = $2`,
    [userId, id],
  );
  return rows[0] === undefined ? null : draftOf(rows[0]);
}

/** Null when the person has as many drafts as anybody may. */
export async function addDraft(
  pool: Pool,
  userId: number,
  step: DraftStep,
  content: DraftContent,
): Promise<Draft | null> {
  return inTransaction(pool, async (client) => {
    await client.query("SELECT FROM app_user WHERE id = $1 FOR UPDATE", [userId]);
    const { rows } = await client.query<Row>(
      `INSERT INTO agent_draft (id, user_id, step, content)
       SELECT $2, $1, $3, $4::jsonb WHERE (SELECT count(*) FROM agent_draft WHERE user_id = $1) < $5
       RETURNING ${COLUMNS}`,
      [
        userId,
        `drf_${randomBytes(9).toString("hex")}`,
        step,
        JSON.stringify(content),
        LIMITS.draftsPerPersonMax,
      ],
    );
    return rows[0] === undefined ? null : draftOf(rows[0]);
  });
}

/** Saves what has changed and leaves the rest; null when the person has no such draft. */
export async function changeDraft(
  pool: Pool,
  sealer: Sealer,
  userId: number,
  id: string,
  { step, content, provider_key: key }: DraftChange,
): Promise<Draft | null> {
  const { rows } = await pool.query<Row>(
    `UPDATE agent_draft SET step = coalesce($3, step), content = content || $4::jsonb,
       key_sealed = CASE WHEN $5 THEN $6 ELSE key_sealed END, updated_at = now()
     WHERE user_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
    [
      userId,
      id,
      step ?? null,
      JSON.stringify(content ?? {}),
      key !== undefined,
      key == null ? null : sealer.seal(key, draftKeyPlace(id)),
    ],
  );
  return rows[0] === undefined ? null : draftOf(rows[0]);
}

/** False when the person has no such draft. */
export async function removeDraft(pool: Pool, userId: number, id: string): Promise<boolean> {
  const { rowCount } = await pool.query("DELETE FROM agent_draft WHERE user_id = $1 AND id = $2", [
    userId,
    id,
  ]);
  return rowCount === 1;
}

/** The sealed provider key of a draft, or null. */
export async function readDraftKey(pool: Pool, userId: number, id: string): Promise<Uint8Array | null> {
  const { rows } = await pool.query<{ key: Uint8Array | null }>(
    "SELECT key_sealed AS key FROM agent_draft WHERE user_id = $1 AND id = $2",
    [userId, id],
  );
  return rows[0]?.key ?? null;
}

/** What a draft's provider key is sealed for. */
export function draftKeyPlace(draftId: string): string {
  return `mind:${draftId}`;
}

function draftOf(row: Row): Draft {
  return {
    draft_id: row.id,
    step: row.step,
    content: draftContentSchema.parse(row.content),
    has_provider_key: row.sealed,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
