import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import {
  isResultCode,
  RESULT_CODES,
  RESULT_STATUSES,
  type ResultCode,
  type ResultStatus,
} from "#city/protocol/codes.ts";
import type { Pool } from "#server/db/pool.ts";

/** One action of an agent as its owner reads it. */
export interface ActionLine {
  readonly action_id: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly reasoning: string;
  readonly confidence: number;
  readonly accepted_at: string;
  /** Null while it waits for its tick. */
  readonly tick: number | null;
  readonly status: ResultStatus;
  readonly code: ResultCode | null;
  /** The outcome in words, with the remedy. */
  readonly message: string;
  readonly effects: Readonly<Record<string, unknown>>;
}

export interface ActionPage {
  readonly actions: readonly ActionLine[];
  /** Give it as `before` for the next page; null at the end. */
  readonly next: string | null;
}

interface Row {
  readonly seq: number;
  readonly kind: string;
  readonly parameters: Record<string, unknown> | null;
  readonly reasoning: string;
  readonly confidence: number;
  readonly accepted_at: Date;
  readonly tick: number | null;
  readonly status: string;
  readonly code: string | null;
  readonly effects: Record<string, unknown> | null;
}

/** Where a page ends: what waits for its tick comes first, as if its tick were the last of all. */
export interface ActionCursor {
  readonly tick: number;
  readonly seq: number;
}

const NO_TICK_YET = 2_147_483_647;

/** Reads a cursor as `next` gives it; null when it is none. */
export function parseActionCursor(text: string): ActionCursor | null {
  const [, tick, seq] = /^(\d{1,10})\.(\d{1,15})$/.exec(text) ?? [];
  return tick === undefined || seq === undefined ? null : { tick: Number(tick), seq: Number(seq) };
}

/** What an agent did, newest first, before a cursor. */
export async function readActions(
  pool: Pool,
  world: number,
  agent: number,
  before: ActionCursor | null,
): Promise<ActionPage> {
  const { rows } = await pool.query<Row>(
    `SELECT seq, kind, parameters, reasoning, confidence, accepted_at, tick, status, code, effects FROM action_request
     WHERE world_id = $1 AND agent = $2 AND ($3::int IS NULL OR tick < $3
       OR (coalesce(tick, ${NO_TICK_YET}) = $3 AND seq < $4::bigint))
     ORDER BY tick DESC NULLS FIRST, seq DESC LIMIT $5`,
    [world, agent, before?.tick ?? null, before?.seq ?? null, LIMITS.agentActionsPageMax + 1],
  );
  const page = rows.slice(0, LIMITS.agentActionsPageMax);
  const last = page.at(-1);
  return {
    actions: page.map((row) => lineOf(world, row)),
    next: rows.length > page.length && last !== undefined ? `${last.tick ?? NO_TICK_YET}.${last.seq}` : null,
  };
}

function lineOf(world: number, row: Row): ActionLine {
  const code = row.code !== null && isResultCode(row.code) ? row.code : null;
  return {
    action_id: formatId("act", world, row.seq),
    action: row.kind,
    parameters: row.parameters ?? {},
    reasoning: row.reasoning,
    confidence: row.confidence,
    accepted_at: row.accepted_at.toISOString(),
    tick: row.tick,
    status: RESULT_STATUSES.find((status) => status === row.status) ?? "accepted",
    code,
    message: code === null ? "Waiting for its tick." : RESULT_CODES[code],
    effects: row.effects ?? {},
  };
}
