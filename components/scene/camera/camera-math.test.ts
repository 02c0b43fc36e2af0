import { describe, expect, it } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import {
  between,
  clampView,
  dragged,
  eyeOf,
  groundUnder,
  projected,
  rayThrough,
  type View,
  type ViewBounds,
  zoomedAt,
} from "./camera-math.ts";

const bounds: ViewBounds = { minXM: 0, minZM: 0, maxXM: 5_000, maxZM: 5_000, maxDistanceM: 6_000 };
const view: View = { xM: 2_000, zM: 2_000, distanceM: 500, bearing: 0, pitch: 45 };

describe("camera", () => {
  it("[SC-7] facing north, the eye is south of what it looks at and above the ground", () => {
    const [x, y, z] = eyeOf(view);
    expect(x).toBeCloseTo(2_000);
    expect(y).toBeCloseTo(353.55, 1);
    expect(z).toBeCloseTo(2_353.55, 1);
  });

  it("[SC-7] what a point of the screen shows is projected back to that point (fuzz)", () => {
    const draws = new Draws(3);
    for (let i = 0; i < 300; i++) {
      const turned: View = {
        ...view,
        bearing: draws.below(360),
        pitch: draws.below(80),
        distanceM: 20 + draws.below(3_000),
      };
      const at = [draws.below(200) / 100 - 1, -draws.below(100) / 100] as const;
      const ground = groundUnder(turned, at[0], at[1], 1.6);
      if (!ground) continue;
      const back = projected(turned, [ground[0], 0, ground[1]], 1.6);
      expect(back?.[0], `seed ${draws.seed}, round ${i}`).toBeCloseTo(at[0], 4);
      expect(back?.[1], `seed ${draws.seed}, round ${i}`).toBeCloseTo(at[1], 4);
    }
  });

  it("[SC-7] zooming keeps the ground under the cursor", () => {
    const before = groundUnder(view, 0.4, -0.3, 1.6);
    const after = groundUnder(zoomedAt(view, 0.5, 0.4, -0.3, 1.6, bounds), 0.4, -0.3, 1.6);
    expect(after?.[0]).toBeCloseTo(before?.[0] ?? 0, 3);
    expect(after?.[1]).toBeCloseTo(before?.[1] ?? 0, 3);
  });

  it("[SC-7] dragging brings the grabbed ground under the pointer", () => {
    const grabbed = groundUnder(view, 0.1, 0, 1.6);
    const moved = groundUnder(dragged(view, [0.1, 0], [-0.3, -0.2], 1.6, bounds), -0.3, -0.2, 1.6);
    expect(moved?.[0]).toBeCloseTo(grabbed?.[0] ?? 0, 3);
    expect(moved?.[1]).toBeCloseTo(grabbed?.[1] ?? 0, 3);
  });

  it("[SC-7] a view is brought back inside its bounds and its eye above the ground (fuzz)", () => {
    const draws = new Draws(9);
    for (let i = 0; i < 500; i++) {
      const wild: View = {
        xM: draws.below(20_000) - 8_000,
        zM: draws.below(20_000) - 8_000,
        distanceM: draws.below(40_000) / 4,
        bearing: draws.below(2_000) - 1_000,
        pitch: draws.below(300) - 150,
      };
      const tame = clampView(wild, bounds);
      expect(
        tame.xM >= 0 && tame.xM <= 5_000 && tame.distanceM <= 6_000,
        `seed ${draws.seed}, round ${i}`,
      ).toBe(true);
      expect(tame.bearing >= 0 && tame.bearing < 360, `seed ${draws.seed}, round ${i}`).toBe(true);
      expect(eyeOf(tame)[1], `seed ${draws.seed}, round ${i}`).toBeGreaterThan(1.1);
    }
  });

  it("[SC-7] a flight turns the short way round and ends where it should", () => {
    const from = { ...view, bearing: 350 };
    const to = { ...view, bearing: 10, distanceM: 50 };
    expect(between(from, to, 0.5).bearing).toBeCloseTo(360);
    expect(between(from, to, 1)).toMatchObject({ distanceM: 50, bearing: 370 });
  });

  it("[SC-7] above the horizon there is no ground", () => {
    expect(groundUnder({ ...view, pitch: 84 }, 0, 0.9, 1.6)).toBeNull();
    expect(rayThrough(view, 0, 0, 1)[1]).toBeLessThan(0);
  });
});
