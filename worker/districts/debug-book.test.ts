import { afterAll, beforeAll, expect, it } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { type DistrictDebug, districtDebugSchema } from "#city/protocol/debug.ts";
import { topics } from "#city/protocol/topics.ts";
import { type TestDatabase, testDatabase } from "#tests/util/postgres.ts";
import { Lockstep, openTestCity, type TestCity } from "#tests/util/test-city.ts";
import { DebugBook } from "./debug-book.ts";
import { FrameSizeBook } from "./frame-sizes.ts";
import { RouteWatch } from "./route-watch.ts";

const HAMLET = { seed: "hamlet", buildings: 200, population: 400 };
/** More than a record looks back on. */
const TICKS = LIMITS.debugTicksKept + 6;

let database: TestDatabase;
let opened: TestCity;
let lockstep: Lockstep;
/** By tick: the record of each district. */
const told: DistrictDebug[][] = [];

beforeAll(async () => {
  database = await testDatabase();
  opened = await openTestCity(database.url, HAMLET);
  lockstep = new Lockstep(opened.city);
  await lockstep.open();
  const debugging = { workerId: "lockstep", routes: new RouteWatch() };
  const books = lockstep.districts.map(
    ({ lease }) => new DebugBook(opened.city, debugging, lease, new FrameSizeBook()),
  );
  for (let n = 0; n < TICKS; n++) {
    const done = await lockstep.tick();
    told.push(done.flatMap((each, i) => books[i]?.take(each, 12.345) ?? []));
  }
});

afterAll(async () => {
  await lockstep.close();
  await opened.close();
  await database.drop();
});

it("[TO-7] a record has the last ticks, oldest first, and is small", () => {
  for (const record of told.at(-1) ?? []) {
    expect(districtDebugSchema.parse(record)).toEqual(record);
    expect(JSON.stringify(record).length).toBeLessThan(LIMITS.debugRecordBytesMax / 2);
    const ticks = record.ticks.map(({ tick }) => tick);
    expect(ticks).toEqual(
      Array.from({ length: LIMITS.debugTicksKept }, (_, i) => TICKS - LIMITS.debugTicksKept + 1 + i),
    );
    expect(record.ticks.at(-1)?.latenessMs).toBe(12.3);
  }
});

it("[TO-7] everybody is in one district's record or on the way between two", () => {
  let underWay = 0;
  let crossings = 0;
  for (const records of told) {
    const last = records.map(({ ticks }) => ticks.at(-1));
    const handedIn = last.reduce((sum, tick) => sum + (tick?.handedIn ?? 0), 0);
    const handedOut = last.reduce((sum, tick) => sum + (tick?.handedOut ?? 0), 0);
    // Who was sent in one tick comes in the next.
    expect(handedIn).toBe(underWay);
    underWay = handedOut;
    crossings += handedOut;
    const people = records.reduce((sum, { residents }) => sum + residents, 0);
    expect(people + underWay).toBe(HAMLET.population);
  }
  expect(crossings).toBeGreaterThan(0);
});

it("[TO-7] the publisher keeps a record for later readers, and does not send one too large", async () => {
  const [record] = told.at(-1) ?? [];
  if (record === undefined) throw new Error("there is no record");
  opened.city.publisher.debug(record);
  opened.city.publisher.debug({ ...record, worker: "w".repeat(LIMITS.debugRecordBytesMax) });
  const sent = opened.bus.published.filter(({ topic }) => topic.endsWith("/debug"));
  expect(sent.map(({ topic, text }) => [topic, JSON.parse(text)])).toEqual([
    [topics.debug("dst_1000000"), record],
  ]);
  expect(opened.city.counters.messagesNotSent).toBe(1);
});
