import { expect, it } from "vitest";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import type { DeedEvent } from "#city/protocol/wire-types.ts";
import { RoomDeeds } from "#components/net/room-deeds.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { CityMap } from "../city-map.ts";
import { housesNear } from "./house-list.ts";

const encoded = encodePlan(hamletPlan());
const map = new CityMap(decodeIndex(encoded.index));
for (const [n, bytes] of encoded.neighborhoods.entries())
  map.plans.set(n, decodeNeighborhood(map.index, n, bytes));

it("[SC-12] houses are those within reach of the eye that are somebody's or dressed, nearest first", () => {
  const deeds = new RoomDeeds();
  for (const plan of map.plans.values()) {
    const events = Array.from({ length: plan.buildings.count }, (_, building): DeedEvent => {
      const parcel = plan.buildingBase + building;
      return {
        kind: "deed",
        neighborhood: plan.index,
        parcel,
        building,
        owner: 5,
        colour: -1,
        use: -1,
        title: "",
        sign: "",
      };
    });
    deeds.apply(events, plan, true);
  }
  const [first] = [...map.plans.values()].filter((plan) => plan.buildings.count > 0);
  if (!first) throw new Error("no buildings");
  const eye = [
    (first.buildings.centreXCm[0] ?? 0) / 100,
    20,
    (first.buildings.centreZCm[0] ?? 0) / 100,
  ] as const;
  const near = housesNear(map, deeds, eye, 80);
  expect(near[0]?.building).toBe(first.buildingBase);
  expect(near.every(({ farM }, i) => farM <= 80 && farM >= (near[i - 1]?.farM ?? 0))).toBe(true);
  expect(housesNear(map, deeds, eye, 10)).toEqual([]);
  expect(housesNear(map, deeds, eye, 100_000).length).toBe(
    [...map.plans.values()].reduce((sum, plan) => sum + plan.buildings.count, 0),
  );
});
