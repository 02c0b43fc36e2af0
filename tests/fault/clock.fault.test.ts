import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ActingAgents, expectNothingLost } from "#tests/util/acting-agents.ts";
import { FaultCity } from "#tests/util/fault-city.ts";
import type { KillableWorker } from "#tests/util/killable-worker.ts";

const HOUR_MS = 3_600_000;
const TICK_MS = 500;
const WATCHED_TICKS = 8;
const BACK_MAX_MS = 15_000;
const PRELOADS = ["tests/fault/preload/clock-jump.ts"];

let city: FaultCity;
let worker: KillableWorker;
let file: string;

beforeAll(async () => {
  city = await FaultCity.open({ CLOCK_SPEED: String(60_000 / TICK_MS), LOG_LEVEL: "debug" });
  file = path.join(city.blobDir, "..", "clock-jump");
  city.env.CLOCK_JUMP_FILE = file;
  writeFileSync(file, "0");
  await ActingAgents.add(city.pool, 3);
  worker = city.worker("fault", PRELOADS);
  worker.start();
  await city.untilTick(3);
});

afterAll(() => city?.close());

/** What time the worker thinks it is, by its log. */
function lastLoggedMs(): number {
  return Number(/.*"time":(\d+)/s.exec(worker.output)?.[1]);
}

it.each([
  ["two hours ahead", 2 * HOUR_MS],
  ["one hour back", -HOUR_MS],
  ["back and forth", 288_000],
])("[FT-10] ticks keep their pace when someone sets the worker's clock %s", async (_what, offMs) => {
  writeFileSync(file, String(offMs));
  const believes = async () => Math.abs(lastLoggedMs() - Date.now() - offMs) < 10_000;
  await city.until("the process to believe it", believes);
  const first = await city.lowestTick();
  const startMs = performance.now();
  await city.untilTick(first + WATCHED_TICKS);
  const tookMs = performance.now() - startMs;
  expect(tookMs).toBeGreaterThan((WATCHED_TICKS - 2) * TICK_MS);
  expect(tookMs).toBeLessThan((WATCHED_TICKS + 4) * TICK_MS);
  writeFileSync(file, "0");
});

it("[FT-10] the city's own clock was not touched by it, and nothing is lost", async () => {
  expect(await worker.stop()).toBe(0);
  expect(worker.starts).toBe(1);
  expect(await city.rows("SELECT count(*) AS n FROM clock_epoch")).toEqual([{ n: 2 }]);
  await expectNothingLost(city, []);
});

it("[CK-12] a worker that crashes after its clock was set goes on at once, where the city was", async () => {
  const again = city.worker("fault", PRELOADS);
  again.start();
  await city.untilTick((await city.lowestTick()) + 2);
  for (const [offMs, epochs] of [
    [-HOUR_MS, 4],
    [2 * HOUR_MS, 5],
  ] as const) {
    writeFileSync(file, String(offMs));
    const before = await city.lowestTick();
    const startMs = performance.now();
    await again.kill();
    await city.untilTick(before + WATCHED_TICKS);
    const tookMs = performance.now() - startMs;
    expect(tookMs).toBeLessThan(BACK_MAX_MS);
    // Neither standing still for an hour nor racing through two.
    expect(await city.lowestTick()).toBeLessThan(before + tookMs / TICK_MS + WATCHED_TICKS);
    expect(await city.rows("SELECT count(*) AS n FROM clock_epoch")).toEqual([{ n: epochs }]);
  }
  expect(await again.stop()).toBe(0);
  await expectNothingLost(city, []);
});
