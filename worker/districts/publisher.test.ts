import { expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import type { FeedEntry } from "#city/protocol/messages.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { LoopbackBus } from "#tests/util/loopback-bus.ts";
import { createCounters } from "../counters.ts";
import { toFeedEntry } from "./feed-text.ts";
import { Publisher } from "./publisher.ts";

test("[CM-28] a full tick of the longest speeches goes out whole, in order, in messages within the limit", () => {
  const bus = new LoopbackBus();
  const long = "\u0001".repeat(LIMITS.speechCharsMax);
  const source = {
    plan: hamletPlan(),
    world: 1,
    district: 2,
    tick: 2 ** 31,
    names: () => ({ name: "漢".repeat(LIMITS.agentNameCharsMax), kind: "external" as const }),
  };
  const entries = Array.from(
    { length: LIMITS.feedEntriesPerTickMax },
    (_, i): FeedEntry =>
      toFeedEntry(
        source,
        {
          kind: "speech",
          event: "said",
          significance: 80,
          agent: 16_777_300,
          other: 4,
          building: 9,
          neighborhood: 0,
          xCm: -1_234_567,
          zCm: 1_234_567,
          words: long,
        },
        i + 1,
      ),
  );
  const publisher = new Publisher(bus, 1, createCounters());
  publisher.feed(2, entries);
  const sent = bus.published.map(({ text }) => text);
  expect(Math.max(...sent.map((text) => Buffer.byteLength(text)))).toBeLessThan(LIMITS.messageBytesMax);
  expect(sent.flatMap((text) => JSON.parse(text) as FeedEntry[])).toEqual(entries);
  publisher.feed(2, []);
  expect(bus.published).toHaveLength(sent.length);
});
