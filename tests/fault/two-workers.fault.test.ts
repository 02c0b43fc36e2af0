import { availableParallelism, loadavg } from "node:os";
import { afterEach, beforeEach, expect, it } from "vitest";
import { replayCity } from "#tests/util/city-history.ts";
import { FaultCity } from "#tests/util/fault-city.ts";
import { TAKEOVER_GRACE_MS } from "#worker/orchestrator/assignment.ts";

const TICK_MS = 1_000;
const LEASE_SECONDS = 5;
const DISTRICTS = 3;

let city: FaultCity;

beforeEach(async () => {
  city = await FaultCity.open({ LEASE_SECONDS: String(LEASE_SECONDS) });
});

afterEach(() => city.close());

/** How many districts each worker holds, the most first. */
async function shares(): Promise<string> {
  const rows = await city.rows<{ owner: string; n: number }>(
    `SELECT lease_owner AS owner, count(*) AS n FROM district WHERE lease_until > now() GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  return rows.map(({ owner, n }) => `${owner} ${n}`).join(", ");
}

async function untilShares(wanted: string): Promise<void> {
  await city.until(`shares ${wanted}`, async () => (await shares()) === wanted);
}

/** Two workers that have come to their shares: "a" holds two districts, "b" one. */
async function startTwo() {
  const [a, b] = [city.worker("a"), city.worker("b")];
  a.start();
  await untilShares("a 3");
  b.start();
  await untilShares("a 2, b 1");
  await city.untilTick((await city.lowestTick()) + 2);
  return { a, b };
}

/** Chain, states, letters and money of the whole history; and no tick was written by a generation that had been replaced. */
async function expectIntact(): Promise<void> {
  const history = await replayCity(city.pool, city.blobDir);
  expect(history.sumsCents.filter((sum) => sum !== history.genesisCents)).toEqual([]);
  expect(history.phantom).toEqual([]);
  const stale = await city.rows(
    `SELECT * FROM (SELECT district, tick, generation, max(generation) OVER (PARTITION BY district ORDER BY tick) AS newest
       FROM tick.log) l WHERE generation < newest`,
  );
  expect(stale).toEqual([]);
}

/** For each tick after `tick`, by how much the slowest district was late, ms. */
async function lateness(tick: number): Promise<number[]> {
  const rows = await city.rows<{ late: number }>(
    `SELECT max(l.wall_ms - (e.wall_ms + (l.tick - e.tick) * ${TICK_MS})) AS late
     FROM tick.log l, (SELECT tick, wall_ms FROM clock_epoch ORDER BY epoch DESC LIMIT 1) e
     WHERE l.tick > ${tick} GROUP BY l.tick ORDER BY l.tick`,
  );
  return rows.map((row) => row.late);
}

/** Other work on the machine delays everything by as much as it crowds the processors. */
function crowding(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

it("[LS-6] [LS-9] two workers share the districts, and one that stops in order hands over without a missed tick", async () => {
  const { a, b } = await startTwo();
  const before = await city.lowestTick();
  expect(await b.stop()).toBe(0);
  await untilShares("a 3");
  await city.untilTick((await city.lowestTick()) + 3);
  const late = await lateness(before);
  process.stdout.write(`ticks around the handover were late by ${late.join(" ")} ms\n`);
  expect(Math.max(...late)).toBeLessThan(TICK_MS * crowding());
  // What was handed over needed no replay.
  expect(await city.rows("SELECT FROM worker_presence")).toHaveLength(1);
  expect(await a.stop()).toBe(0);
  await expectIntact();
});

it("[LS-7] when one of two workers is killed, the other has all within lease, grace and a tick", async () => {
  const { a, b } = await startTwo();
  const killedMs = Date.now();
  await b.end();
  await untilShares("a 3");
  const tookMs = Date.now() - killedMs;
  const { tick } = (await city.rows<{ tick: number }>("SELECT max(tick) AS tick FROM district"))[0] ?? {
    tick: 0,
  };
  await city.untilTick(tick + 2);
  process.stdout.write(`the dead worker's district was taken after ${tookMs} ms\n`);
  expect(tookMs).toBeLessThan(LEASE_SECONDS * 1_000 + TAKEOVER_GRACE_MS + TICK_MS * crowding());
  expect(await a.stop()).toBe(0);
  await expectIntact();
  expect(await city.rows("SELECT count(*) AS n FROM district")).toEqual([{ n: DISTRICTS }]);
});

it("[LS-4] a killed worker that is back under its name has its districts at once, its own generation later", async () => {
  const { b } = await startTwo();
  const killedMs = await b.kill();
  const back = async () =>
    (await city.rows("SELECT FROM district WHERE lease_owner = 'b' AND generation > 2")).length > 0;
  const [{ generation } = { generation: 0 }] = await city.rows<{ generation: number }>(
    "SELECT generation FROM district WHERE lease_owner = 'b'",
  );
  expect(generation).toBe(2);
  await city.until("the worker to be back", back);
  expect(Date.now() - killedMs).toBeLessThan(LEASE_SECONDS * 1_000 * crowding());
  await untilShares("a 2, b 1");
  await city.untilTick((await city.lowestTick()) + 2);
  await expectIntact();
});

it("[LS-8] a worker that slept until its lease was taken writes nothing when it wakes, lets go, and gets its share again", async () => {
  const { a, b } = await startTwo();
  b.pause();
  await untilShares("a 3");
  await city.untilTick((await city.lowestTick()) + 2);
  b.resume();
  await untilShares("a 2, b 1");
  await city.untilTick((await city.lowestTick()) + 3);
  expect(b.starts).toBe(1);
  expect(await b.stop()).toBe(0);
  expect(await a.stop()).toBe(0);
  await expectIntact();
});
