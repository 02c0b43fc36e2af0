import { describe, expect, it } from "vitest";
import { decodeIndex, encodePlan } from "#city/plan/codec.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { chooseRooms, sameRooms } from "./room-list.ts";

const index = decodeIndex(encodePlan(hamletPlan()).index);
const all = { has: () => true };
const at = {
  xM: index.widthCm / 200,
  zM: index.depthCm / 200,
  eyeXM: index.widthCm / 200,
  eyeZM: index.depthCm / 200,
  reachM: 5_000,
};

describe("rooms to follow", () => {
  it("[SC-3] nearest first, never more than allowed", () => {
    const rooms = chooseRooms(index, all, at, 3);
    expect(rooms).toHaveLength(3);
    const far = (n: number | undefined) => {
      const entry = index.neighborhoods[n ?? -1];
      return Math.hypot(
        (entry?.originXCm ?? 0) / 100 + 150 - at.xM,
        (entry?.originZCm ?? 0) / 100 + 150 - at.zM,
      );
    };
    expect(far(rooms[0])).toBeLessThanOrEqual(far(rooms[2]));
    expect(Math.max(...rooms.map(far))).toBeLessThanOrEqual(
      Math.min(...index.neighborhoods.filter((n) => !rooms.includes(n.index)).map((n) => far(n.index))) +
        1e-9,
    );
  });

  it("[SC-3] only rooms whose plan is loaded", () => {
    expect(chooseRooms(index, { has: (n) => n === 1 }, at, 400)).toEqual([1]);
  });

  it("[SC-3] the order of rooms does not make a new view", () => {
    expect([sameRooms([1, 2, 3], [3, 1, 2]), sameRooms([1, 2], [1, 3]), sameRooms([1], [])]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
