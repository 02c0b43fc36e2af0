import { describe, expect, it } from "vitest";
import type { ClockState } from "#city/protocol/messages.ts";
import type { FrameHead } from "#city/protocol/wire-types.ts";
import { CityClock, simMsAt, timeOfDay } from "./city-clock.ts";
import { type FreshnessFacts, judgeFreshness } from "./freshness.ts";
import { RoomState } from "./room-state.ts";
import { readUrlState, writeUrlState } from "./url-state.ts";

const clock: ClockState = {
  tick: 100,
  wallMs: 1_000_000,
  speed: 12,
  tickMs: 60_000,
  startOfDayMs: 6 * 3_600_000,
  paceDivisor: 4,
  epoch: 1,
};

describe("clock", () => {
  it("[SC-2] simulated time runs at the city's speed from its epoch", () => {
    expect(simMsAt(clock, 1_000_000)).toBe(27_600_000);
    expect(simMsAt(clock, 1_005_000)).toBe(27_660_000);
    expect(simMsAt({ ...clock, speed: 0 }, 9_999_999)).toBe(27_600_000);
  });

  it("[SC-2] draws one wall second behind the city", () => {
    const ours = new CityClock();
    expect(ours.drawnMs(1_005_000)).toBeNull();
    ours.set(clock);
    expect(ours.drawnMs(1_005_000)).toBe(27_660_000 - 12_000);
    expect(ours.expectedTick(1_005_000)).toBe(101);
  });

  it("[SC-2] an older epoch does not replace a newer one", () => {
    const ours = new CityClock();
    ours.set({ ...clock, epoch: 2, tick: 500 });
    ours.set(clock);
    expect(ours.state?.tick).toBe(500);
  });

  it("[SC-2] a frame from the future shows that this machine's clock is behind", () => {
    const ours = new CityClock();
    ours.set(clock);
    ours.heardTick(106, 1_000_000);
    expect(ours.expectedTick(1_000_000)).toBe(106);
    ours.heardTick(105, 1_000_000);
    expect(ours.expectedTick(1_000_000)).toBe(106);
  });

  it("[SC-2] days count from 1 and wrap at midnight", () => {
    expect(timeOfDay(6 * 3_600_000)).toEqual({ day: 1, hour: 6, minute: 0 });
    expect(timeOfDay(24.5 * 3_600_000)).toEqual({ day: 2, hour: 0, minute: 30 });
  });
});

describe("freshness", () => {
  const facts: FreshnessFacts = {
    everConnected: true,
    connected: true,
    lostForMs: 0,
    expectedTick: 50,
    newestTick: 49,
    tickMs: 5_000,
  };
  const states: readonly (readonly [Partial<FreshnessFacts>, string])[] = [
    [{}, "live"],
    [{ everConnected: false, connected: false }, "connecting"],
    [{ expectedTick: null }, "connecting"],
    [{ newestTick: 46 }, "delayed"],
    [{ newestTick: 20 }, "stale"],
    [{ connected: false, lostForMs: 3_000 }, "reconnecting"],
    [{ connected: false, lostForMs: 30_000 }, "stale"],
    [{ tickMs: Number.POSITIVE_INFINITY }, "frozen"],
  ];
  it.each(states)("[SC-9] %j is %s", (change, state) => {
    expect(judgeFreshness({ ...facts, ...change }).state).toBe(state);
  });
});

describe("rooms", () => {
  const head = (
    kind: FrameHead["kind"],
    tick: number,
    previousTick = tick,
    page = 0,
    pages = 1,
    generation = 1,
  ): FrameHead => ({
    kind,
    neighborhood: 7,
    generation,
    tick,
    previousTick,
    page,
    pages,
  });

  it("[SC-3] a keyframe starts a room and deltas follow on it, gaps in ticks without news included", () => {
    const rooms = new RoomState();
    expect(rooms.take(head("delta", 5, 4))).toBe("resync");
    expect([
      rooms.take(head("keyframe", 5)),
      rooms.take(head("delta", 6, 5)),
      rooms.take(head("delta", 9, 6)),
    ]).toEqual(["replace", "apply", "apply"]);
    expect(rooms.tickOf(7)).toBe(9);
  });

  it("[SC-3] what is old is dropped, what is missing asks for a new start", () => {
    const rooms = new RoomState();
    rooms.take(head("keyframe", 5));
    expect([rooms.take(head("delta", 5, 4)), rooms.take(head("delta", 9, 8)), rooms.tickOf(7)]).toEqual([
      "drop",
      "resync",
      -1,
    ]);
  });

  it("[SC-3] an older generation is dropped, a newer one goes on", () => {
    const rooms = new RoomState();
    rooms.take(head("keyframe", 5, 5, 0, 1, 3));
    expect(rooms.take(head("delta", 6, 5, 0, 1, 2))).toBe("drop");
    expect(rooms.take(head("delta", 6, 5, 0, 1, 4))).toBe("apply");
  });

  it("[SC-3] pages count as one frame, in order", () => {
    const rooms = new RoomState();
    expect(rooms.take(head("keyframe", 5, 5, 0, 2))).toBe("replace");
    expect(rooms.tickOf(7)).toBe(-1);
    expect(rooms.take(head("keyframe", 5, 5, 1, 2))).toBe("apply");
    expect(rooms.tickOf(7)).toBe(5);
    expect([rooms.take(head("delta", 6, 5, 0, 3)), rooms.take(head("delta", 6, 5, 2, 3))]).toEqual([
      "apply",
      "resync",
    ]);
  });
});

describe("address", () => {
  const view = { xM: 12.3, zM: 456.7, distanceM: 789, bearing: 10.5, pitch: 60 };

  it("[SC-10] camera and selection come back as they were, beside other parameters", () => {
    const search = writeUrlState("?quality=low&cam=1,2,3,4,5", view, "agt_10000a4");
    expect(search).toContain("quality=low");
    expect(readUrlState(search)).toEqual({ view, selected: "agt_10000a4" });
  });

  it.each(["", "?cam=1,2,3", "?cam=a,b,c,d,e&sel=<b>", "?cam=1,2,3,4,Infinity"])(
    "[SC-10] %s holds nothing",
    (search) => {
      expect(readUrlState(search)).toEqual({ view: null, selected: null });
    },
  );
});
