import { describe, expect, it } from "vitest";
import { LIMITS } from "../../city/limits.ts";
import type { FrameHead } from "../../city/protocol/wire-types.ts";
import { type FrameOutcome, RoomCache } from "./room-cache.ts";

const bytesOf = (name: string) => Buffer.from(name);
const head = (
  kind: FrameHead["kind"],
  tick: number,
  previousTick: number,
  more: Partial<FrameHead> = {},
): FrameHead => {
  return { kind, neighborhood: 1, generation: 1, tick, previousTick, page: 0, pages: 1, ...more };
};
const keyframe = (cache: RoomCache, tick: number, more?: Partial<FrameHead>) =>
  cache.accept(head("keyframe", tick, 0, more), bytesOf(`k${tick}.${more?.page ?? 0}`));
const delta = (cache: RoomCache, tick: number, previousTick: number, more?: Partial<FrameHead>) =>
  cache.accept(head("delta", tick, previousTick, more), bytesOf(`d${tick}`));
const caughtUp = (cache: RoomCache, haveTick: number) => cache.catchUp(haveTick)?.map(String) ?? null;

/** A room with keyframe 10 and deltas 12 and 15. */
function lively(): RoomCache {
  const cache = new RoomCache();
  keyframe(cache, 10);
  delta(cache, 12, 9);
  delta(cache, 15, 12);
  return cache;
}

describe("RoomCache", () => {
  it("[RL-1] brings a newcomer up by keyframe and deltas, a returning viewer by what it missed", () => {
    const cache = lively();
    expect(caughtUp(cache, -1)).toEqual(["k10.0", "d12", "d15"]);
    expect(caughtUp(cache, 9)).toEqual(["k10.0", "d12", "d15"]);
    expect(caughtUp(cache, 12)).toEqual(["d15"]);
    expect(caughtUp(cache, 13)).toEqual(["d15"]);
    expect(caughtUp(cache, 15)).toEqual([]);
    expect(caughtUp(cache, 99)).toEqual(["k10.0", "d12", "d15"]);
  });

  it("[RL-2] a delta that does not follow breaks the chain until the next keyframe", () => {
    const cache = lively();
    expect(delta(cache, 18, 17)).toBe("gap");
    expect(cache.needsKeyframe).toBe(true);
    expect(caughtUp(cache, 15)).toBeNull();
    expect(keyframe(cache, 19)).toBe("restart");
    expect(delta(cache, 20, 18)).toBe("delta");
    expect(caughtUp(cache, -1)).toEqual(["k19.0", "d20"]);
  });

  it("[RL-2] a keyframe at hand makes good what was missed before it", () => {
    const cache = lively();
    expect(keyframe(cache, 20)).toBe("keyframe");
    expect(delta(cache, 22, 18)).toBe("restart");
    expect(caughtUp(cache, -1)).toEqual(["k20.0", "d22"]);
    expect(caughtUp(cache, 15)).toEqual(["k20.0", "d22"]);
  });

  it("[RL-2] a keyframe that names a delta which never came is where everyone starts again", () => {
    const cache = lively();
    expect(keyframe(cache, 17, { previousTick: 15 })).toBe("keyframe");
    expect(keyframe(cache, 20, { previousTick: 18 })).toBe("restart");
    expect(caughtUp(cache, 15)).toEqual(["k20.0"]);
  });

  it("[RL-3] drops what is older or was there before", () => {
    const cache = lively();
    expect([delta(cache, 15, 12), delta(cache, 14, 12), keyframe(cache, 10), keyframe(cache, 9)]).toEqual(
      Array(4).fill("stale"),
    );
    expect(delta(cache, 16, 15, { generation: 0 })).toBe("stale");
  });

  it("[RL-3] another generation starts anew", () => {
    const cache = lively();
    expect(delta(cache, 16, 15, { generation: 2 })).toBe("gap");
    expect(keyframe(cache, 16, { generation: 2 })).toBe("restart");
    expect(delta(cache, 17, 16)).toBe("stale");
  });

  it("[RL-4] a paged keyframe counts when all its pages are there, whatever old pages lie between", () => {
    const cache = new RoomCache();
    const page = (tick: number, index: number): FrameOutcome =>
      keyframe(cache, tick, { page: index, pages: 3 });
    expect([page(7, 2), page(8, 0), page(7, 1), page(8, 2), page(7, 0), page(8, 1)]).toEqual([
      ...Array(5).fill("waiting"),
      "restart",
    ]);
    expect(caughtUp(cache, -1)).toEqual(["k8.0", "k8.1", "k8.2"]);
  });

  it("[RL-5] keeps a bounded chain: without keyframes newcomers wait, followers go on", () => {
    const cache = lively();
    for (let tick = 16; tick < 200; tick++) expect(delta(cache, tick, tick - 1)).toBe("delta");
    expect(cache.needsKeyframe).toBe(true);
    expect(caughtUp(cache, -1)).toBeNull();
    expect(caughtUp(cache, 198)).toEqual(["d199"]);
    const kept = LIMITS.relayChainKeyframesMax * LIMITS.keyframeEveryTicks;
    expect(caughtUp(cache, 199 - kept)?.length).toBe(kept);
    expect(caughtUp(cache, 198 - kept)).toBeNull();
    expect(keyframe(cache, 199)).toBe("keyframe");
    expect(caughtUp(cache, -1)).toEqual(["k199.0"]);
  });
});
