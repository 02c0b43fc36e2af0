import pg from "pg";
import { assertExists } from "#city/assert.ts";
import { type ActionId, formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { Pool } from "./pool.ts";

/** One action to accept. Its texts must be free of NUL and lone surrogates, or the whole statement fails. */
export interface AcceptRow {
  readonly world: number;
  readonly agent: number;
  readonly idempotencyKey: string;
  /** SHA-256 of what was asked, without its idempotency key. */
  readonly digest: Uint8Array;
  readonly kind: string;
  /** JSON text. */
  readonly parameters: string;
  readonly reasoning: string;
  readonly confidence: number;
}

export type AcceptOutcome =
  | {
      readonly kind: "accepted";
      readonly actionId: ActionId;
      /** The same request was accepted before. */
      readonly replayed: boolean;
      /** District that holds the agent; null while it is under way between two. */
      readonly district: number | null;
    }
  | { readonly kind: "mismatch" | "queue_full" | "unavailable" | "refused" };

export type AcceptBatch = (rows: readonly AcceptRow[]) => Promise<readonly AcceptOutcome[]>;

/**
 * Inserts what is new, each agent's in the order given, as far as its waiting actions leave room. Rows that are there
 * already, also from this very batch, are left alone. Agents are taken in ascending order: two processes that insert the
 * same keys wait for each other's rows, and must not do so crosswise.
 */
const INSERT = `
  WITH incoming AS (
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::float8[])
      WITH ORDINALITY AS t(world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence, position)
  ), fresh AS (
    SELECT DISTINCT ON (world_id, agent, idempotency_key) * FROM incoming i
    WHERE NOT EXISTS (
      SELECT FROM action_request a
      WHERE a.world_id = i.world_id AND a.agent = i.agent AND a.idempotency_key = i.idempotency_key
    )
    ORDER BY world_id, agent, idempotency_key, position
  ), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY world_id, agent ORDER BY position) AS nth FROM fresh
  ), fitting AS (
    SELECT * FROM numbered n
    WHERE nth + (
      SELECT count(*) FROM action_request a WHERE a.world_id = n.world_id AND a.agent = n.agent AND a.tick IS NULL
    ) <= CASE WHEN n.agent >= $11 THEN $10::int ELSE $9::int END
  ), inserted AS (
    INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
    SELECT world_id, agent, idempotency_key, digest, kind, parameters::jsonb, reasoning, confidence
    FROM fitting ORDER BY world_id, agent, position
    ON CONFLICT (world_id, agent, idempotency_key) DO NOTHING
    RETURNING seq, world_id, agent, idempotency_key
  )
  SELECT f.nth IS NOT NULL AS fits, s.seq::text AS seq, d.district
  FROM incoming i
  LEFT JOIN agent d ON d.world_id = i.world_id AND d.number = i.agent
  LEFT JOIN fitting f USING (position)
  LEFT JOIN inserted s ON s.world_id = f.world_id AND s.agent = f.agent AND s.idempotency_key = f.idempotency_key
  ORDER BY i.position`;

/** Always a statement of its own: the one that inserts cannot see a row that another caller committed meanwhile. */
const READ_AGAIN = `
  SELECT a.seq::text AS seq, a.digest = w.digest AS same, d.district
  FROM unnest($1::int[], $2::bigint[], $3::text[], $4::bytea[])
    WITH ORDINALITY AS w(world_id, agent, idempotency_key, digest, position)
  LEFT JOIN action_request a
    ON a.world_id = w.world_id AND a.agent = w.agent AND a.idempotency_key = w.idempotency_key
  LEFT JOIN agent d ON d.world_id = w.world_id AND d.number = w.agent
  ORDER BY w.position`;

const DEADLOCK = "40P01";
const TRIES_MAX = 4;

interface InsertedRow {
  readonly fits: boolean;
  readonly seq: string | null;
  readonly district: number | null;
}

interface FoundRow {
  readonly seq: string | null;
  readonly same: boolean | null;
  readonly district: number | null;
}

/** Accepts up to LIMITS.acceptBatchMax actions: whatever it calls accepted is committed. Throws what pg throws. */
export function createAcceptBatch(pool: Pool): AcceptBatch {
  return async (rows) => {
    const inserted = await insert(pool, rows);
    const left = rows.filter((_, i) => inserted.rows[i]?.seq == null);
    const found = left.length === 0 ? [] : await readAgain(pool, left);
    let next = 0;
    return rows.map((row, i) => {
      const first = assertExists(inserted.rows[i], "the accept statement gives a row for each action");
      if (first.seq !== null) return accepted(row, first.seq, first.district, false);
      const second = assertExists(found[next++], "the second statement gives a row for each action");
      if (second.seq !== null) {
        return second.same ? accepted(row, second.seq, second.district, true) : { kind: "mismatch" };
      }
      // It had room and yet neither it nor a rival is there: the rival was taken back meanwhile.
      return { kind: first.fits ? "unavailable" : "queue_full" };
    });
  };
}

/** One agent's keys in opposite orders can still meet crosswise; the one that is taken back simply goes again. */
async function insert(pool: Pool, rows: readonly AcceptRow[]): Promise<pg.QueryResult<InsertedRow>> {
  for (let tries = 1; ; tries++) {
    try {
      return await pool.query<InsertedRow>({ name: "accept", text: INSERT, values: columnsOf(rows) });
    } catch (error) {
      const deadlock = error instanceof pg.DatabaseError && error.code === DEADLOCK;
      if (!deadlock || tries === TRIES_MAX) throw error;
    }
  }
}

async function readAgain(pool: Pool, rows: readonly AcceptRow[]): Promise<readonly FoundRow[]> {
  const values = columnsOf(rows).slice(0, 4);
  return (await pool.query<FoundRow>({ name: "accept-again", text: READ_AGAIN, values })).rows;
}

function accepted(row: AcceptRow, seq: string, district: number | null, replayed: boolean): AcceptOutcome {
  return { kind: "accepted", actionId: formatId("act", row.world, Number(seq)), replayed, district };
}

function columnsOf(rows: readonly AcceptRow[]): unknown[] {
  return [
    rows.map((row) => row.world),
    rows.map((row) => row.agent),
    rows.map((row) => row.idempotencyKey),
    rows.map((row) => row.digest),
    rows.map((row) => row.kind),
    rows.map((row) => row.parameters),
    rows.map((row) => row.reasoning),
    rows.map((row) => row.confidence),
    LIMITS.actionsWaitingMax,
    LIMITS.personOrdersWaitingMax,
    OWNER_BASE,
  ];
}
