import { LIMITS } from "#city/limits.ts";
import { packed } from "./packed-bytes.ts";

/** One tick of a district as it was committed. */
export interface LogRow {
  readonly tick: number;
  readonly previousHash: Uint8Array;
  /** Chain hash of this tick. */
  readonly hash: Uint8Array;
  readonly stateHash: Uint8Array;
  readonly engineVersion: number;
  /** Hash of the engine's sources. */
  readonly engineHash: string;
  readonly specVersion: number;
  readonly planHash: string;
  readonly inputs: Uint8Array;
  readonly moneyCents: number;
  /** Unix ms of its commit. */
  readonly wallMs: number;
}

/** Everything one tick of one district changes outside its state. */
export interface TickCommit extends LogRow {
  readonly world: number;
  readonly district: number;
  readonly generation: number;
  readonly transfers: Uint8Array;
  readonly effects: readonly unknown[];
  readonly consumed: readonly LetterKey[];
  readonly sent: readonly SentLetter[];
  readonly ledger: readonly LedgerRow[];
  readonly feed: readonly FeedRow[];
  readonly results: readonly ResultRow[];
  readonly heard: readonly HeardRow[];
  /** Actions (seq) that letters of this tick carry to where they are judged: they wait on, without being picked again. */
  readonly held: readonly number[];
  readonly deeds: readonly DeedRow[];
  readonly deedEvents: readonly DeedEventRow[];
  /** Outside agents that letters of this tick carry away, and those that came in with consumed ones. */
  readonly departed: readonly number[];
  readonly arrived: readonly number[];
}

export interface LetterKey {
  readonly from: number;
  readonly tick: number;
  readonly seq: number;
}

export interface SentLetter {
  readonly to: number;
  readonly seq: number;
  readonly kind: string;
  readonly cents: number;
  readonly body: Uint8Array;
}

export interface LedgerRow {
  readonly account: number;
  readonly amountCents: number;
  readonly balanceCents: number;
  readonly cause: string;
  readonly counterparty: number;
}

export interface FeedRow {
  readonly kind: string;
  readonly agent: number;
  readonly entry: object;
}

/** A deed as it is after the tick; null is "none". */
export interface DeedRow {
  readonly parcel: number;
  readonly owner: number | null;
  readonly since_tick: number;
  readonly price_cents: number | null;
  readonly let_cents: number | null;
  readonly let_days: number | null;
  readonly tenant: number | null;
  readonly rent_cents: number | null;
  readonly lease_until_day: number | null;
  readonly offer_by: number | null;
  readonly offer_cents: number | null;
  readonly offer_until_tick: number | null;
  readonly balance_cents: number;
  readonly arrears_cents: number;
  readonly arrears_day: number | null;
  readonly use: number | null;
  readonly colour: number | null;
  readonly title: string | null;
  readonly sign: string | null;
}

export interface DeedEventRow {
  readonly parcel: number;
  readonly kind: string;
  readonly giver: number | null;
  readonly taker: number | null;
  readonly cents: number | null;
}

/** Something an outside agent heard; kept for as long as observations tell it. */
export interface HeardRow {
  readonly hearer: number;
  readonly from: number;
  readonly kind: string;
  readonly text: string;
}

export interface ResultRow {
  readonly seq: number;
  readonly status: string;
  readonly code: string;
  readonly effects: object;
}

/** Ring slot of a tick in log, ledger and feed. */
export function slotOfTick(tick: number): number {
  return Math.floor(tick / LIMITS.ringSlotTicks) % LIMITS.ringSlots;
}

export const TICK_STATEMENT_NAME = "tick_commit";

/**
 * The whole tick in one statement. Every branch selects from `guard`: with a stale generation or tick it is empty and
 * nothing happens. tick.need aborts everything when a branch met other rows than the step was given.
 */
export const TICK_STATEMENT = `
WITH guard AS (
  UPDATE district SET tick = $4, state_hash = $7, chain_hash = $6, engine_version = $8, money_cents = $14
  WHERE world_id = $1 AND number = $2 AND generation = $3 AND tick = $4::int - 1
  RETURNING world_id, number, tick
), logged AS (
  INSERT INTO tick.log (slot, world_id, district, tick, generation, previous_hash, hash, state_hash, engine_version,
    spec_version, plan_hash, inputs, transfers, effects, money_cents, wall_ms, engine_hash, heard)
  SELECT $16::smallint, g.world_id, g.number, g.tick, $3::int, $5::bytea, $6::bytea, $7::bytea, $8::int,
    $9::int, $10::text, $11::bytea, $12::bytea, $13::jsonb, $14::bigint, $15::bigint, $39::text, $42::jsonb FROM guard g
), consumed AS (
  DELETE FROM tick.letter l
  USING guard g, unnest($17::int[], $18::int[], $19::int[]) AS k(from_district, tick, seq)
  WHERE l.world_id = g.world_id AND l.to_district = g.number
    AND l.from_district = k.from_district AND l.tick = k.tick AND l.seq = k.seq
  RETURNING 1
), sent AS (
  INSERT INTO tick.letter (world_id, to_district, from_district, tick, seq, kind, cents, body)
  SELECT g.world_id, u.to_district, g.number, g.tick, u.seq, u.kind, u.cents, substring($24::bytea FROM u.start FOR u.length)
  FROM guard g, unnest($20::int[], $21::int[], $22::text[], $23::bigint[], $40::int[], $41::int[])
    AS u(to_district, seq, kind, cents, start, length)
), ledgered AS (
  INSERT INTO tick.ledger (slot, world_id, district, tick, seq, account, amount_cents, balance_cents, cause, counterparty)
  SELECT $16::smallint, g.world_id, g.number, g.tick, u.seq, u.account, u.amount_cents, u.balance_cents, u.cause, u.counterparty
  FROM guard g, unnest($25::bigint[], $26::bigint[], $27::bigint[], $28::text[], $29::bigint[])
    WITH ORDINALITY AS u(account, amount_cents, balance_cents, cause, counterparty, seq)
), fed AS (
  INSERT INTO tick.feed (slot, world_id, district, tick, seq, kind, agent, entry)
  SELECT $16::smallint, g.world_id, g.number, g.tick, u.seq, u.kind, u.agent, u.entry::jsonb
  FROM guard g, unnest($30::text[], $31::bigint[], $32::text[]) WITH ORDINALITY AS u(kind, agent, entry, seq)
), resulted AS (
  UPDATE action_request a SET tick = g.tick, status = u.status, code = u.code, effects = u.effects::jsonb
  FROM guard g, unnest($33::bigint[], $34::text[], $35::text[], $36::text[]) AS u(seq, status, code, effects)
  WHERE a.seq = u.seq AND a.world_id = g.world_id AND a.tick IS NULL
  RETURNING 1
), departed AS (
  UPDATE agent a SET district = NULL FROM guard g, unnest($37::bigint[]) AS u(number)
  WHERE a.world_id = g.world_id AND a.number = u.number AND a.district = g.number
  RETURNING 1
), arrived AS (
  UPDATE agent a SET district = g.number FROM guard g, unnest($38::bigint[]) AS u(number)
  WHERE a.world_id = g.world_id AND a.number = u.number AND a.district IS NULL
  RETURNING 1
), held AS (
  UPDATE action_request a SET status = 'held' FROM guard g, unnest($43::bigint[]) AS u(seq)
  WHERE a.seq = u.seq AND a.world_id = g.world_id AND a.tick IS NULL AND a.status = 'accepted'
  RETURNING 1
), stated AS (
  INSERT INTO tick.statement (world_id, account, tick, district, seq, amount_cents, balance_cents, cause, counterparty)
  SELECT g.world_id, u.account, g.tick, g.number, u.seq, u.amount_cents, u.balance_cents, u.cause, u.counterparty
  FROM guard g, unnest($25::bigint[], $26::bigint[], $27::bigint[], $28::text[], $29::bigint[])
    WITH ORDINALITY AS u(account, amount_cents, balance_cents, cause, counterparty, seq)
  WHERE u.account <> 0 AND u.cause <> 'handoff'
), balanced AS (
  INSERT INTO account_balance AS b (world_id, account, balance_cents, tick)
  SELECT g.world_id, u.account, u.balance_cents, g.tick
  FROM guard g, unnest($44::bigint[], $45::bigint[]) AS u(account, balance_cents)
  ON CONFLICT (world_id, account) DO UPDATE SET balance_cents = EXCLUDED.balance_cents, tick = EXCLUDED.tick
  WHERE b.tick <= EXCLUDED.tick
), deeded AS (
  INSERT INTO deed AS d (world_id, parcel, district, owner, since_tick, price_cents, let_cents, let_days, tenant, rent_cents,
    lease_until_day, offer_by, offer_cents, offer_until_tick, balance_cents, arrears_cents,
    arrears_day, use, colour, title, sign, tick)
  SELECT g.world_id, u.parcel, g.number, u.owner, u.since_tick, u.price_cents, u.let_cents, u.let_days, u.tenant, u.rent_cents,
    u.lease_until_day, u.offer_by, u.offer_cents, u.offer_until_tick, u.balance_cents, u.arrears_cents,
    u.arrears_day, u.use, u.colour, u.title, u.sign, g.tick
  FROM guard g, jsonb_to_recordset($46::jsonb) AS u(parcel int, owner bigint, since_tick int, price_cents bigint,
    let_cents bigint, let_days int, tenant bigint, rent_cents bigint, lease_until_day int, offer_by bigint,
    offer_cents bigint, offer_until_tick int, balance_cents bigint, arrears_cents bigint, arrears_day int,
    use int, colour int, title text, sign text)
  ON CONFLICT (world_id, parcel) DO UPDATE SET owner = EXCLUDED.owner, since_tick = EXCLUDED.since_tick,
    price_cents = EXCLUDED.price_cents, let_cents = EXCLUDED.let_cents, let_days = EXCLUDED.let_days,
    tenant = EXCLUDED.tenant, rent_cents = EXCLUDED.rent_cents, lease_until_day = EXCLUDED.lease_until_day,
    offer_by = EXCLUDED.offer_by, offer_cents = EXCLUDED.offer_cents, offer_until_tick = EXCLUDED.offer_until_tick,
    balance_cents = EXCLUDED.balance_cents, arrears_cents = EXCLUDED.arrears_cents,
    arrears_day = EXCLUDED.arrears_day, use = EXCLUDED.use, colour = EXCLUDED.colour, title = EXCLUDED.title,
    sign = EXCLUDED.sign, tick = EXCLUDED.tick
), chronicled AS (
  INSERT INTO deed_event (world_id, parcel, tick, seq, kind, giver, taker, cents)
  SELECT g.world_id, u.parcel, g.tick, u.seq, u.kind, u.giver, u.taker, u.cents
  FROM guard g, jsonb_to_recordset($47::jsonb)
    AS u(parcel int, seq int, kind text, giver bigint, taker bigint, cents bigint)
), won AS (
  SELECT count(*) AS n FROM guard
)
SELECT won.n AS committed,
  tick.need((SELECT count(*) FROM consumed), won.n * cardinality($17::int[]), 'letters consumed'),
  tick.need((SELECT count(*) FROM resulted), won.n * cardinality($33::bigint[]), 'actions without a result'),
  tick.need((SELECT count(*) FROM held), won.n * cardinality($43::bigint[]), 'actions to be held'),
  tick.need((SELECT count(*) FROM departed), won.n * cardinality($37::bigint[]), 'agents departed'),
  tick.need((SELECT count(*) FROM arrived), won.n * cardinality($38::bigint[]), 'agents arrived')
FROM won`;

/** The statement's parameters, in order. */
export function tickParameters(commit: TickCommit): unknown[] {
  const { consumed, sent, ledger, feed, results } = commit;
  const bodies = sent.map((letter) => packed(letter.body));
  const balances = lastBalances(ledger);
  // Who came and went within one tick was in a letter before and is in one again.
  const both = new Set(commit.departed.filter((agent) => commit.arrived.includes(agent)));
  return [
    commit.world,
    commit.district,
    commit.generation,
    commit.tick,
    commit.previousHash,
    commit.hash,
    commit.stateHash,
    commit.engineVersion,
    commit.specVersion,
    commit.planHash,
    packed(commit.inputs),
    commit.transfers,
    JSON.stringify(commit.effects),
    commit.moneyCents,
    commit.wallMs,
    slotOfTick(commit.tick),
    consumed.map((letter) => letter.from),
    consumed.map((letter) => letter.tick),
    consumed.map((letter) => letter.seq),
    sent.map((letter) => letter.to),
    sent.map((letter) => letter.seq),
    sent.map((letter) => letter.kind),
    sent.map((letter) => letter.cents),
    // One value for all bodies: in an array each byte would go as two characters.
    Buffer.concat(bodies),
    ledger.map((line) => line.account),
    ledger.map((line) => line.amountCents),
    ledger.map((line) => line.balanceCents),
    ledger.map((line) => line.cause),
    ledger.map((line) => line.counterparty),
    feed.map((line) => line.kind),
    feed.map((line) => line.agent),
    feed.map((line) => JSON.stringify(line.entry)),
    results.map((result) => result.seq),
    results.map((result) => result.status),
    results.map((result) => result.code),
    results.map((result) => JSON.stringify(result.effects)),
    commit.departed.filter((agent) => !both.has(agent)),
    commit.arrived.filter((agent) => !both.has(agent)),
    commit.engineHash,
    startsOf(bodies),
    bodies.map((body) => body.length),
    JSON.stringify(commit.heard),
    commit.held,
    [...balances.keys()],
    [...balances.values()],
    JSON.stringify(commit.deeds),
    JSON.stringify(commit.deedEvents.map((event, i) => ({ ...event, seq: i + 1 }))),
  ];
}

/** What each account of the ledger holds in the end. A purse that a letter carries holds what it held: it is still its agent's. */
function lastBalances(ledger: readonly LedgerRow[]): ReadonlyMap<number, number> {
  const own = ledger.filter((line) => line.cause !== "handoff");
  return new Map(own.map((line) => [line.account, line.balanceCents]));
}

/** Where each begins among all, counted from 1. */
function startsOf(bodies: readonly Uint8Array[]): number[] {
  let start = 1;
  return bodies.map(({ length }) => {
    start += length;
    return start - length;
  });
}
