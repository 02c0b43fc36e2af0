import { formatId, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { ACTION_KINDS, type ActionKind } from "#city/protocol/actions.ts";
import { isResultCode, RESULT_CODES, RESULT_STATUSES } from "#city/protocol/codes.ts";
import type { OrderView } from "#city/protocol/estate-views.ts";
import type { Pool } from "#server/db/pool.ts";
import { remedyOf } from "./order-words.ts";
import { partyId } from "./party-store.ts";

interface Row {
  readonly seq: number;
  readonly agent: number;
  readonly kind: ActionKind;
  readonly parcel: string | null;
  readonly tick: number | null;
  readonly status: string;
  readonly code: string | null;
  readonly effects: unknown;
  readonly accepted_at: Date;
}

const COLUMNS = `a.seq, a.agent, a.kind, a.parameters->>'parcel' AS parcel, a.tick, a.status, a.code, a.effects, a.accepted_at`;
/** Only what the person, or an agent of theirs, asked for. */
const OF_PERSON = `FROM action_request a JOIN agent g ON g.world_id = a.world_id AND g.number = a.agent
  WHERE a.world_id = $1 AND (g.number = $2 OR g.user_id = $2)`;

/** An order of a person or of one of their agents; null where there is none that is theirs. */
export async function readOrder(
  pool: Pool,
  world: number,
  person: number,
  id: string,
): Promise<OrderView | null> {
  const parsed = parseId("act", id);
  if (!parsed.ok || parsed.value.world !== world) return null;
  const { rows } = await pool.query<Row>({
    name: "order-one",
    text: `SELECT ${COLUMNS} ${OF_PERSON} AND a.seq = $3 AND a.kind = ANY($4)`,
    values: [world, person, parsed.value.index, ACTION_KINDS],
  });
  return rows[0] === undefined ? null : viewOf(world, rows[0]);
}

/** Orders without a result, oldest first: about a parcel, or (null) all of these kinds. */
export async function readWaitingOrders(
  pool: Pool,
  world: number,
  person: number,
  about: { readonly parcel: string } | { readonly kinds: readonly ActionKind[] },
): Promise<OrderView[]> {
  const [parcel, kinds] = "parcel" in about ? [about.parcel, ACTION_KINDS] : [null, about.kinds];
  const { rows } = await pool.query<Row>({
    name: "orders-waiting",
    text: `SELECT ${COLUMNS} ${OF_PERSON} AND a.tick IS NULL AND a.kind = ANY($3)
             AND ($4::text IS NULL OR a.parameters->>'parcel' = $4) ORDER BY a.seq LIMIT $5`,
    values: [world, person, kinds, parcel, LIMITS.ordersListedMax],
  });
  return rows.map((row) => viewOf(world, row));
}

function viewOf(world: number, row: Row): OrderView {
  const code = row.code === null ? null : isResultCode(row.code) ? row.code : "engine_fault";
  const status = RESULT_STATUSES.find((known) => known === row.status) ?? "accepted";
  return {
    action_id: formatId("act", world, row.seq),
    order: row.kind,
    by: partyId(world, row.agent),
    parcel: row.parcel,
    status,
    tick: row.tick,
    code,
    message: code === null ? (status === "held" ? HELD : WAITING) : RESULT_CODES[code],
    remedy: code === null ? null : remedyOf(code),
    effects: typeof row.effects === "object" && row.effects !== null ? { ...row.effects } : {},
    accepted_at: row.accepted_at.toISOString(),
  };
}

const WAITING = "City Hall, or the agent's district, takes it with its next tick.";
const HELD = "It is on its way to where it is decided.";
