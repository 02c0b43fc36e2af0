import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { emptyTick, hashOf, TickWorld, terminateBackends } from "#tests/util/tick-world.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { readActions, readWaitingActions } from "./action-store.ts";
import { readLetters } from "./letter-store.ts";
import { type DeedRow, slotOfTick, TICK_STATEMENT_NAME, type TickCommit } from "./tick-statement.ts";
import { TickStore } from "./tick-store.ts";

let database: TestDatabase;
let world: TickWorld;
let store: TickStore;

beforeEach(async () => {
  database = await testDatabase();
  world = new TickWorld(database.url);
  await world.create();
  store = new TickStore(database.url, "store under test");
});

afterEach(async () => {
  await store.close();
  await world.close();
  await database.drop();
});

const DEED: DeedRow = {
  parcel: 12,
  owner: 16_777_217,
  since_tick: 1,
  price_cents: 500,
  let_cents: null,
  let_days: null,
  tenant: null,
  rent_cents: null,
  lease_until_day: null,
  offer_by: null,
  offer_cents: null,
  offer_until_tick: null,
  balance_cents: 3,
  arrears_cents: 7,
  arrears_day: 4,
  use: 2,
  colour: 0x102030,
  title: 'A "house"',
  sign: null,
};

/** A tick in which every branch of the statement has something to do. */
async function fullTick(): Promise<TickCommit> {
  const leaver = await world.addAgent(1, 1);
  const comer = await world.addAgent(2, null);
  const seq = await world.addAction(leaver, "key");
  const order = await world.addAction(leaver, "order", "transfer");
  await world.addLetter(1, 2, 0, 7);
  return emptyTick({
    held: [order],
    deeds: [DEED],
    deedEvents: [{ parcel: 12, kind: "claimed", giver: null, taker: leaver, cents: 25 }],
    consumed: [{ from: 2, tick: 0, seq: 7 }],
    sent: [{ to: 2, seq: 0, kind: "money", cents: 25, body: Uint8Array.of(9) }],
    ledger: [{ account: leaver, amountCents: -25, balanceCents: 75, cause: "payment", counterparty: comer }],
    feed: [{ kind: "speech", agent: leaver, entry: { text: 'a "quoted" \\ line' } }],
    results: [{ seq, status: "applied", code: "applied", effects: { cost_cents: 25 } }],
    departed: [leaver],
    arrived: [comer],
  });
}

describe("the tick statement", () => {
  it("[CM-1] writes all of a tick", async () => {
    expect(await store.commit(await fullTick())).toBe("committed");
    expect(await world.count("tick.log")).toBe(1);
    expect(await world.count("tick.ledger")).toBe(1);
    expect(await world.count("tick.feed")).toBe(1);
    const { rows: letters } = await world.pool.query(
      "SELECT to_district, from_district, tick, cents FROM tick.letter",
    );
    expect(letters).toEqual([{ to_district: 2, from_district: 1, tick: 1, cents: 25 }]);
    const { rows: actions } = await world.pool.query(
      "SELECT tick, status, code, effects FROM action_request ORDER BY seq",
    );
    expect(actions).toEqual([
      { tick: 1, status: "applied", code: "applied", effects: { cost_cents: 25 } },
      { tick: null, status: "held", code: null, effects: null },
    ]);
    const { rows: deeds } = await world.pool.query("SELECT * FROM deed");
    expect(deeds).toEqual([{ world_id: 1, district: 1, tick: 1, ...DEED }]);
    const { rows: events } = await world.pool.query("SELECT kind, seq, giver, taker, cents FROM deed_event");
    expect(events).toEqual([{ kind: "claimed", seq: 1, giver: null, taker: 16_777_217, cents: 25 }]);
    const { rows: balances } = await world.pool.query(
      "SELECT account, balance_cents, tick FROM account_balance",
    );
    expect(balances).toEqual([{ account: 16_777_217, balance_cents: 75, tick: 1 }]);
    expect(await world.count("tick.statement")).toBe(1);
    const { rows: agents } = await world.pool.query("SELECT district FROM agent ORDER BY number");
    expect(agents).toEqual([{ district: null }, { district: 1 }]);
    const { rows: districts } = await world.pool.query(
      "SELECT tick, chain_hash, money_cents FROM district WHERE number = 1",
    );
    expect(districts).toEqual([{ tick: 1, chain_hash: Buffer.from(hashOf("tick 1")), money_cents: 100 }]);
  });

  it.each([
    ["an older generation", { generation: 2 }],
    ["a newer generation", { generation: 4 }],
    ["a tick that is not the next", { tick: 2 }],
    ["a tick that was committed before", { tick: 0 }],
  ])("[CM-2] changes nothing for %s, the letters included", async (_what, change) => {
    const commit = { ...(await fullTick()), ...change };
    const before = await world.everything();
    expect(await store.commit(commit)).toBe("stale");
    expect(await world.everything()).toBe(before);
  });

  it.each<[string, Partial<TickCommit>]>([
    ["a letter that is not there", { consumed: [{ from: 2, tick: 0, seq: 8 }] }],
    ["a letter of another district", { consumed: [{ from: 1, tick: 0, seq: 7 }] }],
    [
      "an action that is not there",
      { results: [{ seq: 999, status: "applied", code: "applied", effects: {} }] },
    ],
    ["an action to be held that is not there", { held: [999] }],
    ["a departed agent that is not here", { departed: [1] }],
    ["an arrived agent that no letter carried", { arrived: [16_777_219] }],
  ])("[CM-3] aborts the whole tick for %s", async (_what, change) => {
    const commit = { ...(await fullTick()), ...change };
    const before = await world.everything();
    await expect(store.commit(commit)).rejects.toMatchObject({ code: "BT001" });
    expect(await world.everything()).toBe(before);
  });

  it("[CM-4] gives an action its result once", async () => {
    const commit = await fullTick();
    await store.commit(commit);
    const again = emptyTick({ tick: 2, results: commit.results });
    await expect(store.commit(again)).rejects.toMatchObject({ code: "BT001" });
    expect(await readWaitingActions(store, 1, 1)).toEqual([]);
  });

  it("[CM-25] an action that is held is not picked again, is not held twice, and gets its result from any district", async () => {
    const commit = await fullTick();
    await store.commit(commit);
    const [order] = commit.held;
    expect(await readWaitingActions(store, 1, 1)).toEqual([]);
    await expect(store.commit(emptyTick({ tick: 2, held: commit.held }))).rejects.toMatchObject({
      code: "BT001",
    });
    const result = { seq: order ?? -1, status: "rejected", code: "parcel_taken", effects: {} };
    expect(await store.commit(emptyTick({ district: 2, results: [result] }))).toBe("committed");
    const { rows } = await world.pool.query("SELECT status, tick FROM action_request WHERE seq = $1", [
      order,
    ]);
    expect(rows).toEqual([{ status: "rejected", tick: 1 }]);
    expect((await readActions(store, 1, [order ?? -1])).map(({ kind }) => kind)).toEqual(["transfer"]);
  });

  it("[CM-26] a later tick's deed and balance replace the earlier one's; of a purse in a letter nothing is said", async () => {
    const line = { account: 7, amountCents: 5, balanceCents: 5, cause: "wage", counterparty: -1 };
    await store.commit(emptyTick({ deeds: [DEED], ledger: [line, { ...line, balanceCents: 10 }] }));
    const gone = { ...line, amountCents: -10, balanceCents: 0, cause: "handoff" };
    await store.commit(
      emptyTick({ tick: 2, deeds: [{ ...DEED, owner: null, title: null }], ledger: [gone] }),
    );
    const { rows } = await world.pool.query("SELECT owner, title, tick FROM deed");
    expect(rows).toEqual([{ owner: null, title: null, tick: 2 }]);
    const { rows: balances } = await world.pool.query("SELECT balance_cents, tick FROM account_balance");
    expect(balances).toEqual([{ balance_cents: 10, tick: 1 }]);
    expect(await world.count("tick.statement")).toBe(2);
  });

  it("[CM-5] leaves an agent that came and went within a tick in its letter", async () => {
    const agent = await world.addAgent(5, null);
    expect(await store.commit(emptyTick({ arrived: [agent], departed: [agent] }))).toBe("committed");
    const { rows } = await world.pool.query("SELECT district FROM agent");
    expect(rows).toEqual([{ district: null }]);
  });

  it("[CM-6] is planned once, for all ticks", async () => {
    for (let tick = 1; tick <= 8; tick++) expect(await store.commit(emptyTick({ tick }))).toBe("committed");
    const rows = await store.query<{ generic_plans: number; custom_plans: number }>(
      "plans",
      "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name = $1",
      [TICK_STATEMENT_NAME],
    );
    expect(rows).toEqual([{ generic_plans: 8, custom_plans: 0 }]);
  });

  it("[CM-7] puts ticks into the ring by their number", () => {
    expect([0, 4_319, 4_320, 34_559, 34_560].map(slotOfTick)).toEqual([0, 0, 1, 7, 0]);
  });
});

describe("what a tick reads", () => {
  it("[CM-23] a letter is there from the tick after the one that sent it, oldest first", async () => {
    await world.addLetter(1, 2, 4, 0);
    await world.addLetter(1, 0, 5, 1);
    await world.addLetter(1, 0, 5, 0);
    await world.addLetter(1, 2, 6, 0);
    await world.addLetter(2, 1, 4, 0);
    const letters = await readLetters(store, 1, 1, 6);
    expect(letters.map(({ from, tick, seq }) => [from, tick, seq])).toEqual([
      [2, 4, 0],
      [0, 5, 0],
      [0, 5, 1],
    ]);
  });

  it("[CM-8] an action waits while its agent is under way, and is found by whoever holds the agent", async () => {
    const here = await world.addAgent(1, 1);
    const underWay = await world.addAgent(2, null);
    const first = await world.addAction(here, "a");
    await world.addAction(underWay, "b");
    const second = await world.addAction(here, "c");
    expect((await readWaitingActions(store, 1, 1)).map((action) => action.seq)).toEqual([first, second]);
    expect(await readWaitingActions(store, 1, 2)).toEqual([]);
  });
});

describe("a commit whose outcome is not seen", () => {
  it("[CM-9] is sent again when it did not happen", async () => {
    const commit = await fullTick();
    const blocker = await world.pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("SELECT FROM district WHERE number = 1 FOR UPDATE");
    const committed = store.commit(commit);
    await waitForBlockedCommit();
    expect(await terminateBackends(database.url, "store under test")).toBe(1);
    await blocker.query("ROLLBACK");
    blocker.release();
    expect(await committed).toBe("committed");
    expect(await world.count("tick.log")).toBe(1);
    expect(await world.count("tick.letter")).toBe(1);
  });

  it("[CM-9] counts as done when it did happen", async () => {
    const commit = await fullTick();
    // The same worker's connection before it was lost.
    const lost = new TickStore(database.url, "lost");
    await lost.commit(commit);
    await lost.close();
    expect(await store.commit(commit)).toBe("committed");
    expect(await world.count("tick.log")).toBe(1);
  });

  it("[CM-9] is stale when another generation took the district meanwhile", async () => {
    const commit = await fullTick();
    const blocker = await world.pool.connect();
    await blocker.query("BEGIN");
    await blocker.query("UPDATE district SET generation = 4 WHERE number = 1");
    const committed = store.commit(commit);
    await waitForBlockedCommit();
    await terminateBackends(database.url, "store under test");
    await blocker.query("COMMIT");
    blocker.release();
    expect(await committed).toBe("stale");
    expect(await world.count("tick.log")).toBe(0);
    expect(await world.count("tick.letter")).toBe(1);
  });
});

async function waitForBlockedCommit(): Promise<void> {
  const blocked = async () => {
    const { rows } = await world.pool.query(
      "SELECT FROM pg_stat_activity WHERE application_name = 'store under test' AND wait_event_type = 'Lock'",
    );
    return rows.length === 1;
  };
  await waitFor(blocked, { limitMs: 5_000, everyMs: 10, what: () => "the commit to wait for the lock" });
}
