import { formatId, MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { ACTION_PARAMETERS } from "#city/protocol/actions.ts";
import type { OrderKind, OrderReceipt } from "#city/protocol/estate-views.ts";
import { topics } from "#city/protocol/topics.ts";
import { err, ok, type Result } from "#city/result.ts";
import type { ApiParts } from "#server/api/parts.ts";
import { ApiFault, type Problem, unavailable } from "#server/api/problem.ts";
import { faultsOf, invalidBody } from "#server/api/read-body.ts";
import { requestDigest } from "#server/api/request-digest.ts";
import type { AcceptOutcome } from "#server/db/accept-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { acceptWithinQuota } from "./parcel-quota-store.ts";

/** What a person asks for, in their own name or in that of an agent of theirs. */
export interface WantedOrder {
  readonly person: number;
  /** `me`, the person's own usr_…, or agt_… of an agent of theirs. */
  readonly as: string;
  readonly order: OrderKind;
  readonly parameters: object;
  readonly idempotencyKey: string;
  /** Where the body has the parameters, for faults in them. */
  readonly pointer: string;
}

export interface OrderReceiptSent {
  readonly receipt: OrderReceipt;
  readonly replayed: boolean;
}

/** Takes an order, or throws ApiFault. `replayed`: it was taken before. */
export type OrderDesk = (wanted: WantedOrder) => Promise<OrderReceiptSent>;

type Parts = Pick<ApiParts, "accept" | "pool" | "bus" | "log" | "city">;

/** Takes orders of people. Those of one person wait for each other here, so that they hold one connection at most. */
export function createOrderDesk(parts: Parts): OrderDesk {
  const lines = new Map<number, Promise<unknown>>();
  return (wanted) => {
    const before = lines.get(wanted.person) ?? Promise.resolve();
    const mine = before.then(
      () => placeOrder(parts, wanted),
      () => placeOrder(parts, wanted),
    );
    lines.set(wanted.person, mine);
    const leave = () => {
      if (lines.get(wanted.person) === mine) lines.delete(wanted.person);
    };
    mine.then(leave, leave);
    return mine;
  };
}

/** Throws ApiFault where it is not taken. */
async function placeOrder(
  parts: Parts,
  { person, as, order, parameters, idempotencyKey, pointer }: WantedOrder,
): Promise<OrderReceiptSent> {
  const schema = ACTION_PARAMETERS[order];
  const parsed = schema.safeParse(parameters);
  if (!parsed.success) throw new ApiFault(invalidBody(faultsOf(parsed.error, schema, pointer, parameters)));
  const party = await partyFor(parts.pool, person, as);
  if (!party.ok) throw new ApiFault(PARTY_FAULTS[party.code]);
  const agent = party.value;
  const action = { kind: order, parameters: parsed.data, reasoning: "", confidence: 1, idempotencyKey };
  const taken = await acceptWithinQuota(parts, {
    world: MAIN_WORLD,
    agent,
    idempotencyKey,
    digest: requestDigest(action),
    kind: order,
    parameters: JSON.stringify(parsed.data),
    reasoning: "",
    confidence: 1,
  });
  if (!taken.ok) throw new ApiFault({ code: taken.code, detail: taken.message });
  const outcome = taken.value;
  if (outcome.kind !== "accepted") throw new ApiFault(REFUSALS[outcome.kind]);
  if (!outcome.replayed) nudge(parts, outcome.district);
  const receipt = {
    action_id: outcome.actionId,
    status: "accepted" as const,
    tick: parts.city.tick(),
    result_at: `/api/v1/orders/${outcome.actionId}`,
  };
  return { receipt, replayed: outcome.replayed };
}

type PartyFault = "not_yours" | "stopped";

/** Number behind `as`: the person's own, or that of an agent of theirs that may act. */
async function partyFor(pool: Pool, person: number, as: string): Promise<Result<number, PartyFault>> {
  if (as === "me" || as === formatId("usr", MAIN_WORLD, person)) return ok(person);
  const id = parseId("agt", as);
  if (!id.ok || id.value.world !== MAIN_WORLD) return err("not_yours", "no agent of this person");
  const { rows } = await pool.query<{ stopped: boolean }>({
    name: "order-party",
    text: `SELECT paused_at IS NOT NULL OR frozen_at IS NOT NULL OR retired_at IS NOT NULL AS stopped
           FROM agent WHERE world_id = $1 AND number = $2 AND user_id = $3`,
    values: [MAIN_WORLD, id.value.index, person],
  });
  if (rows[0] === undefined) return err("not_yours", "no agent of this person");
  return rows[0].stopped ? err("stopped", "paused, frozen or gone") : ok(id.value.index);
}

/** Saves the worker a wait; if it is lost, the worker finds the row at its next tick all the same. */
function nudge({ bus, log }: Parts, district: number | null): void {
  if (district === null) return;
  bus.publish(topics.nudge(formatId("dst", MAIN_WORLD, district)), "").catch((error: unknown) => {
    log.debug({ err: error }, "a nudge was not sent");
  });
}

const PARTY_FAULTS: { readonly [F in PartyFault]: Problem } = {
  not_yours: { code: "not_found", detail: "You have no agent of this id." },
  stopped: { code: "conflict", detail: "The agent is paused, frozen or gone: it can do nothing now." },
};

const REFUSALS: { readonly [K in Exclude<AcceptOutcome["kind"], "accepted">]: Problem } = {
  mismatch: {
    code: "idempotency_mismatch",
    detail: "This idempotency key stands for another order; give each new order a new key.",
  },
  queue_full: {
    code: "queue_full",
    detail: `Too many orders wait for their tick already: at most ${LIMITS.personOrdersWaitingMax} of a person, ${LIMITS.actionsWaitingMax} of an agent.`,
    retryAfterS: 1,
  },
  unavailable: unavailable("The order was not taken; send it again with the same idempotency key."),
  refused: { code: "bad_request", detail: "The order holds something that cannot be kept." },
};
