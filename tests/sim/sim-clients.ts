import { createHash } from "node:crypto";
import { formatId, parseId } from "#city/ids.ts";
import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { type AcceptQueue, createAcceptQueue } from "#server/db/accept-queue.ts";
import { type AcceptOutcome, type AcceptRow, createAcceptBatch } from "#server/db/accept-store.ts";
import type { Draws } from "#tests/util/seed.ts";
import type { FakeDatabase } from "./fake-database.ts";
import type { FakeNetwork } from "./fake-network.ts";
import type { SimProcess, VirtualTime } from "./virtual-time.ts";

export const AGENTS = 6;
/** People who buy and sell from City Hall. */
const PEOPLE = 2;
const GIVE_UP_MS = 8_000;
const BUILDINGS = 200;

/** A web process as far as it accepts actions. */
export interface SimWeb {
  readonly process: SimProcess;
  readonly queue: AcceptQueue;
}

export function startWeb(network: FakeNetwork, name: string): SimWeb {
  const queue = createAcceptQueue({ commit: createAcceptBatch(network.pool()), onFault: () => {} });
  return { process: { name, alive: true, pausedUntilMs: 0 }, queue };
}

/** Puts agents and people into the database, each with its arrival or the opening of its purse accepted. */
export function addAgents(database: FakeDatabase): void {
  for (let n = 0; n < AGENTS; n++) {
    const parameters = { homeBuilding: n * 7, grantCents: 60_000 };
    addOne(database, OUTSIDE_AGENT_BASE + n, `Agent ${n}`, "arrive", parameters);
  }
  for (let n = 0; n < PEOPLE; n++) {
    addOne(database, OWNER_BASE + n, `Person ${n}`, "open_account", { grantCents: 150_000 });
  }
}

function addOne(database: FakeDatabase, agent: number, name: string, kind: string, parameters: object): void {
  database.agents.set(agent, { name, district: 0 });
  database.actions.push({
    seq: ++database.actionSeq,
    agent,
    key: kind,
    digest: new Uint8Array(),
    kind,
    parameters,
    tick: null,
    status: "accepted",
    code: null,
  });
}

export interface Acknowledged {
  readonly agent: number;
  readonly key: string;
  readonly seq: number;
}

/** Agents that act, send again what was not acknowledged, and sometimes send twice what was. */
export class SimClients {
  readonly acknowledged: Acknowledged[] = [];
  readonly violations: string[] = [];
  open = 0;
  readonly #time: VirtualTime;
  readonly #web: () => SimWeb;
  readonly #draws: Draws;

  constructor(time: VirtualTime, web: () => SimWeb, draws: Draws) {
    this.#time = time;
    this.#web = web;
    this.#draws = draws;
  }

  /** Every agent acts until `untilMs`, and then until its last action is acknowledged. */
  start(untilMs: number): void {
    for (let n = 0; n < AGENTS; n++) void this.#act(OUTSIDE_AGENT_BASE + n, untilMs);
    for (let n = 0; n < PEOPLE; n++) void this.#act(OWNER_BASE + n, untilMs);
  }

  async #act(agent: number, untilMs: number): Promise<void> {
    this.open++;
    for (let n = 0; this.#time.nowMs < untilMs; n++) {
      await this.#time.sleep(200 + this.#draws.below(2_500));
      await this.#sendUntilKnown(rowOf(this.#draws, agent, `${agent}/${n}`));
    }
    this.open--;
  }

  async #sendUntilKnown(row: AcceptRow): Promise<void> {
    for (;;) {
      const twice = this.#draws.chance(20);
      const outcomes = await Promise.all([this.#send(row), ...(twice ? [this.#send(row)] : [])]);
      const seqs = new Set(outcomes.flatMap((outcome) => seqOf(outcome)));
      for (const seq of seqs) this.#note(row, seq);
      if (outcomes.some((outcome) => outcome?.kind === "mismatch" || outcome?.kind === "refused")) {
        this.violations.push(`${row.idempotencyKey} was refused: ${JSON.stringify(outcomes)}`);
        return;
      }
      if (seqs.size > 0) return;
      await this.#time.sleep(300 + this.#draws.below(1_000));
    }
  }

  #note(row: AcceptRow, seq: number): void {
    const before = this.acknowledged.find((one) => one.key === row.idempotencyKey);
    if (before === undefined) this.acknowledged.push({ agent: row.agent, key: row.idempotencyKey, seq });
    else if (before.seq !== seq)
      this.violations.push(`${row.idempotencyKey} is both ${before.seq} and ${seq}`);
  }

  /** Null when nobody answered in time. */
  #send(row: AcceptRow): Promise<AcceptOutcome | null> {
    const { process, queue } = this.#web();
    const sent = this.#time.as(process, () => queue.accept(row));
    return Promise.race([sent, this.#time.sleep(GIVE_UP_MS).then(() => null)]);
  }
}

function seqOf(outcome: AcceptOutcome | null): number[] {
  if (outcome?.kind !== "accepted") return [];
  const id = parseId("act", outcome.actionId);
  return id.ok ? [id.value.index] : [];
}

function rowOf(draws: Draws, agent: number, idempotencyKey: string): AcceptRow {
  const isPerson = agent >= OWNER_BASE;
  const [kind, parameters] =
    isPerson || draws.chance(25) ? estateAction(draws) : streetAction(draws, idempotencyKey);
  const text = JSON.stringify(parameters);
  const digest = createHash("sha256").update(kind).update(text).digest();
  return { world: 1, agent, idempotencyKey, digest, kind, parameters: text, reasoning: "", confidence: 1 };
}

type Asked = readonly [kind: string, parameters: object];

/** Something about one of a few parcels, which they all want. */
function estateAction(draws: Draws): Asked {
  const parcel = formatId("prc", 1, draws.below(5) * 37);
  const to =
    draws.below(2) === 0
      ? formatId("agt", 1, OUTSIDE_AGENT_BASE + draws.below(AGENTS + 1))
      : formatId("usr", 1, OWNER_BASE + draws.below(PEOPLE));
  return draws.pick<Asked>([
    ["claim", { parcel }],
    ["claim", { parcel }],
    ["list", { parcel, price_cents: 1 + draws.below(9_000) }],
    ["purchase", { parcel, max_cents: 9_000 }],
    ["offer", { parcel, amount_cents: 1 + draws.below(5_000), hours: 1 }],
    ["accept_offer", { parcel, min_cents: 1 }],
    ["let", { parcel, rent_cents: draws.below(400), days: 2 }],
    ["lease", { parcel, max_rent_cents: 400 }],
    ["give", { parcel, to }],
    ["dress", { parcel, title: "House", sign: null }],
    ["transfer", { to, amount_cents: 1 + draws.below(3_000) }],
    ["withdraw", { amount_cents: 1 + draws.below(500) }],
  ]);
}

function streetAction(draws: Draws, idempotencyKey: string): Asked {
  return draws.pick<Asked>([
    ["say", { text: idempotencyKey }],
    ["move_to", { building: formatId("bld", 1, draws.below(BUILDINGS)) }],
    ["move_to", { building: formatId("bld", 1, draws.below(BUILDINGS)) }],
    ["leave", {}],
    ["enter", {}],
    [
      "pay",
      { to: formatId("agt", 1, OUTSIDE_AGENT_BASE + draws.below(AGENTS)), amount_cents: 1 + draws.below(50) },
    ],
    // Of a shape that no schema takes any more, as if written by an older version.
    ["wait", { minutes: draws.chance(50) ? 1 : "soon" }],
  ]);
}
