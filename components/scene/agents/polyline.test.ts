import { describe, expect, it } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { cutAt, offsetPath, poseAt, toPolyline } from "./polyline.ts";

describe("offset paths", () => {
  it("[SC-5] runs on the right: eastward means to the south", () => {
    expect(offsetPath([0, 0, 100, 0], [3], 16)).toEqual([0, 3, 100, 3]);
  });

  it("[SC-5] mitres a right-angled corner, inside and outside", () => {
    expect(offsetPath([0, 0, 100, 0, 100, 100], [3, 3], 16)).toEqual([0, 3, 97, 3, 97, 100]);
    expect(offsetPath([0, 0, 100, 0, 100, -100], [3, 3], 16)).toEqual([0, 3, 103, 3, 103, -100]);
  });

  it("[SC-5] joins streets of different width where their lanes meet", () => {
    expect(offsetPath([0, 0, 100, 0, 100, 100], [6, 2], 16)).toEqual([0, 6, 98, 6, 98, 100]);
  });

  it("[SC-5] turns back on the spot without a spike", () => {
    const turned = offsetPath([0, 0, 100, 0, 0, 0], [3, 3], 16);
    for (let i = 0; i < turned.length; i += 2) expect(Math.abs(turned[i] ?? 0)).toBeLessThanOrEqual(110);
    expect(turned.slice(-2)).toEqual([0, -3]);
  });

  it("[SC-5] stays near the street and within the points allowed (fuzz)", () => {
    const draws = new Draws(5);
    for (let round = 0; round < 500; round++) {
      const count = 2 + draws.below(14);
      const points: number[] = [];
      for (let i = 0; i < count; i++) points.push(draws.below(400), draws.below(400));
      const offsets = Array.from({ length: count - 1 }, () => draws.below(12) - 3);
      const moved = offsetPath(points, offsets, 16);
      const label = `seed ${draws.seed}, round ${round}`;
      expect(moved.length / 2, label).toBeLessThanOrEqual(16);
      expect(moved.every(Number.isFinite), label).toBe(true);
      for (let i = 0; i < moved.length; i += 2) {
        const near = points.some(
          (_, k) =>
            k % 2 === 0 &&
            Math.hypot((moved[i] ?? 0) - (points[k] ?? 0), (moved[i + 1] ?? 0) - (points[k + 1] ?? 0)) < 30,
        );
        expect(near, label).toBe(true);
      }
    }
  });
});

describe("poses on a way", () => {
  const line = toPolyline([0, 0, 30, 0, 30, 10]);

  it("[SC-4] goes at one pace from the first point to the last", () => {
    expect(poseAt(line, 0)).toMatchObject({ xM: 0, zM: 0, dirX: 1, dirZ: 0 });
    expect(poseAt(line, 0.5)).toMatchObject({ xM: 20, zM: 0 });
    expect(poseAt(line, 1)).toMatchObject({ xM: 30, zM: 10, dirX: 0, dirZ: 1 });
  });

  it("[SC-4] a way cut short ends where the body was", () => {
    const cut = cutAt(line, 0.875);
    const end = poseAt(cut, 1);
    expect([end.xM, end.zM]).toEqual([30, 5]);
    expect(poseAt(cut, 0)).toMatchObject({ xM: 0, zM: 0 });
  });

  it("[SC-4] one that stands faces somewhere", () => {
    const pose = poseAt(toPolyline([4, 5, 4, 5]), 0.3);
    expect([pose.xM, pose.zM, Math.hypot(pose.dirX, pose.dirZ)]).toEqual([4, 5, 1]);
  });
});
