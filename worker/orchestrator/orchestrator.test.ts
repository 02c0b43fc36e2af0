import { afterEach, beforeEach, expect, it } from "vitest";
import { z } from "zod";
import { observationSchema, resultSchema } from "#city/protocol/observation.ts";
import { readHead } from "#city/protocol/wire/frame.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { changeClock } from "#server/clock/clock-change.ts";
import { readLeases, wantSnapshots } from "#server/db/lease-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { openTestCity, type TestCity } from "#tests/util/test-city.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { answerInspections } from "../inspector.ts";
import { wallNowMs } from "../wall-clock.ts";
import { CityClock, Orchestrator } from "./orchestrator.ts";

const HAMLET = { seed: "hamlet", buildings: 200, population: 100 };
const AGENT = OUTSIDE_AGENT_BASE + 1;
/** A tick every 100 ms. */
const SPEED = 600;

let database: TestDatabase;
let opened: TestCity;
let pool: Pool;
let running: Orchestrator[];
let refusals: string[];

beforeEach(async () => {
  database = await testDatabase();
  opened = await openTestCity(database.url, HAMLET);
  pool = opened.city.pool;
  running = [];
  refusals = [];
});

afterEach(async () => {
  for (const orchestrator of running) await orchestrator.stop();
  await opened.close();
  await database.drop();
});

async function start(workerId: string, leaseMs = 300, through = pool): Promise<Orchestrator> {
  const clock = new CityClock(opened.city.world.tickMs);
  const city = { ...opened.city, pool: through, clock: clock.now, lastTicks: new Map<number, number>() };
  const onRefused = (sentence: string) => refusals.push(sentence);
  const orchestrator = new Orchestrator(city, clock, { workerId, leaseMs, speed: SPEED, onRefused });
  await orchestrator.start();
  running.push(orchestrator);
  return orchestrator;
}

async function stop(orchestrator: Orchestrator): Promise<void> {
  running.splice(running.indexOf(orchestrator), 1);
  await orchestrator.stop();
}

async function rows<Row extends object>(text: string): Promise<Row[]> {
  return (await pool.query<Row>(text)).rows;
}

/** A line to the database that breaks at the first statement of this kind, once it is armed: before or after it is done. */
function breakingLine(statement: RegExp, when: "before" | "after") {
  let state: "calm" | "armed" | "broken" = "calm";
  const query = async (
    asked: string | { readonly text: string; readonly values: unknown[] },
    values?: unknown[],
  ) => {
    const breaks = state === "armed" && statement.test(typeof asked === "string" ? asked : asked.text);
    if (breaks) state = "broken";
    const answer = breaks && when === "before" ? null : await pool.query(asked, values);
    if (breaks) throw new Error("the connection was lost");
    return answer;
  };
  const through = new Proxy(pool, {
    get: (target, key) => (key === "query" ? query : Reflect.get(target, key)),
  });
  const arm = () => {
    state = "armed";
  };
  return { through, arm, hasBroken: () => state === "broken" };
}

async function lowestTick(): Promise<number> {
  return (await rows<{ tick: number }>("SELECT min(tick) AS tick FROM district"))[0]?.tick ?? -1;
}

async function untilTick(tick: number): Promise<void> {
  const reached = async () => (await lowestTick()) >= tick;
  await waitFor(reached, { limitMs: 15_000, everyMs: 20, what: () => `tick ${tick}` });
}

it("[LS-2] a worker takes all free districts, and gives them back when it stops", async () => {
  const worker = await start("a");
  expect(await rows("SELECT DISTINCT lease_owner, generation FROM district")).toEqual([
    { lease_owner: "a", generation: 1 },
  ]);
  await untilTick(3);
  await stop(worker);
  expect(await rows("SELECT DISTINCT lease_owner, lease_until FROM district")).toEqual([
    { lease_owner: null, lease_until: null },
  ]);
  // In order means: a verified snapshot of the last tick, so that nothing is to be replayed.
  expect(
    await rows(`SELECT FROM district d WHERE NOT EXISTS (SELECT FROM tick.snapshot s
      WHERE s.district = d.number AND s.tick = d.tick AND s.chain_hash = d.chain_hash AND s.verified)`),
  ).toEqual([]);
});

it("[LS-3] another worker gets nothing while leases are renewed, and all of it once they run out", async () => {
  await pool.query(
    "UPDATE district SET lease_owner = 'gone', lease_until = now() + interval '1 second', generation = 1",
  );
  const second = await start("b", 300);
  expect(second.shards).toEqual([]);
  await waitFor(async () => second.shards.length === 3, {
    limitMs: 5_000,
    everyMs: 20,
    what: () => "the leases to run out",
  });
  expect(await rows("SELECT DISTINCT lease_owner, generation FROM district")).toEqual([
    { lease_owner: "b", generation: 2 },
  ]);
});

it("[LS-4] a worker that comes back under its name takes its districts at once, in a new generation", async () => {
  await pool.query(
    "UPDATE district SET lease_owner = 'a', lease_until = now() + interval '1 hour', generation = 1",
  );
  const again = await start("a");
  expect(again.shards.map((shard) => shard.lease)).toEqual(
    [0, 1, 2].map((district) => ({ district, generation: 2 })),
  );
});

it("[LS-5] a worker lets go of a district that another one took", async () => {
  const worker = await start("a");
  await untilTick(2);
  await pool.query(
    "UPDATE district SET lease_owner = 'b', lease_until = now() + interval '1 hour', generation = 9 WHERE number = 1",
  );
  const letGo = async () => worker.shards.every((shard) => shard.lease.district !== 1);
  await waitFor(letGo, { limitMs: 5_000, everyMs: 20, what: () => "the district to be let go" });
  const tickOf = async (district: number) =>
    (await rows<{ tick: number }>(`SELECT tick FROM district WHERE number = ${district}`))[0]?.tick ?? -1;
  const before = await tickOf(1);
  const othersWentOn = async () => (await tickOf(2)) > before + 5;
  await waitFor(othersWentOn, { limitMs: 5_000, everyMs: 20, what: () => "the others to go on" });
  expect(await tickOf(1)).toBe(before);
});

it("[LS-11] a claim whose reply was lost is found at the next look, and nothing stands still", async () => {
  await pool.query("UPDATE district SET lease_owner = 'gone', lease_until = now() + interval '1 second'");
  const line = breakingLine(/SET generation = generation \+ 1/, "after");
  const worker = await start("a", 300, line.through);
  line.arm();
  await waitFor(async () => line.hasBroken(), { limitMs: 6_000, everyMs: 20, what: () => "the claim" });
  await untilTick((await lowestTick()) + 3);
  expect(worker.shards).toHaveLength(3);
});

it("[LS-11] a worker that stops gives back what a lost reply had granted it", async () => {
  await pool.query("UPDATE district SET lease_owner = 'gone', lease_until = now() + interval '1 second'");
  const line = breakingLine(/SET generation = generation \+ 1/, "after");
  const worker = await start("a", 300, line.through);
  line.arm();
  await waitFor(async () => line.hasBroken(), { limitMs: 6_000, everyMs: 1, what: () => "the claim" });
  await stop(worker);
  expect(await rows("SELECT DISTINCT lease_owner, lease_until FROM district")).toEqual([
    { lease_owner: null, lease_until: null },
  ]);
});

it("[LS-11] a district whose lease could not be given back goes on in the same hands", async () => {
  const line = breakingLine(/SET lease_until = NULL/, "before");
  const first = await start("a", 300, line.through);
  await untilTick(2);
  line.arm();
  const second = await start("b");
  const shared = async () => line.hasBroken() && second.shards.length === 1 && first.shards.length === 2;
  await waitFor(shared, { limitMs: 10_000, everyMs: 20, what: () => "the shares" });
  await untilTick((await lowestTick()) + 3);
});

it("[CK-5] a city that stood still resumes where it was", async () => {
  const first = await start("a");
  await untilTick(4);
  await stop(first);
  const before = await lowestTick();
  await pool.query("UPDATE clock_epoch SET wall_ms = wall_ms - 3600000");
  const startedMs = wallNowMs();
  await start("a");
  const epochs = await rows<{ tick: number; wall_ms: number; reason: string }>(
    "SELECT tick, wall_ms, reason FROM clock_epoch ORDER BY epoch DESC LIMIT 1",
  );
  expect(epochs[0]).toMatchObject({ reason: "cold start" });
  expect(epochs[0]?.tick).toBeGreaterThanOrEqual(before);
  expect(epochs[0]?.wall_ms).toBeGreaterThanOrEqual(startedMs);
  await untilTick(before + 3);
});

it("[CK-6] a crash is no standstill: the city catches up with the clock it had", async () => {
  const first = await start("a");
  await untilTick(2);
  await stop(first);
  const tick = await lowestTick();
  await pool.query("UPDATE clock_epoch SET tick = $1, wall_ms = $2 WHERE epoch = 1", [
    tick,
    wallNowMs() - 2_000,
  ]);
  await pool.query("UPDATE district SET lease_owner = 'a', lease_until = now() + interval '1 hour'");
  await start("a");
  expect(await rows("SELECT max(epoch) AS epoch FROM clock_epoch")).toEqual([{ epoch: 1 }]);
  await untilTick(tick + 20);
});

it("[CK-7] the audit stops the world when its money does not add up", async () => {
  await start("a");
  await untilTick(2);
  await pool.query("INSERT INTO tick.letter VALUES (1, 1, 2, 999999, 1, 'money', 5, '\\x00')");
  const frozen = async () => (await rows("SELECT FROM clock_epoch WHERE speed = 0")).length === 1;
  await waitFor(frozen, { limitMs: 5_000, everyMs: 20, what: () => "the audit to stop the world" });
  expect(opened.city.counters.auditFailures).toBe(1);
});

it("[CK-8] freezing stops every district at the same tick", async () => {
  await start("a");
  await untilTick(3);
  await changeClock(pool, opened.city.world, wallNowMs(), 0, "a test");
  const [epoch] = await rows<{ tick: number }>("SELECT tick FROM clock_epoch WHERE speed = 0");
  const tickNow = () => rows<{ tick: number }>("SELECT DISTINCT tick FROM district");
  const allThere = async () => JSON.stringify(await tickNow()) === JSON.stringify([epoch]);
  await waitFor(allThere, { limitMs: 10_000, everyMs: 20, what: () => `tick ${epoch?.tick} everywhere` });
  // A tick more would have come within 100 ms; a snapshot asked for now shows that the districts are awake, and where.
  await wantSnapshots(pool, 1);
  const stored = async () => (await readLeases(pool, 1)).every((row) => !row.snapshotWanted);
  await waitFor(stored, { limitMs: 10_000, everyMs: 20, what: () => "the snapshots" });
  expect(await tickNow()).toEqual([epoch]);
});

it("[CM-18] publishes what a tick gave, in the protocol's words", async () => {
  const { bus } = opened;
  await pool.query(
    "INSERT INTO agent (world_id, number, name, kind, home_building, district) VALUES (1, $1, 'Ada', 'external', 3, 0)",
    [AGENT],
  );
  await pool.query(
    `INSERT INTO action_request (world_id, agent, idempotency_key, digest, kind, parameters, reasoning, confidence)
     SELECT 1, $1, k, '\\x00', k, p::jsonb, '', 1
     FROM (VALUES ('arrive', '{"homeBuilding": 3, "grantCents": 5000}'), ('leave', '{}'), ('say', '{"text": "Hello"}')) AS v(k, p)`,
    [AGENT],
  );
  await start("a");
  const has = (topic: RegExp) => bus.published.filter((message) => topic.test(message.topic));
  const spoken = async () => has(/^\/agent\/agt_\w+\/result$/).flatMap((m) => JSON.parse(m.text)).length >= 2;
  await waitFor(spoken, { limitMs: 15_000, everyMs: 20, what: () => "the results" });
  const results = has(/\/result$/).flatMap((message) =>
    z.array(resultSchema).parse(JSON.parse(message.text)),
  );
  expect(results.map((result) => result.action)).toEqual(["leave", "say"]);
  const [observation] = has(/\/observation$/);
  expect(observationSchema.parse(JSON.parse(observation?.text ?? "")).observation.environment.self.name).toBe(
    "Ada",
  );
  expect(has(/^\/world\/clock$/).length).toBeGreaterThan(0);
  expect(JSON.parse(has(/^\/world\/city$/)[0]?.text ?? "")).toMatchObject({
    outsideAgents: 1,
    population: 100,
  });
  const neighborhoods = opened.city.places.length;
  expect(new Set(has(/keyframe-0$/).map((message) => message.topic)).size).toBe(neighborhoods);
  expect(has(/^\/district\/\w+\/tick$/).length).toBeGreaterThan(3);
});

it("[CM-22] answers questions about those it holds, and no others", async () => {
  const { bus, city } = opened;
  const worker = await start("a");
  await bus.subscribe(
    "/world/inspect",
    answerInspections(bus, city, () => worker.shards),
  );
  await untilTick(2);
  const ask = async (requestId: string, kind: string, id: string) =>
    bus.publish("/world/inspect", JSON.stringify({ requestId, kind, id }));
  await ask("1", "agent", "agt_1000005");
  await ask("2", "building", "bld_1000003");
  await ask("3", "agent", "agt_1zzzzzz");
  await ask("4", "building", "bld_2000003");
  await ask("5", "agent", "nonsense");
  await bus.publish("/world/inspect", "{");
  const replies = bus.published
    .filter((message) => message.topic === "/world/inspected")
    .map((m) => JSON.parse(m.text));
  expect(replies).toMatchObject([
    {
      requestId: "1",
      detail: {
        kind: "agent",
        id: "agt_1000005",
        agentKind: "resident",
        name: expect.stringMatching(/\w \w/),
      },
    },
    {
      requestId: "2",
      detail: { kind: "building", id: "bld_1000003", address: expect.stringMatching(/^\d+ \w/) },
    },
  ]);
});

it("[CM-19] deltas name the delta before them, so that a gap shows", async () => {
  const seen = new Map<number, number>();
  const gaps: unknown[] = [];
  let deltas = 0;
  await opened.bus.subscribe("/neighborhood/+/delta", (_topic, payload) => {
    const head = readHead(payload);
    const before = seen.get(head.neighborhood);
    if (before !== undefined && head.previousTick !== before) gaps.push({ before, head });
    seen.set(head.neighborhood, head.tick);
    deltas++;
  });
  await start("a");
  await waitFor(async () => deltas >= 20, { limitMs: 15_000, what: () => `20 deltas, ${deltas} so far` });
  expect(gaps).toEqual([]);
});
