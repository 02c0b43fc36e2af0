import { afterEach, beforeEach, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { emptyTick, hashOf, TickWorld } from "#tests/util/tick-world.ts";
import { readLog } from "./log-store.ts";
import { readSlot, truncateSlot } from "./retention-store.ts";
import { TickStore } from "./tick-store.ts";

let database: TestDatabase;
let world: TickWorld;

beforeEach(async () => {
  database = await testDatabase();
  world = new TickWorld(database.url);
  await world.create();
  const store = new TickStore(database.url, "retention test");
  await store.commit(emptyTick());
  await store.commit(emptyTick({ tick: 2, hash: hashOf("tick 2") }));
  await store.close();
});

afterEach(async () => {
  await world.close();
  await database.drop();
});

it("[RC-12] emptying a slot keeps the hash its chain ended in", async () => {
  expect(await readSlot(world.pool, 0)).toEqual([{ world: 1, district: 1, firstTick: 1, lastTick: 2 }]);
  await truncateSlot(world.pool, 0);
  expect(await readLog(world.pool, 1, 1, 1, 2)).toEqual([]);
  const { rows } = await world.pool.query("SELECT district, tick, hash FROM tick.anchor");
  expect(rows).toEqual([{ district: 1, tick: 2, hash: Buffer.from(hashOf("tick 2")) }]);
  await truncateSlot(world.pool, 0);
  expect(await world.count("tick.anchor")).toBe(1);
});

it("[RC-12] a reader of the slot is not waited for, and then nothing has changed", async () => {
  const reader = await world.pool.connect();
  await reader.query("BEGIN");
  await reader.query("SELECT FROM tick.log WHERE slot = 0");
  await expect(truncateSlot(world.pool, 0)).rejects.toMatchObject({ code: "55P03" });
  await reader.query("ROLLBACK");
  reader.release();
  expect(await world.count("tick.log")).toBe(2);
  expect(await world.count("tick.anchor")).toBe(0);
});
