// biome-ignore-all lint/suspicious/noThenProperty: the wire names what follows a leg `then`; it is never a function.
import { describe, expect, it } from "vitest";
import type { AfterLeg, LegEvent } from "#city/protocol/wire-types.ts";
import { gridPlace } from "#tests/util/grid-place.ts";
import { Tracks } from "./tracks.ts";

const here = gridPlace(0, 4);
const next = gridPlace(1, 4);

function leg(
  agent: number,
  startMs: number,
  endMs: number,
  then: AfterLeg = "inside",
  neighborhood = 0,
): LegEvent {
  return {
    kind: "leg",
    neighborhood,
    agent,
    mode: "foot",
    fromBuilding: -1,
    nodes: [0, 1],
    toBuilding: -1,
    startMs,
    endMs,
    then,
  };
}

describe("tracks", () => {
  it("[SC-4] a body is seen from the start of its leg until it goes inside", () => {
    const tracks = new Tracks();
    tracks.apply([leg(5, 1_000, 2_000)], here, false);
    expect([999, 1_000, 2_000, 2_001].map((t) => tracks.pose(5, t) !== null)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    tracks.sweep(2_500);
    expect([tracks.slots.slotOf(5), tracks.slots.size]).toEqual([-1, 0]);
  });

  it("[SC-4] a body that stays is seen until something else is told", () => {
    const tracks = new Tracks();
    tracks.apply([leg(5, 1_000, 2_000, "stay")], here, false);
    tracks.sweep(9_999_999);
    expect(tracks.pose(5, 9_999_999)).not.toBeNull();
    tracks.apply([{ kind: "gone", neighborhood: 0, agent: 5, atMs: 10_000_000 }], here, false);
    tracks.sweep(10_000_001);
    expect(tracks.slots.size).toBe(0);
  });

  it("[SC-4] a stretch in the next neighborhood takes over where the last one ended", () => {
    const tracks = new Tracks();
    tracks.apply([leg(5, 1_000, 2_000, "onward")], here, false);
    tracks.apply([leg(5, 2_000, 3_000, "inside", 1)], next, false);
    tracks.sweep(2_500);
    expect(tracks.current(5, 2_500)?.neighborhood).toBe(1);
    expect(tracks.stretchesOf(5)).toHaveLength(1);
  });

  it("[SC-4] a cancelled way ends where the body is, and later stretches do not happen", () => {
    const tracks = new Tracks();
    tracks.apply([leg(5, 1_000, 2_000), leg(5, 2_000, 3_000)], here, false);
    const then = tracks.pose(5, 1_500);
    tracks.apply([{ kind: "cancel", neighborhood: 0, agent: 5, atMs: 1_500 }], here, false);
    expect(tracks.pose(5, 8_000)?.xM).toBeCloseTo(then?.xM ?? 0, 3);
    expect(tracks.pose(5, 8_000)?.zM).toBeCloseTo(then?.zM ?? 0, 3);
    expect(tracks.stretchesOf(5)).toHaveLength(1);
  });

  it("[SC-3] a keyframe replaces what was known of its neighborhood, and only that", () => {
    const tracks = new Tracks();
    tracks.apply([leg(5, 0, 9_000, "stay"), leg(6, 0, 9_000, "stay")], here, false);
    tracks.apply([leg(7, 0, 9_000, "stay", 1)], next, false);
    tracks.apply([leg(6, 0, 9_000, "stay")], here, true);
    expect([5, 6, 7].map((agent) => tracks.pose(agent, 5_000) !== null)).toEqual([false, true, true]);
    tracks.leave(0);
    expect([...tracks.agents()]).toEqual([7]);
  });

  it("[SC-4] a new way replaces what its neighborhood had announced from then on, and nothing of the next one", () => {
    const tracks = new Tracks();
    tracks.apply([leg(5, 4_000, 5_000, "inside", 1)], next, false);
    tracks.apply([leg(5, 1_000, 2_000, "onward"), leg(5, 2_000, 4_000, "onward")], here, false);
    tracks.apply([leg(5, 1_500, 3_000, "onward")], here, false);
    expect(tracks.stretchesOf(5).map((stretch) => stretch.startMs)).toEqual([1_000, 1_500, 4_000]);
  });

  it("[SC-6] says which slots changed, once", () => {
    const tracks = new Tracks();
    tracks.apply([leg(5, 0, 10), leg(6, 0, 10)], here, false);
    expect(tracks.takeDirty().sort()).toEqual([0, 1]);
    expect(tracks.takeDirty()).toEqual([]);
  });
});
