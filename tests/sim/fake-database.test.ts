import { afterEach, beforeEach, expect, it } from "vitest";
import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { createAcceptBatch } from "#server/db/accept-store.ts";
import { readArrears } from "#server/db/deed-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { type DeedRow, TICK_STATEMENT, type TickCommit, tickParameters } from "#server/db/tick-statement.ts";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { Draws } from "#tests/util/seed.ts";
import { emptyTick, hashOf, TickWorld } from "#tests/util/tick-world.ts";
import { FakeDatabase } from "./fake-database.ts";

const SEED = Number(process.env.SIM_SEED ?? Math.floor(Math.random() * 1_000_000));
const COMMITS = process.env.BOROUGH_TEST_LONG === "1" ? 2_000 : 80;
const AGENTS = 5;

let database: TestDatabase;
let real: TickWorld;
let fake: FakeDatabase;
const draws = new Draws(SEED);

beforeEach(async () => {
  database = await testDatabase();
  real = new TickWorld(database.url);
  await real.create();
  fake = new FakeDatabase();
  for (let number = 0; number < 3; number++) {
    const [stateHash, chainHash] = [hashOf("genesis"), hashOf("genesis")];
    const lease = { leaseOwner: null, leaseUntilMs: 0 };
    const row = { number, tick: 0, generation: 3, ...lease, stateHash, chainHash };
    fake.districts.set(number, { ...row, engineVersion: 1, moneyCents: 100 });
  }
  for (let n = 0; n < AGENTS; n++) {
    const district = n === 0 ? null : n % 3;
    fake.agents.set(await real.addAgent(n, district), { name: `Agent ${n}`, district });
  }
});

afterEach(async () => {
  await real.close();
  await database.drop();
});

/** One commit of any kind: mostly right, now and then of the past, of another generation, or with rows that are not there. */
function anyCommit(): TickCommit {
  const district = draws.below(3);
  const row = fake.districts.get(district);
  const tick = (row?.tick ?? 0) + draws.pick([1, 1, 1, 1, 0, 2]);
  const letters = [...fake.letters.values()].filter((letter) => letter.to === district || draws.chance(3));
  const waiting = fake.actions.filter((action) => action.tick === null || draws.chance(3));
  const judged = new Set(waiting.filter(() => draws.chance(30)));
  const agents = [...fake.agents].filter(() => draws.chance(15));
  return emptyTick({
    district,
    generation: draws.pick([3, 3, 3, 3, 2, 4]),
    tick,
    hash: hashOf(`${district}/${tick}`),
    moneyCents: draws.below(1_000),
    consumed: [
      ...letters.filter(() => draws.chance(60)),
      ...(draws.chance(5) ? [{ from: 1, tick: 77, seq: 7 }] : []),
    ],
    sent: Array.from({ length: draws.below(3) }, (_, seq) => ({
      to: draws.below(3),
      seq,
      kind: "money",
      cents: draws.below(50),
      body: Uint8Array.of(seq),
    })),
    results: waiting
      .filter((action) => judged.has(action))
      .map(({ seq }) => ({ seq, status: "applied", code: "ok", effects: { seq } })),
    ledger: Array.from({ length: draws.below(4) }, () => ({
      account: draws.below(3),
      amountCents: 5,
      balanceCents: draws.below(90),
      cause: draws.pick(["wage", "handoff"]),
      counterparty: -1,
    })),
    held: waiting.filter((action) => !judged.has(action) && draws.chance(10)).map(({ seq }) => seq),
    deeds: [0, 1, 2].filter(() => draws.chance(20)).map((n) => anyDeed(district * 10 + n)),
    deedEvents: Array.from({ length: draws.below(3) }, (_, n) => ({
      parcel: district * 10 + n,
      kind: "claimed",
      giver: null,
      taker: 7,
      cents: draws.below(90),
    })),
    departed: agents.filter(([, agent]) => agent.district === district || draws.chance(5)).map(([n]) => n),
    arrived: agents.filter(([, agent]) => agent.district === null || draws.chance(5)).map(([n]) => n),
  });
}

function anyDeed(parcel: number): DeedRow {
  const [none, title] = [null, draws.pick(["House", null])];
  const arrears_cents = draws.pick([0, draws.below(90)]);
  return {
    parcel,
    owner: draws.pick([OUTSIDE_AGENT_BASE, OWNER_BASE, null]),
    since_tick: 1,
    price_cents: none,
    let_cents: none,
    let_days: none,
    tenant: none,
    rent_cents: none,
    lease_until_day: none,
    offer_by: none,
    offer_cents: none,
    offer_until_tick: none,
    balance_cents: draws.below(90),
    arrears_cents,
    arrears_day: arrears_cents > 0 ? draws.below(9) : none,
    use: none,
    colour: none,
    title,
    sign: none,
  };
}

async function realOutcome(commit: TickCommit): Promise<string> {
  try {
    const { rows } = await real.pool.query<{ committed: number }>(TICK_STATEMENT, tickParameters(commit));
    return `committed ${rows[0]?.committed}`;
  } catch (error) {
    return codeOf(error);
  }
}

function fakeOutcome(commit: TickCommit): string {
  try {
    return `committed ${fake.execute("tick_commit", "", tickParameters(commit))[0]?.committed}`;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

/** The real tables in the words of the fake ones. */
async function realTables(): Promise<string[]> {
  const { rows } = await real.pool.query<{ line: string }>(
    `SELECT concat_ws(' ', 'district', number, tick, generation, encode(state_hash, 'hex'), encode(chain_hash, 'hex'), money_cents) AS line FROM district
     UNION ALL SELECT 'agent ' || number || ' ' || coalesce(district::text, 'null') FROM agent
     UNION ALL SELECT concat_ws(' ', 'action', seq, agent, idempotency_key, coalesce(tick::text, 'null'), status, coalesce(code, 'null')) FROM action_request
     UNION ALL SELECT 'letter ' || concat_ws('/', to_district, from_district, tick, seq) || ' ' || cents FROM tick.letter
     UNION ALL SELECT concat_ws(' ', 'log', district, tick, generation, encode(previous_hash, 'hex'), encode(hash, 'hex')) FROM tick.log
     UNION ALL SELECT 'ledger ' || count(*) FROM tick.ledger
     UNION ALL SELECT 'feed ' || count(*) FROM tick.feed
     UNION ALL SELECT concat_ws(' ', 'deed', parcel, district, coalesce(owner::text, 'null'), balance_cents, arrears_cents, coalesce(title, 'null')) FROM deed
     UNION ALL SELECT concat_ws(' ', 'balance', account, balance_cents, tick) FROM account_balance
     UNION ALL SELECT 'deed events ' || count(*) FROM deed_event
     UNION ALL SELECT 'statement ' || count(*) FROM tick.statement`,
  );
  return rows.map((row) => row.line).sort((a, b) => (a < b ? -1 : 1));
}

/** The fake one as a pool, of which the stores use nothing else here. */
function fakePool(): Pool {
  const query = async ({ name, text, values }: { name: string; text: string; values: unknown[] }) => ({
    rows: fake.execute(name, text, values),
  });
  return { query } as unknown as Pool;
}

/** Both accept the same actions, some of them again, some with another content, some too many. */
async function acceptSome(): Promise<void> {
  const rows = Array.from({ length: draws.below(5) }, () => ({
    world: 1,
    agent: OUTSIDE_AGENT_BASE + draws.below(AGENTS),
    idempotencyKey: `key ${draws.below(60)}`,
    digest: hashOf(draws.pick(["this", "this", "that"])),
    kind: "look",
    parameters: "{}",
    reasoning: "",
    confidence: 1,
  }));
  if (rows.length === 0) return;
  const said = await createAcceptBatch(fakePool())(rows);
  const numberless = (outcomes: readonly object[]) =>
    outcomes.map((outcome) => ({ ...outcome, actionId: "" }));
  expect(numberless(said)).toEqual(numberless(await createAcceptBatch(real.pool)(rows)));
  // The sequence of the real one leaves gaps where a row was in the way: both go on with the same numbers.
  const { rows: seqs } = await real.pool.query<{ seq: number; agent: number; key: string }>(
    "SELECT seq, agent, idempotency_key AS key FROM action_request",
  );
  fake.actions = fake.actions.map((action) => {
    const seq = seqs.find((row) => row.agent === action.agent && row.key === action.key)?.seq ?? -1;
    return { ...action, seq };
  });
  fake.actionSeq = Math.max(0, ...seqs.map((row) => row.seq));
}

it(`[FT-4] the simulator's database does what the real one does, statement by statement (SIM_SEED=${SEED})`, async () => {
  const outcomes = new Map<string, number>();
  for (let n = 0; n < COMMITS; n++) {
    await acceptSome();
    const commit = anyCommit();
    const outcome = await realOutcome(commit);
    expect(fakeOutcome(commit), `commit ${n}: ${JSON.stringify(commit)}`).toBe(outcome);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    expect(fake.everything(), `after commit ${n}`).toEqual(await realTables());
    expect(await readArrears(fakePool(), 1), `after commit ${n}`).toEqual(await readArrears(real.pool, 1));
  }
  // Each outcome must have been met, or the comparison would say little.
  expect([...outcomes.keys()].sort()).toEqual(["BT001", "committed 0", "committed 1"]);
}, 600_000);
