import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ActingAgents, expectNothingLost, untilAllDone } from "#tests/util/acting-agents.ts";
import { FaultCity } from "#tests/util/fault-city.ts";
import { freePort } from "#tests/util/free-port.ts";
import { KillableWorker } from "#tests/util/killable-worker.ts";
import { Draws } from "#tests/util/seed.ts";

const SEED = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000));
const PRELOADS = ["tests/fault/preload/failpoints.ts"];
const AGENTS = 6;

const WEB_POINTS = ["before accept", "during accept", "after accept"];
const WORKER_POINTS = [
  "before letter in",
  "after letter in",
  "after turn",
  "before learning",
  "before commit",
  "during commit",
  "after commit",
  "before publish",
  "before letter out",
  "after letter out",
  "after frames",
  "before snapshot",
  "during snapshot",
  "after snapshot",
  "before verification",
  "after verification",
];

let city: FaultCity;
let worker: KillableWorker;
let web: KillableWorker;
let agents: ActingAgents;
let acting: AbortController;
let acts: Promise<void>;
let file: string;

beforeAll(async () => {
  city = await FaultCity.open({ CLOCK_SPEED: "120" });
  file = path.join(city.blobDir, "..", "failpoint");
  city.env.FAILPOINT_FILE = file;
  agents = await ActingAgents.add(city.pool, AGENTS);
  worker = city.worker("fault", PRELOADS);
  worker.start();
  const port = await freePort();
  web = new KillableWorker(
    { ...city.env, PORT: String(port), MQTT_USERNAME: "web", MQTT_PASSWORD: "web-password-00000" },
    PRELOADS,
    ["tests/fault/web-process.ts"],
  );
  web.start();
  await city.untilTick(3);
  acting = new AbortController();
  acts = agents.act(`http://127.0.0.1:${port}`, new Draws(SEED), acting.signal);
  await city.until("the first acknowledgement", async () => agents.acknowledged.length > 0);
});

afterAll(async () => {
  acting?.abort();
  await acts;
  await web?.end();
  await city?.close();
});

/** Arms a point and waits until the process died there and the city goes on. */
async function dieAt(process: KillableWorker, point: string): Promise<void> {
  const { starts } = process;
  writeFileSync(file, point);
  if (/snapshot|verification/.test(point))
    await city.pool.query("UPDATE district SET snapshot_wanted = tick");
  await city.until(`the death ${point}\n${web.output.slice(-2_000)}`, async () => !existsSync(file));
  await city.until("another process", async () => process.starts > starts);
  await city.untilTick((await city.lowestTick()) + 2);
}

it.each(WEB_POINTS)("[FT-5] the web process dies %s, and what it acknowledged is there", async (point) => {
  await dieAt(web, point);
  const before = agents.acknowledged.length;
  await city.until("an acknowledgement", async () => agents.acknowledged.length > before);
});

it.each(WORKER_POINTS)("[FT-5] the worker dies %s, and the city goes on", async (point) => {
  await dieAt(worker, point);
});

it(`[FT-5] after all these deaths nothing is lost and nothing happened twice (FAULT_SEED=${SEED})`, async () => {
  acting.abort();
  await acts;
  await untilAllDone(city);
  expect(await worker.stop()).toBe(0);
  expect(worker.starts).toBe(WORKER_POINTS.length + 1);
  expect(web.starts).toBe(WEB_POINTS.length + 1);
  expect(agents.faults).toEqual([]);
  process.stdout.write(
    `${agents.acknowledged.length} actions acknowledged, replies ${JSON.stringify([...agents.replies])}\n`,
  );
  await expectNothingLost(city, agents.acknowledged);
});
