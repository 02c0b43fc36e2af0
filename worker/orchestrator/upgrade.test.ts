import { afterEach, beforeEach, expect, it } from "vitest";
import { changeClock } from "#server/clock/clock-change.ts";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { Lockstep, openTestCity, TEST_ENGINE, type TestCity } from "#tests/util/test-city.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { recoverDistrict, UpgradeRefused } from "../districts/recover.ts";
import { storeSnapshot, takeSnapshot } from "../districts/snapshots.ts";
import { wallNowMs } from "../wall-clock.ts";
import { CityClock, Orchestrator } from "./orchestrator.ts";
import { proveTails } from "./prove-tails.ts";

const HAMLET = { seed: "hamlet", buildings: 200, population: 100 };

let database: TestDatabase;
let opened: TestCity;
let lockstep: Lockstep;

beforeEach(async () => {
  database = await testDatabase();
  opened = await openTestCity(database.url, HAMLET);
  lockstep = new Lockstep(opened.city);
  await lockstep.open();
  for (let tick = 0; tick < 6; tick++) await lockstep.tick();
  await lockstep.close();
  // As a stopped worker leaves it.
  await query("UPDATE district SET lease_owner = NULL, lease_until = NULL");
});

afterEach(async () => {
  await opened.close();
  await database.drop();
});

async function query(text: string): Promise<object[]> {
  return (await opened.city.pool.query(text)).rows;
}

/** The log of district 1 says that another engine wrote these ticks. */
const foreign = (where: string) =>
  query(`UPDATE tick.log SET engine_hash = 'old' WHERE district = 1 AND ${where}`);
const wrong = (tick: number) =>
  query(`UPDATE tick.log SET state_hash = set_byte(state_hash, 0, (get_byte(state_hash, 0) + 1) % 256)
    WHERE district = 1 AND tick = ${tick}`);

it("[RC-13] log and snapshots say which engine wrote them", async () => {
  expect(await query("SELECT DISTINCT engine_hash FROM tick.log")).toEqual([{ engine_hash: TEST_ENGINE }]);
  expect(await query("SELECT DISTINCT engine_hash FROM tick.snapshot")).toEqual([
    { engine_hash: TEST_ENGINE },
  ]);
});

it("[RC-14] another engine's ticks that come out the same are taken over, and a snapshot is taken at once", async () => {
  await foreign("tick > 2");
  await proveTails(opened.city, "a");
  const clock = new CityClock(opened.city.world.tickMs);
  const refused: string[] = [];
  const options = {
    workerId: "a",
    leaseMs: 300,
    speed: 600,
    onRefused: (why: string) => void refused.push(why),
  };
  // Frozen, so that nothing but the recovery can ask for a snapshot.
  await changeClock(opened.city.pool, opened.city.world, wallNowMs(), 0, "a test");
  const orchestrator = new Orchestrator({ ...opened.city, clock: clock.now }, clock, options);
  await orchestrator.start();
  const stored = async () =>
    (await query("SELECT FROM tick.snapshot WHERE district = 1 AND tick > 0 AND verified")).length === 1;
  await waitFor(stored, { limitMs: 5_000, everyMs: 20, what: () => "a snapshot of district 1" });
  expect(await query("SELECT district FROM tick.snapshot WHERE tick > 0")).toEqual([{ district: 1 }]);
  await orchestrator.stop();
  expect(refused).toEqual([]);
});

it("[RC-15] another engine's ticks that come out otherwise are refused in one sentence, before anything is taken", async () => {
  await foreign("tick > 2");
  await wrong(4);
  const refusal = await proveTails(opened.city, "a").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UpgradeRefused);
  expect(String(refusal)).toMatch(
    /Ticks 4 to 6 of district 1 \(.+\) were written by another version .* Ctrl-C, then upgrade/,
  );
  expect(await query("SELECT number FROM district WHERE lease_owner IS NOT NULL")).toEqual([]);
  await expect(recoverDistrict(opened.city, 1, 1)).rejects.toThrow(UpgradeRefused);
  // The same damage in this engine's own ticks is damage.
  await query(`UPDATE tick.log SET engine_hash = '${TEST_ENGINE}'`);
  await expect(recoverDistrict(opened.city, 1, 1)).rejects.toThrow(/gives another state/);
});

it("[RC-3] [RC-14] what another engine left in order, with a snapshot of its last tick, just goes on", async () => {
  for (const { live, lease } of lockstep.districts) {
    await storeSnapshot(
      opened.city,
      takeSnapshot(live.state, lease.district, live.position, opened.city.versions),
    );
  }
  await foreign("TRUE");
  await wrong(4);
  await query("UPDATE tick.snapshot SET engine_hash = 'old', engine_version = 0");
  await proveTails(opened.city, "a");
  for (const { lease } of lockstep.districts) {
    expect(await recoverDistrict(opened.city, lease.district, lease.generation)).toMatchObject({
      foreignTicks: 0,
    });
  }
});
