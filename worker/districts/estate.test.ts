import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertExists, at } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { type Observation, observationSchema } from "#city/protocol/observation.ts";
import { topics } from "#city/protocol/topics.ts";
import { decodeFrame } from "#city/protocol/wire/codec.ts";
import { type DeedEvent, OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { ARREARS_DAYS_MAX, claimCents } from "#city/world/estate.ts";
import { createAcceptQueue } from "#server/db/accept-queue.ts";
import { createAcceptBatch } from "#server/db/accept-store.ts";
import { createResultStore } from "#server/db/result-store.ts";
import { readCitySum } from "#server/db/world-store.ts";
import { encodeState } from "#sim";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { Lockstep, openTestCity, type TestCity } from "#tests/util/test-city.ts";
import type { TickDone } from "./district-tick.ts";
import { recoverDistrict } from "./recover.ts";
import { ShardVoice } from "./shard-voice.ts";

const HAMLET = { seed: "hamlet", buildings: 200, population: 1_600 };
const GRANT_CENTS = 60_000;
const BORN = OWNER_BASE + 10;

let database: TestDatabase;
let opened: TestCity;
let lockstep: Lockstep;

beforeEach(async () => {
  database = await testDatabase();
  opened = await openTestCity(database.url, HAMLET);
  lockstep = new Lockstep(opened.city);
  await lockstep.open();
});

afterEach(async () => {
  await lockstep.close();
  await opened.close();
  await database.drop();
});

/** People with a purse each, opened by City Hall. */
async function addPeople(count: number): Promise<number[]> {
  await opened.city.pool.query(
    `WITH person AS (
       INSERT INTO agent (world_id, number, name, kind, home_building, district)
       SELECT 1, $1::bigint + n, 'Person ' || n, 'owner', -1, 0 FROM generate_series(0, $2::int - 1) n RETURNING number
     )
     INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
     SELECT 1, number, 'open_account', '\\x00', 'open_account', $3::jsonb, '', 1 FROM person`,
    [BORN, count, JSON.stringify({ grantCents: GRANT_CENTS })],
  );
  await lockstep.tick();
  return Array.from({ length: count }, (_, n) => BORN + n);
}

/** An agent from outside with 5,000 cents, let in by City Hall and at home. */
async function addAgent(): Promise<number> {
  const { pool } = opened.city;
  const agent = OUTSIDE_AGENT_BASE + 1;
  await pool.query(
    "INSERT INTO agent (world_id, number, name, kind, home_building, district) VALUES (1, $1, 'Ada', 'external', 3, 0)",
    [agent],
  );
  await pool.query(
    `INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
     VALUES (1, $1, 'arrive', '\\x00', 'arrive', '{"homeBuilding":3,"grantCents":5000}', '', 1)`,
    [agent],
  );
  await ticks(2);
  return agent;
}

/** Sends orders through the accept queue, all at once. */
async function order(agents: readonly number[], kind: string, parameters: object): Promise<number[]> {
  const queue = createAcceptQueue({
    commit: createAcceptBatch(opened.city.pool),
    onFault: (error) => {
      throw error;
    },
  });
  const text = JSON.stringify(parameters);
  const digest = createHash("sha256").update(text).digest();
  const outcomes = await Promise.all(
    agents.map((agent) =>
      queue.accept({
        world: 1,
        agent,
        idempotencyKey: `${kind} ${text}`,
        digest,
        kind,
        parameters: text,
        reasoning: "",
        confidence: 1,
      }),
    ),
  );
  return outcomes.map((outcome) => {
    if (outcome.kind !== "accepted") throw new Error(outcome.kind);
    return Number.parseInt(outcome.actionId.slice("act_1".length), 36);
  });
}

async function act(agent: number, kind: string, parameters: object): Promise<number> {
  return at(await order([agent], kind, parameters), 0);
}

async function resultOf(agent: number, seq: number) {
  return assertExists(await createResultStore(opened.city.pool).one(1, agent, seq), "the action is there");
}

async function ticks(count: number): Promise<TickDone[][]> {
  const done: TickDone[][] = [];
  for (let n = 0; n < count; n++) done.push(await lockstep.tick());
  return done;
}

async function balances(): Promise<Map<number, number>> {
  const { rows } = await opened.city.pool.query<{ account: number; cents: number }>(
    "SELECT account, balance_cents AS cents FROM account_balance WHERE account > 0 ORDER BY account",
  );
  return new Map(rows.map(({ account, cents }) => [account, cents]));
}

/** The cheapest parcel with a building. */
function cheapest(): { parcel: number; id: string; cents: number; district: number } {
  const { plan, places } = opened.city.context;
  let parcel = -1;
  for (let p = 0; p < plan.parcels.count; p++) {
    if (at(plan.parcels.building, p) >= plan.buildings.count) continue;
    if (parcel < 0 || at(plan.parcels.landValueCents, p) < at(plan.parcels.landValueCents, parcel))
      parcel = p;
  }
  const district = at(places.neighborhoodDistrict, at(plan.parcels.neighborhood, parcel));
  const cents = claimCents(at(plan.parcels.landValueCents, parcel));
  return { parcel, id: formatId("prc", 1, parcel), cents, district };
}

async function expectSumOfGenesis(): Promise<void> {
  const { heldCents, underWayCents } = await readCitySum(opened.city.pool, 1);
  expect(heldCents + underWayCents).toBe(opened.city.world.genesisCents);
}

describe("a claim", () => {
  it("[ES-1] goes from a person to a deed within three ticks, with its line of history and its result", async () => {
    const [ada] = await addPeople(1);
    const { parcel, id, cents, district } = cheapest();
    const seq = await act(assertExists(ada, "ada"), "claim", { parcel: id });
    await ticks(1);
    expect(await resultOf(BORN, seq)).toMatchObject({ status: "held", code: null, tick: null });
    await expectSumOfGenesis();
    const [done] = await ticks(1);
    expect(await resultOf(BORN, seq)).toMatchObject({
      status: "applied",
      code: "applied",
      action: "claim",
      effects: { cost_cents: cents },
    });
    const { pool } = opened.city;
    const { rows: deeds } = await pool.query("SELECT parcel, district, owner, title FROM deed");
    expect(deeds).toEqual([{ parcel, district, owner: BORN, title: null }]);
    const { rows: events } = await pool.query("SELECT kind, giver, taker, cents FROM deed_event");
    expect(events).toEqual([{ kind: "claimed", giver: null, taker: BORN, cents }]);
    const told = done?.flatMap(({ feed }) => feed).find(({ entry }) => entry.kind === "property");
    expect(told?.entry).toMatchObject({ agent: null, agentName: "Person 0", parcel: id });
    expect(await balances()).toEqual(new Map([[BORN, GRANT_CENTS - cents]]));
    await expectSumOfGenesis();
  });

  it("[ES-2] of two hundred at once has one winner; the others have their money untouched", {
    timeout: 60_000,
  }, async () => {
    const people = await addPeople(200);
    const { id, cents } = cheapest();
    await order(people, "claim", { parcel: id });
    await ticks(4);
    const { rows } = await opened.city.pool.query<{ code: string; n: number }>(
      "SELECT code, count(*) AS n FROM action_request WHERE kind = 'claim' GROUP BY code ORDER BY code",
    );
    expect(rows).toEqual([
      { code: "applied", n: 1 },
      { code: "parcel_taken", n: 199 },
    ]);
    const { rows: deeds } = await opened.city.pool.query<{ owner: number }>("SELECT owner FROM deed");
    expect(deeds).toHaveLength(1);
    const held = await balances();
    expect(held.size).toBe(200);
    for (const person of people) {
      expect(held.get(person)).toBe(person === deeds[0]?.owner ? GRANT_CENTS - cents : GRANT_CENTS);
    }
    await expectSumOfGenesis();
  });
});

describe("the shell", () => {
  it("[ES-3] tells viewers of a deed and its texts once, and newcomers in the keyframe, also after a restart", async () => {
    await addPeople(1);
    const { parcel, id, district } = cheapest();
    await act(BORN, "claim", { parcel: id });
    await ticks(2);
    await act(BORN, "dress", { parcel: id, title: "The Lighthouse", colour: "#20a0c0" });
    await ticks(2);
    await act(BORN, "dress", { parcel: id, use: "shop" });
    await act(BORN, "dress", { parcel: id, use: null });
    await ticks(2);
    const { city } = opened;
    const { rows } = await city.pool.query("SELECT title, sign, colour FROM deed");
    expect(rows).toEqual([{ title: "The Lighthouse", sign: null, colour: 0x20a0c0 }]);
    const { lease, live } = assertExists(
      lockstep.districts.find((one) => one.lease.district === district),
      "the parcel's district",
    );
    await city.deeds.load(district, city.context.places.parcelsOf[district] ?? []);
    const voice = new ShardVoice(city, lease, null);
    const recovered = await recoverDistrict(city, district, lease.generation, voice);
    expect(Buffer.from(encodeState(recovered.state)).equals(encodeState(live.state))).toBe(true);
    const neighborhood = at(city.context.plan.parcels.neighborhood, parcel);
    const place = assertExists(city.places[neighborhood], "neighborhood");
    const deeds: DeedEvent[] = [];
    await opened.bus.subscribe(topics.keyframe(formatId("nbh", 1, neighborhood), 0), (_, page) => {
      for (const event of decodeFrame(page, place).events) if (event.kind === "deed") deeds.push(event);
    });
    voice.askKeyframe(neighborhood);
    voice.speakKeyframes(recovered);
    expect(deeds).toMatchObject([
      { parcel, owner: BORN, colour: 0x20a0c0, use: -1, title: "The Lighthouse", sign: "" },
    ]);
  });

  it("[ES-4] statements and balances say what an account was paid; what an agent carries is not a payment", async () => {
    await addPeople(1);
    const { pool } = opened.city;
    const agent = await addAgent();
    const sent = await act(BORN, "transfer", { to: formatId("agt", 1, agent), amount_cents: 700 });
    await ticks(1);
    expect((await resultOf(BORN, sent)).code).toBe("applied");
    const taken = await act(agent, "withdraw", { amount_cents: 200 });
    await ticks(3);
    expect((await resultOf(agent, taken)).code).toBe("applied");
    const account = agent + 2 ** 31;
    expect(await balances()).toEqual(
      new Map([
        [agent, 5_200],
        [BORN, GRANT_CENTS - 700],
        [account, 500],
      ]),
    );
    const { rows } = await pool.query(
      "SELECT account, amount_cents, balance_cents, cause FROM tick.statement ORDER BY account, tick, seq",
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      [agent, 5_000, 5_000, "grant"],
      [agent, 200, 5_200, "withdrawal"],
      [BORN, GRANT_CENTS, GRANT_CENTS, "grant"],
      [BORN, -700, GRANT_CENTS - 700, "transfer"],
      [account, 700, 700, "transfer"],
      [account, -200, 500, "withdrawal"],
    ]);
  });
});

it("[PC-8] an agent reads in its observation what it owes in another district", async () => {
  const agent = await addAgent();
  const { city, bus } = opened;
  const { lease, live } = assertExists(
    lockstep.districts.find((one) => one.live.state.slotOf.has(agent)),
    "the agent's district",
  );
  const elsewhere = lease.district === 1 ? 2 : 1;
  const parcel = at(assertExists(city.context.places.parcelsOf[elsewhere], "district"), 0);
  await city.pool.query(
    `INSERT INTO deed (world_id, parcel, district, owner, since_tick, arrears_cents, arrears_day, tick)
     VALUES (1, $1, $2, $3, 0, 70, 0, 1)`,
    [parcel, elsewhere, agent],
  );
  await city.arrears.load();
  const told: Observation[] = [];
  await bus.subscribe(topics.observation(formatId("agt", 1, agent)), (_, bytes) => {
    told.push(observationSchema.parse(JSON.parse(Buffer.from(bytes).toString())));
  });
  new ShardVoice(city, lease, null).speakObservations(live, 0, 1_000);
  expect(told.map(({ observation }) => observation.environment.self.owes)).toEqual([
    [{ parcel: formatId("prc", 1, parcel), cents: 70, days_left: ARREARS_DAYS_MAX }],
  ]);
});
