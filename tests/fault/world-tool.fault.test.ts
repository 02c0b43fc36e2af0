import { spawn } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FaultCity } from "#tests/util/fault-city.ts";

const ROOT = path.resolve(import.meta.dirname, "../..");
const REFUSED = 78;

let city: FaultCity;

beforeEach(async () => {
  city = await FaultCity.open();
});

afterEach(() => city.close());

/** Runs `npm run world -- ...` without npm around it. */
async function world(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["scripts/world.ts", ...args], {
    cwd: ROOT,
    env: city.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
}

async function epoch(): Promise<{ tick: number; speed: number }> {
  const [row] = await city.rows<{ tick: number; speed: number }>(
    "SELECT tick, speed FROM clock_epoch ORDER BY epoch DESC LIMIT 1",
  );
  return row ?? { tick: -1, speed: -1 };
}

it("[TO-1] [TO-3] freezes, goes on, changes its pace, is stored and looked at while it runs", async () => {
  const [a, b] = [city.worker("a"), city.worker("b")];
  a.start();
  b.start();
  await city.untilTick(3);

  expect(await world("freeze")).toMatchObject({ code: 0, said: expect.stringMatching(/stops at tick \d+/) });
  const frozen = await epoch();
  expect(frozen.speed).toBe(0);
  const stopped = async () =>
    (await city.rows(`SELECT FROM district WHERE tick <> ${frozen.tick}`)).length === 0;
  await city.until(`tick ${frozen.tick} everywhere`, stopped);
  expect((await world("freeze")).said).toContain("frozen already");
  expect((await world("status")).said).toMatch(
    /frozen\n(.*\n)*0 .* (a|b) (.*\n)*money: .* = what there was at genesis/,
  );

  expect(await world("snapshot")).toMatchObject({ code: 0 });
  expect(await city.rows(`SELECT FROM tick.snapshot WHERE tick = ${frozen.tick} AND verified`)).toHaveLength(
    3,
  );
  expect(await stopped()).toBe(true);

  expect((await world("resume")).said).toContain("speed 60");
  await city.untilTick(frozen.tick + 2);
  expect((await world("speed", "120")).said).toContain("speed 120");
  const { tick } = await epoch();
  await city.untilTick(tick + 6);
  const [pace] = await city.rows<{ ms: number }>(
    `SELECT (max(wall_ms) - min(wall_ms))::float8 / 4 AS ms FROM tick.log WHERE district = 0 AND tick IN (${tick + 1}, ${tick + 5})`,
  );
  expect(pace?.ms).toBeGreaterThan(350);
  expect(pace?.ms).toBeLessThan(650);
  expect(await a.stop()).toBe(0);
  expect(await b.stop()).toBe(0);
});

it("[CK-11] a speed that was set outlives a stop of the whole city, until the settings change", async () => {
  const speedAfterStart = async (clockSpeed: string) => {
    city.env.CLOCK_SPEED = clockSpeed;
    const worker = city.worker("a");
    worker.start();
    await city.untilTick((await city.lowestTick()) + 2);
    const { speed } = await epoch();
    if (clockSpeed === "60" && speed === 60) await world("speed", "90");
    expect(await worker.stop()).toBe(0);
    return speed;
  };
  expect(await speedAfterStart("60")).toBe(60);
  expect(await speedAfterStart("60")).toBe(90);
  expect(await speedAfterStart("60")).toBe(90);
  expect(await speedAfterStart("120")).toBe(120);
  expect(await speedAfterStart("120")).toBe(120);
});

it("[TO-4] verify replays every hash and finds what was changed", async () => {
  const worker = city.worker("a");
  worker.start();
  await city.untilTick(6);
  expect(await world("verify", "--from-genesis")).toMatchObject({
    code: 0,
    said: expect.stringMatching(/\d+ ticks after 0/),
  });
  expect(await worker.stop()).toBe(0);
  expect(await world("verify")).toMatchObject({
    code: 0,
    said: expect.stringMatching(/: 0 ticks after \d+/),
  });
  await city.pool.query(
    "UPDATE tick.log SET inputs = inputs || '\\x00' WHERE slot = 0 AND district = 1 AND tick = 4",
  );
  const { code, said } = await world("verify", "--from-genesis");
  expect(code).toBe(1);
  expect(said).toMatch(/district 0 .* every hash is right\ndistrict 1 .* WRONG: /);
});

it("[TO-1] what it does not understand, and a city without workers, are told in a sentence", async () => {
  expect(await world()).toMatchObject({ code: 2, said: expect.stringContaining("Usage:") });
  expect((await world("speed", "fast")).code).toBe(2);
  expect((await world("status", "now")).code).toBe(2);
  await city.pool.query("DELETE FROM tick.snapshot");
  expect(await world("snapshot")).toMatchObject({
    code: 1,
    said: expect.stringContaining("Nobody runs district 0"),
  });
});

it("[RC-14] [RC-15] an upgrade after a clean stop just works, after a crash it is proven or refused", async () => {
  const first = city.worker("a");
  first.start();
  await city.untilTick(4);
  expect(await first.stop()).toBe(0);
  const old = "UPDATE tick.log SET engine_hash = 'old'";
  await city.pool.query(old);
  await city.pool.query("UPDATE tick.snapshot SET engine_hash = 'old'");

  const second = city.worker("a");
  second.start();
  const tick = await city.lowestTick();
  await city.untilTick(tick + 3);
  await second.end();
  await city.pool.query(
    `${old}, state_hash = set_byte(state_hash, 0, (get_byte(state_hash, 0) + 1) % 256) WHERE tick > ${tick}`,
  );
  const third = city.worker("a");
  third.start();
  expect(await third.ended()).toBe(REFUSED);
  const lines = third.output.trim().split("\n");
  expect(lines.filter((line) => !line.startsWith("{"))).toEqual([
    expect.stringMatching(/^Ticks \d+ to \d+ of district 0 \(City Hall\) were written by another version/),
  ]);
  expect(third.output).not.toContain('"level":50');
});
