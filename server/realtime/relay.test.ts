import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeWorker } from "#tests/util/fake-worker.ts";
import { gridPlace } from "#tests/util/grid-place.ts";
import { type RelayHarness, startRelay, until } from "#tests/util/relay-harness.ts";
import { Draws } from "#tests/util/seed.ts";
import { TestViewer } from "#tests/util/test-viewer.ts";
import { formatId } from "../../city/ids.ts";
import { LIMITS } from "../../city/limits.ts";
import { topics } from "../../city/protocol/topics.ts";
import type { Bus } from "../mqtt/bus.ts";

const PLACES = [gridPlace(3, 5), gridPlace(4, 4), gridPlace(9, 3)] as const;
const ALL = PLACES.map((place) => [place.index, -1] as const);

let harness: RelayHarness;
let bus: Bus;
let worker: FakeWorker;
let viewers: TestViewer[];

beforeEach(async () => {
  harness = await startRelay();
  bus = harness.workerBus;
  worker = new FakeWorker(bus, new Draws(11), PLACES);
  viewers = [];
});

afterEach(async () => {
  for (const { socket } of viewers) socket.disconnect();
  await harness.close();
});

async function view(rooms: readonly (readonly [number, number])[]): Promise<TestViewer> {
  const viewer = new TestViewer(harness.port, PLACES);
  viewers.push(viewer);
  await until(
    () => viewer.socket.connected,
    () => "a viewer to connect",
  );
  viewer.view(rooms);
  return viewer;
}

const upToDate = (viewer: TestViewer, places: readonly (typeof PLACES)[number][] = PLACES) =>
  until(
    () => places.every((place) => viewer.tick(place) === worker.tick),
    () => `tick ${worker.tick}, have ${places.map((place) => viewer.tick(place)).join()}`,
  );

async function keyframes(): Promise<void> {
  for (const place of PLACES) await worker.keyframe(place);
}

describe("relay", () => {
  it("[RL-10] sends keyframe, then deltas in order without a gap, one message a tick", async () => {
    await worker.step();
    await keyframes();
    const viewer = await view(ALL);
    await upToDate(viewer);
    const messagesBefore = viewer.messages.length;
    for (let i = 0; i < 10; i++) {
      await worker.step();
      await upToDate(viewer);
    }
    expect(viewer.gaps).toEqual([]);
    const messages = viewer.messages.slice(messagesBefore);
    expect(messages.flat()).toEqual(Array(10).fill([3, 4, 9]).flat());
    // One a tick, unless a busy machine tears the worker's sends of one tick apart.
    expect(messages.length).toBeLessThan(20);
    for (const place of PLACES) expect(viewer.known(place)).toEqual(worker.known(place));
  });

  it("[RL-11] a late viewer sees what an early one sees", async () => {
    await keyframes();
    const early = await view(ALL);
    await upToDate(early);
    const late: TestViewer[] = [];
    for (let i = 1; i <= 30; i++) {
      await worker.step();
      if (i % 12 === 0) await keyframes();
      if (i % 7 === 0) late.push(await view(ALL));
    }
    for (const viewer of [early, ...late]) {
      await upToDate(viewer);
      expect(viewer.gaps).toEqual([]);
      for (const place of PLACES) expect(viewer.known(place)).toEqual(worker.known(place));
    }
    expect(late.length).toBe(4);
  });

  it("[RL-12] a viewer who comes back gets only what it missed, and only of the rooms it names", async () => {
    await keyframes();
    const before = await view(ALL);
    for (let i = 0; i < 5; i++) await worker.step();
    await upToDate(before);
    const back = await view([
      [3, 2],
      [9, 5],
    ]);
    await worker.step();
    await until(
      () => back.heads.length >= 5,
      () => `5 frames, have ${back.heads.length}`,
    );
    expect(back.heads.map((head) => [head.neighborhood, head.kind, head.tick])).toEqual([
      [3, "delta", 3],
      [3, "delta", 4],
      [3, "delta", 5],
      [3, "delta", 6],
      [9, "delta", 6],
    ]);
  });

  it("[RL-13] a lost delta makes the relay ask for a keyframe, which puts every viewer right", async () => {
    const asked: string[] = [];
    await bus.subscribe("/neighborhood/+/resync", (topic) => asked.push(topic));
    await worker.step();
    await keyframes();
    const viewer = await view(ALL);
    await upToDate(viewer);
    await worker.step({ lose: true });
    await worker.step();
    const wanted = PLACES.map((place) => topics.resync(formatId("nbh", 1, place.index)));
    await until(
      () => asked.length >= 3,
      () => `3 requests, have ${asked.join()}`,
    );
    expect([...asked].sort()).toEqual(wanted);
    await worker.step();
    await keyframes();
    await upToDate(viewer);
    await worker.step();
    await upToDate(viewer);
    expect(viewer.gaps).toEqual([]);
    for (const place of PLACES) expect(viewer.known(place)).toEqual(worker.known(place));
    expect(asked.length).toBe(3);
  });

  it("[RL-13] another generation of the worker starts from its keyframes", async () => {
    await keyframes();
    const viewer = await view(ALL);
    await worker.step();
    await upToDate(viewer);
    worker.generation = 2;
    await worker.step();
    await keyframes();
    await worker.step();
    await upToDate(viewer);
    expect(viewer.gaps).toEqual([]);
    for (const place of PLACES) expect(viewer.known(place)).toEqual(worker.known(place));
  });

  it("[RL-13] after the broker was away every viewer is right again, early or late", async () => {
    await keyframes();
    const early = await view(ALL);
    for (let i = 0; i < 3; i++) await worker.step();
    await upToDate(early);
    bus.onReconnect(() => void keyframes());
    await harness.restartBroker(async () => {
      for (let i = 0; i < 4; i++) await worker.step({ lose: true });
    });
    await upToDate(early);
    const late = await view(ALL);
    await worker.step();
    for (const viewer of [early, late]) {
      await upToDate(viewer);
      expect(viewer.gaps).toEqual([]);
      for (const place of PLACES) expect(viewer.known(place)).toEqual(worker.known(place));
    }
  });

  it("[RL-14] the feed's lines reach those who get frames of the same tick, too", async () => {
    await keyframes();
    const viewer = await view(ALL);
    await upToDate(viewer);
    for (let i = 0; i < 5; i++) {
      await Promise.all([
        worker.step(),
        bus.publish(topics.feed("dst_1000001"), JSON.stringify([{ seq: i }])),
      ]);
      await upToDate(viewer);
    }
    const feed = () => viewer.said.flatMap(([event, entries]) => (event === "feed" ? entries : []));
    await until(
      () => feed().length === 5,
      () => `five lines of the feed, have ${feed().length}`,
    );
  });

  it("[RL-14] clock, city and feed reach everyone; clock and city also those who come later", async () => {
    const clock = {
      tick: 7,
      wallMs: 1,
      speed: 12,
      tickMs: 60_000,
      startOfDayMs: 0,
      paceDivisor: 4,
      epoch: 1,
    };
    const viewer = await view([]);
    await bus.publish(topics.clock(), JSON.stringify(clock), { retain: true });
    await until(
      () => viewer.said.some(([event]) => event === "clock"),
      () => "the clock",
    );
    const later = await view([]);
    await until(
      () => later.said.length >= 2,
      () => "clock and city",
    );
    expect(later.said).toEqual([
      ["clock", clock],
      ["city", { tick: -1 }],
    ]);
    for (const district of [1, 2]) {
      await bus.publish(topics.feed(formatId("dst", 1, district)), JSON.stringify([{ seq: district }]));
    }
    const feed = () => later.said.flatMap(([event, entries]) => (event === "feed" ? entries : []));
    await until(
      () => feed().length >= 2,
      () => "the feed",
    );
    expect(feed()).toEqual([{ seq: 1 }, { seq: 2 }]);
    await bus.publish(topics.clock(), "not JSON", { retain: true });
    await bus.publish(topics.feed("dst_1000001"), '{"no":"list"}');
    await bus.publish(topics.delta("nbh_1000003"), "not a frame");
    await until(
      () => harness.relay.stats().badFrames === 1,
      () => "the bad frame to be counted",
    );
  });

  it("[RL-15] says why it stops, and leaves the http server open", async () => {
    const viewer = await view(ALL);
    await harness.relay.close();
    await until(
      () => viewer.socket.disconnected,
      () => "the viewer to be sent away",
    );
    expect(viewer.said.at(-1)).toEqual([
      "bye",
      { reason: "server_stopping", retryAfterMs: expect.toSatisfy((ms) => ms >= LIMITS.viewerRetryMs) },
    ]);
    expect(harness.http.listening).toBe(true);
  });
});
