import { afterEach, expect, it } from "vitest";
import { LIMITS } from "#city/limits.ts";
import type { DistrictDebug, DistrictTruth } from "#city/protocol/debug.ts";
import { topics } from "#city/protocol/topics.ts";
import type { RelayStats } from "#server/realtime/relay.ts";
import { expectProblem } from "#tests/util/http-client.ts";
import { LoopbackBus } from "#tests/util/loopback-bus.ts";
import { startTestWeb, type TestWeb } from "#tests/util/test-web.ts";
import { createDebugDesk } from "./debug-desk.ts";

const RELAY: RelayStats = {
  viewers: 3,
  stalled: 1,
  rooms: 9,
  messagesSent: 70,
  bytesSent: 4_000,
  messagesDropped: 2,
  stalls: 1,
  resyncsAsked: 5,
  badFrames: 0,
  closed: { too_slow: 1, server_stopping: 2 },
};

const NO_FRAMES = { neighborhoods: 0, maxBytes: 0, p95Bytes: 0, totalBytes: 0, pages: 0 };

function record(district: number, generation: number, tick: number): DistrictDebug {
  const trace = { latenessMs: 4, stepMs: 2, commitMs: 1, handedIn: 0, handedOut: 0, deltaBytes: 0 };
  return {
    district,
    generation,
    worker: "local",
    residents: 10,
    outside: 1,
    waitingAtBorder: 0,
    closedBorders: [],
    deltas: NO_FRAMES,
    keyframes: NO_FRAMES,
    routes: { fields: 0, fieldsMax: 16, hits: 0, misses: 0, built: 0, builtMs: 0, slowestBuildMs: 0 },
    ticks: [{ tick, ...trace }],
  };
}

function desk(readTruths: () => Promise<readonly DistrictTruth[]> = async () => []) {
  const bus = new LoopbackBus();
  const time = { nowMs: 0 };
  const faults: unknown[] = [];
  const made = createDebugDesk({
    bus,
    city: {
      clock: () => ({
        tick: 0,
        wallMs: 0,
        speed: 12,
        tickMs: 60_000,
        startOfDayMs: 0,
        paceDivisor: 4,
        epoch: 0,
      }),
    },
    readTruths,
    relay: () => RELAY,
    nowMs: () => time.nowMs,
    onError: (error) => faults.push(error),
  });
  const tell = (each: unknown) => bus.publish(topics.debug("dst_1000001"), JSON.stringify(each));
  return { made, tell, time, faults };
}

it("[HT-16] the newest record of each district counts; a later generation is newer whatever its tick", async () => {
  const { made, tell, time } = desk();
  for (const each of [record(2, 1, 50), record(1, 3, 90), record(1, 3, 89), record(1, 2, 99)])
    await tell(each);
  time.nowMs = 700;
  await tell(record(2, 2, 10));
  const { records, tickPeriodMs } = await made.report();
  expect(records).toEqual([
    { ageMs: 700, record: record(1, 3, 90) },
    { ageMs: 0, record: record(2, 2, 10) },
  ]);
  expect(tickPeriodMs).toBe(5_000);
});

it("[HT-16] what is no record is not taken in", async () => {
  const { made, tell } = desk();
  for (const each of [null, {}, { ...record(1, 1, 1), ticks: [] }, { ...record(1, 1, 1), residents: -1 }])
    await expect(tell(each)).rejects.toThrow();
  expect((await made.report()).records).toEqual([]);
});

it("[HT-16] all readers share one look into the database; without it the report has the records", async () => {
  let reads = 0;
  let isDown = false;
  const { made, tell, time, faults } = desk(async () => {
    reads++;
    if (isDown) throw new Error("down");
    return [];
  });
  await tell(record(1, 1, 1));
  await Promise.all([made.report(), made.report(), made.report()]);
  expect([reads, (await made.report()).districts]).toEqual([1, []]);
  isDown = true;
  time.nowMs += LIMITS.debugReadEveryMs;
  const report = await made.report();
  expect([reads, report.districts, report.records.length, faults.length]).toEqual([2, null, 1, 1]);
});

let web: TestWeb | null = null;
afterEach(async () => {
  await web?.stop();
  web = null;
});

it("[HT-15] without the setting there is no such address", async () => {
  web = await startTestWeb();
  const reply = await fetch(`${web.url}/api/v1/debug`);
  expect(expectProblem(reply.status, reply.headers.get("content-type"), await reply.text())).toBe(
    "not_found",
  );
});

it("[HT-15] with it the report has districts, letters, leases and the relay's figures", async () => {
  web = await startTestWeb({ debugRelay: () => RELAY });
  await web.pool.query(
    "UPDATE district SET tick = 9, chain_hash = sha256('a'), lease_owner = 'local', lease_until = now() + interval '5 s' WHERE number = 1",
  );
  await web.pool.query(
    "INSERT INTO tick.letter VALUES (1, 1, 0, 7, 1, 'money', 10, '\\x01'), (1, 1, 0, 8, 2, 'money', 10, '\\x01')",
  );
  await web.bus.publish(topics.debug("dst_1000001"), JSON.stringify(record(1, 1, 9)));
  const reply = await fetch(`${web.url}/api/v1/debug`);
  expect(reply.status).toBe(200);
  const report = await reply.json();
  const [hall, first] = report.districts;
  expect(hall).toMatchObject({
    number: 0,
    leaseOwner: null,
    leaseLeftMs: null,
    lettersWaiting: 0,
    oldestLetterTicks: null,
  });
  expect(first).toMatchObject({
    number: 1,
    tick: 9,
    leaseOwner: "local",
    lettersWaiting: 2,
    oldestLetterTicks: 2,
  });
  // SHA-256 of "a".
  expect(first.chain).toBe("ca978112ca1b");
  expect(first.leaseLeftMs).toBeGreaterThan(0);
  expect(report.records[0].record).toEqual(record(1, 1, 9));
  expect(report.relay).toMatchObject({ viewers: 3, keyframesAsked: 5, closed: 3, closedTooSlow: 1 });
});
