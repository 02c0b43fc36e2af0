import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { ACTION_KINDS, type ActionKind } from "#city/protocol/actions.ts";
import {
  isResultCode,
  RESULT_CODES,
  RESULT_STATUSES,
  type ResultCode,
  type ResultStatus,
} from "#city/protocol/codes.ts";
import type { ActionResultView } from "#city/protocol/observation.ts";
import type { Pool } from "./pool.ts";

/** What became of one action; until its tick has come it has no code and no effects. */
export type ActionView = Omit<ActionResultView, "code" | "action"> & {
  /** `system`: the city did it, not the agent. */
  readonly action: ActionKind | "system";
  readonly code: ResultCode | null;
};

export interface ResultStore {
  /** Results of ticks in (after, upTo], oldest first; the newest LIMITS.resultsPerPollMax of them when there are more. */
  since(world: number, agent: number, after: number, upTo: number): Promise<ActionResultView[]>;
  /** The last few results up to a tick, oldest first. */
  last(world: number, agent: number, upTo: number): Promise<ActionResultView[]>;
  /** One of the agent's own actions, whether it has its result yet or not; null when it is not there. */
  one(world: number, agent: number, seq: number): Promise<ActionView | null>;
}

interface Row {
  readonly seq: string;
  readonly idempotency_key: string;
  readonly kind: string;
  readonly tick: number | null;
  readonly status: string;
  readonly code: string | null;
  readonly effects: unknown;
}

const COLUMNS = "seq::text AS seq, idempotency_key, kind, tick, status, code, effects";

export function createResultStore(pool: Pool): ResultStore {
  async function results(world: number, agent: number, after: number, upTo: number, max: number) {
    const { rows } = await pool.query<Row>({
      name: "results-since",
      text: `SELECT ${COLUMNS} FROM action_request
             WHERE world_id = $1 AND agent = $2 AND tick > $3 AND tick <= $4
             ORDER BY tick DESC, seq DESC LIMIT $5`,
      values: [world, agent, after, upTo, max],
    });
    return rows.reverse().flatMap((row) => resultOf(world, row) ?? []);
  }
  return {
    since: (world, agent, after, upTo) => results(world, agent, after, upTo, LIMITS.resultsPerPollMax),
    last: (world, agent, upTo) => results(world, agent, -1, upTo, LIMITS.resultsWithoutCursor),
    async one(world, agent, seq) {
      const { rows } = await pool.query<Row>({
        name: "result-one",
        text: `SELECT ${COLUMNS} FROM action_request WHERE seq = $3 AND world_id = $1 AND agent = $2`,
        values: [world, agent, seq],
      });
      const row = rows[0];
      return row === undefined ? null : viewOf(world, row);
    },
  };
}

/** Null for what the agent did not ask for itself, such as its arrival. */
function resultOf(world: number, row: Row): ActionResultView | null {
  const { action, code, ...rest } = viewOf(world, row);
  return action === "system" ? null : { ...rest, action, code: code ?? "engine_fault" };
}

function viewOf(world: number, row: Row): ActionView {
  const code = row.code === null ? null : isResultCode(row.code) ? row.code : "engine_fault";
  return {
    action_id: formatId("act", world, Number(row.seq)),
    idempotency_key: row.idempotency_key,
    action: oneOf(ACTION_KINDS, row.kind) ?? "system",
    tick: row.tick,
    status: statusOf(row.status),
    code,
    message: code === null ? waitingFor(row.status) : RESULT_CODES[code],
    effects: typeof row.effects === "object" && row.effects !== null ? { ...row.effects } : {},
  };
}

function waitingFor(status: string): string {
  return status === "held" ? "On its way to where it is decided." : "Waiting for its tick.";
}

function oneOf<T extends string>(names: readonly T[], text: string): T | null {
  return names.find((name) => name === text) ?? null;
}

function statusOf(text: string): ResultStatus {
  return oneOf(RESULT_STATUSES, text) ?? "accepted";
}
