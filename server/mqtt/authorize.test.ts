import { describe, expect, it } from "vitest";
import { topics } from "../../city/protocol/topics.ts";
import { mayPublish, maySubscribe } from "./authorize.ts";

const [nbh, dst, agt] = ["nbh_1000001", "dst_1000001", "agt_1000001"];
const OF_WORKER = [
  topics.clock(),
  topics.city(),
  topics.inspectReply(),
  topics.feed(dst),
  topics.tick(dst),
  topics.letter(dst),
  topics.debug(dst),
  topics.delta(nbh),
  topics.keyframe(nbh, 15),
  topics.observation(agt),
  topics.result(agt),
];
const OF_WEB = [topics.inspect(), topics.nudge(dst), topics.resync(nbh), topics.keys(agt)];

describe("broker policy", () => {
  it("[BU-4] lets each principal publish its own topics and none of the other's", () => {
    for (const topic of OF_WORKER)
      expect([topic, mayPublish("worker", topic, false), mayPublish("web", topic, false)]).toEqual([
        topic,
        true,
        false,
      ]);
    for (const topic of OF_WEB)
      expect([topic, mayPublish("web", topic, false), mayPublish("worker", topic, false)]).toEqual([
        topic,
        true,
        false,
      ]);
  });

  it("[BU-4] keeps only what later subscribers need", () => {
    const kept = [...OF_WORKER, ...OF_WEB].filter(
      (topic) => mayPublish("worker", topic, true) || mayPublish("web", topic, true),
    );
    expect(kept).toEqual([
      topics.clock(),
      topics.city(),
      topics.debug(dst),
      topics.keyframe(nbh, 15),
      topics.observation(agt),
    ]);
  });

  it("[BU-4] grants single-level filters over the city's topics and nothing wider", () => {
    for (const filter of [
      "/world/+",
      "/district/+/+",
      "/district/+/feed",
      `/agent/${agt}/+`,
      "/neighborhood/+/delta",
    ]) {
      expect([filter, maySubscribe(filter)]).toEqual([filter, true]);
    }
    for (const filter of [
      "#",
      "/#",
      "+/+",
      "/+/+",
      "/world/#",
      "/district/+",
      "$share/g/world/+",
      "$SYS/#",
      "",
      "/agent/+/+/+",
      "/constructor/+/+",
    ]) {
      expect([filter, maySubscribe(filter)]).toEqual([filter, false]);
    }
  });
});
