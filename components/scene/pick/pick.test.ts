import { describe, expect, it } from "vitest";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { pickAgent, pickBuilding } from "./pick.ts";

describe("picking", () => {
  const encoded = encodePlan(hamletPlan());
  const index = decodeIndex(encoded.index);
  const plans = new Map(encoded.neighborhoods.map((bytes, n) => [n, decodeNeighborhood(index, n, bytes)]));

  it("[SC-8] looking straight down at a building's middle finds it", () => {
    for (const plan of plans.values()) {
      for (let i = 0; i < plan.buildings.count; i++) {
        const x = (plan.buildings.centreXCm[i] ?? 0) / 100;
        const z = (plan.buildings.centreZCm[i] ?? 0) / 100;
        const hit = pickBuilding(index, plans, { origin: [x, 400, z], direction: [0, -1, 0] });
        expect(hit?.building).toBe(plan.buildingBase + i);
        expect(hit?.distanceM).toBeCloseTo(400 - (plan.buildings.heightCm[i] ?? 0) / 100, 3);
      }
    }
  });

  it("[SC-8] a ray into the sky finds nothing", () => {
    expect(pickBuilding(index, plans, { origin: [500, 50, 500], direction: [0, 1, 0] })).toBeNull();
  });

  it("[SC-8] of two bodies on the ray the nearer is picked; beside the ray nobody is", () => {
    const ray = { origin: [0, 0.9, 0], direction: [1, 0, 0] } as const;
    const bodies = [
      [1, 40, 0.3],
      [2, 10, -0.4],
      [3, 20, 9],
    ] as const;
    expect(pickAgent(bodies, ray, 1, 0)?.agent).toBe(2);
    expect(pickAgent([[3, 20, 9]], ray, 1, 0)).toBeNull();
  });
});
