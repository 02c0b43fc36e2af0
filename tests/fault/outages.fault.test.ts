import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ActingAgents, expectNothingLost, untilAllDone } from "#tests/util/acting-agents.ts";
import { CityViewer } from "#tests/util/city-viewer.ts";
import { FaultCity } from "#tests/util/fault-city.ts";
import { freePort } from "#tests/util/free-port.ts";
import { KillablePostgres } from "#tests/util/killable-postgres.ts";
import type { KillableWorker } from "#tests/util/killable-worker.ts";
import { Draws } from "#tests/util/seed.ts";
import { TcpProxy } from "#tests/util/tcp-proxy.ts";

const SEED = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000));
const LONG = process.env.BOROUGH_TEST_LONG === "1";
const KILLS = LONG ? 10 : 2;
const STALL_MS = LONG ? 30_000 : 4_000;
const AGENTS = 6;
const BACK_MAX_MS = 10_000;
const HEALED_MAX_MS = 5_000;
/** A district's connection that went silent is given up after 15 s. */
const FORGOTTEN_MAX_MS = 15_000 + HEALED_MAX_MS;
const PASSWORDS = { worker: "worker-password-0", web: "web-password-00000" };

let database: KillablePostgres;
let line: TcpProxy;
let city: FaultCity;
let broker: KillableWorker;
let web: KillableWorker;
let worker: KillableWorker;
let agents: ActingAgents;
let viewer: CityViewer;
const draws = new Draws(SEED);
const acting = new AbortController();
let acts: Promise<void>;

beforeAll(async () => {
  database = await KillablePostgres.open();
  line = await TcpProxy.open(database.port);
  const [brokerPort, webPort] = [await freePort(), await freePort()];
  const throughLine = new URL(database.url);
  throughLine.port = String(line.port);
  const mqtt = `mqtt://127.0.0.1:${brokerPort}`;
  city = await FaultCity.open(
    { CLOCK_SPEED: "120", DATABASE_URL: throughLine.href, MQTT_URL: mqtt },
    database,
  );
  const brokerEnv = {
    MQTT_PORT: String(brokerPort),
    MQTT_WORKER_PASSWORD: PASSWORDS.worker,
    MQTT_WEB_PASSWORD: PASSWORDS.web,
  };
  broker = city.process({ ...process.env, LOG_LEVEL: "info", ...brokerEnv }, ["server/mqtt/broker-main.ts"]);
  const asWeb = { MQTT_USERNAME: "web", MQTT_PASSWORD: PASSWORDS.web };
  web = city.process({ ...city.env, ...asWeb, PORT: String(webPort) }, ["tests/fault/web-process.ts"]);
  worker = city.worker("fault");
  agents = await ActingAgents.add(city.pool, AGENTS);
  for (const each of [broker, web, worker]) each.start();
  await city.untilTick(3);
  viewer = await CityViewer.open(city, webPort, { url: mqtt, username: "web", password: PASSWORDS.web });
  acts = agents.act(`http://127.0.0.1:${webPort}`, new Draws(SEED + 1), acting.signal);
  await city.until("acknowledgements", async () => agents.acknowledged.length > AGENTS);
});

afterAll(async () => {
  acting.abort();
  await acts;
  await viewer?.close();
  await city?.close();
  await line?.close();
});

/** Ms from `startMs` until every district has done another tick and an action was acknowledged. */
async function untilWell(startMs: number): Promise<number> {
  const [tick, acknowledged] = [await city.lowestTick(), agents.acknowledged.length];
  await city.until("ticks and acknowledgements", async () => {
    return agents.acknowledged.length > acknowledged && (await city.lowestTick()) > tick + 1;
  });
  return Math.round(performance.now() - startMs);
}

it(`[FT-7] killed with everything it runs, the database is back and the city ticks within ${BACK_MAX_MS} ms (FAULT_SEED=${SEED})`, async () => {
  const took: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    await delay(draws.below(1_500));
    const startMs = performance.now();
    await database.kill();
    const refused = agents.replies.get(503) ?? 0;
    const told = async () => (agents.replies.get(503) ?? 0) > refused;
    await city.until("a caller to be told", told);
    await database.restart();
    took.push(await untilWell(startMs));
  }
  process.stdout.write(`the city was well ${took.join(" ")} ms after its database was killed\n`);
  expect(Math.max(...took)).toBeLessThan(BACK_MAX_MS);
  expect([worker.starts, web.starts]).toEqual([1, 1]);
  expect(agents.faults).toEqual([]);
});

it(`[FT-8] a line to the database that stands still for ${STALL_MS} ms is made good within ${HEALED_MAX_MS} ms`, async () => {
  line.latencyMs = 200;
  await untilWell(performance.now());
  line.latencyMs = 0;
  line.stall();
  await delay(STALL_MS);
  const startMs = performance.now();
  line.heal();
  const tookMs = await untilWell(startMs);
  process.stdout.write(`the city was well ${tookMs} ms after the line was\n`);
  expect(tookMs).toBeLessThan(HEALED_MAX_MS);
  expect([worker.starts, web.starts]).toEqual([1, 1]);
  expect(agents.faults).toEqual([]);
});

it("[FT-8] connections that go silent for ever are given up", async () => {
  line.forget(draws.chance(50) ? "replies" : "everything");
  const tookMs = await untilWell(performance.now());
  process.stdout.write(`the city was well ${tookMs} ms after its connections went silent\n`);
  expect(tookMs).toBeLessThan(FORGOTTEN_MAX_MS);
  expect([worker.starts, web.starts]).toEqual([1, 1]);
  expect(agents.faults).toEqual([]);
});

it("[FT-9] after the broker was killed worker and viewers come back by themselves, and see the same", async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    await delay(draws.below(1_500));
    const tick = await city.lowestTick();
    await broker.kill();
    await viewer.untilRight(tick);
  }
  expect(broker.starts).toBe(KILLS + 1);
  expect([worker.starts, web.starts]).toEqual([1, 1]);
  expect(viewer.gaps).toEqual([]);
});

it("[FT-7] after all these outages nothing is lost and nothing happened twice", async () => {
  acting.abort();
  await acts;
  await untilAllDone(city);
  expect(await worker.stop()).toBe(0);
  process.stdout.write(
    `${agents.acknowledged.length} actions acknowledged, replies ${JSON.stringify([...agents.replies])}\n`,
  );
  expect(agents.faults).toEqual([]);
  await expectNothingLost(city, agents.acknowledged);
});
