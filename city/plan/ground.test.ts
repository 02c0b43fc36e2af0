import { describe, expect, test } from "vitest";
import { at } from "../assert.ts";
import { unitVector } from "../geometry/directions.ts";
import { pointInPolygon } from "../geometry/polygon.ts";
import { type Rectangle, rectangleCorners, rectanglesOverlap } from "../geometry/rectangle.ts";
import { Buckets, footprint, planFor, tailsOf } from "./plan-fixtures.ts";
import { halfWidthCm } from "./street-class.ts";
import { type CityPlan, NO_BUILDING } from "./types.ts";

const CASES: readonly (readonly [string, number])[] = [
  ["borough", 10_000],
  ["hamlet", 200],
  ["tide", 201],
  ["kiln", 800],
  ["ash", 1_500],
  ["plum", 2_600],
  ["moss", 4_000],
];

/** What two outlines may share by rounding, cm. */
const RIM_CM = 8;

function boxOfRectangle(r: Rectangle): [number, number, number, number] {
  const reach = r.halfWidth + r.halfDepth;
  return [r.x - reach, r.z - reach, r.x + reach, r.z + reach];
}

/** Pairs of a table's rectangles that overlap. */
function overlaps(plan: CityPlan, table: CityPlan["buildings"] | CityPlan["parcels"]): string[] {
  const buckets = new Buckets(6_000);
  const found: string[] = [];
  for (let i = 0; i < table.count; i++) {
    const r = footprint(table, i);
    for (const j of buckets.near(...boxOfRectangle(r))) {
      if (rectanglesOverlap(r, footprint(table, j), RIM_CM))
        found.push(`${plan.seed}: ${i} and ${j} at ${r.x},${r.z}`);
    }
    buckets.add(i, ...boxOfRectangle(r));
  }
  return found;
}

/** The paved strips of all streets, in buckets. */
function corridors(plan: CityPlan): { buckets: Buckets; strips: Rectangle[] } {
  const { graph } = plan;
  const tails = tailsOf(plan);
  const buckets = new Buckets(10_000);
  const strips: Rectangle[] = [];
  for (let e = 0; e < graph.edgeTo.length; e++) {
    const [a, b] = [at(tails, e), at(graph.edgeTo, e)];
    if (b < a) continue;
    const x = at(graph.nodeXCm, a);
    const z = at(graph.nodeZCm, a);
    const [axisX, axisZ, length] = unitVector(at(graph.nodeXCm, b) - x, at(graph.nodeZCm, b) - z);
    const middle = { x: (x + at(graph.nodeXCm, b)) / 2, z: (z + at(graph.nodeZCm, b)) / 2 };
    const strip = {
      ...middle,
      axisX,
      axisZ,
      halfWidth: length / 2,
      halfDepth: halfWidthCm(at(graph.edgeClass, e)),
    };
    buckets.add(strips.length, ...boxOfRectangle(strip));
    strips.push(strip);
  }
  return { buckets, strips };
}

describe.each(CASES)("the ground of plan %s of %i buildings", (seed, buildings) => {
  const plan = planFor(seed, buildings);

  test("[CP-7] parcels do not overlap, nor do buildings", () => {
    expect(overlaps(plan, plan.parcels)).toEqual([]);
    expect(overlaps(plan, plan.buildings)).toEqual([]);
  });

  test("[CP-7] a building stands on its parcel, along its street, to the right of its door's edge", () => {
    for (let i = 0; i < plan.parcels.count; i++) {
      const b = at(plan.parcels.building, i);
      if (b === NO_BUILDING) continue;
      expect(at(plan.buildings.parcel, b)).toBe(i);
      const lot = rectangleCorners({
        ...footprint(plan.parcels, i),
        halfWidth: at(plan.parcels.widthCm, i) / 2 + 3,
        halfDepth: at(plan.parcels.depthCm, i) / 2 + 3,
      });
      const corners = rectangleCorners(footprint(plan.buildings, b));
      for (let c = 0; c < 8; c += 2)
        expect(pointInPolygon(lot, at(corners, c), at(corners, c + 1)), `building ${b}`).toBe(true);
      const edge = at(plan.buildings.doorEdge, b);
      expect(at(plan.parcels.edge, i)).toBe(edge);
      expect(at(plan.buildings.doorOffsetCm, b)).toBeLessThanOrEqual(at(plan.graph.edgeLengthCm, edge));
      expect(at(plan.buildings.homes, b) + at(plan.buildings.jobs, b)).toBeGreaterThan(0);
      expect(at(plan.buildings.homes, b) * at(plan.buildings.jobs, b)).toBe(0);
    }
    const empty = plan.parcels.building.filter((b) => b === NO_BUILDING).length;
    expect(empty).toBeGreaterThan(0);
    expect(empty).toBeLessThan(plan.parcels.count * 0.12);
    for (const value of plan.parcels.landValueCents) expect(value).toBeGreaterThan(0);
  });

  test("[CP-7] nothing is built on a street, and doors open onto the pavement", () => {
    const { buckets, strips } = corridors(plan);
    const found: string[] = [];
    for (let i = 0; i < plan.parcels.count; i++) {
      const r = footprint(plan.parcels, i);
      for (const s of buckets.near(...boxOfRectangle(r))) {
        const strip = strips[s];
        if (strip && rectanglesOverlap(r, strip, RIM_CM)) found.push(`${seed}: parcel ${i} at ${r.x},${r.z}`);
      }
    }
    expect(found).toEqual([]);
  });

  test("[CP-7] nothing is built in water, in a park or on a square", () => {
    const buckets = new Buckets(30_000);
    plan.areas.forEach((area, a) => {
      const xs = area.points.filter((_, i) => i % 2 === 0);
      const zs = area.points.filter((_, i) => i % 2 === 1);
      buckets.add(a, Math.min(...xs), Math.min(...zs), Math.max(...xs), Math.max(...zs));
    });
    const found: string[] = [];
    for (let i = 0; i < plan.parcels.count; i++) {
      const corners = rectangleCorners(footprint(plan.parcels, i));
      for (let c = 0; c < 8; c += 2) {
        const [x, z] = [at(corners, c), at(corners, c + 1)];
        for (const a of buckets.near(x, z, x, z)) {
          const area = plan.areas[a];
          if (area && pointInPolygon(area.points, x, z))
            found.push(`${seed}: parcel ${i} in ${area.kind} ${area.name}`);
        }
      }
    }
    expect(found).toEqual([]);
  });

  test("[CP-8] areas run counter-clockwise seen from above and belong to a neighborhood", () => {
    for (const area of plan.areas) {
      expect(plan.neighborhoods[area.neighborhood]).toBeDefined();
      let twice = 0;
      for (let i = 0; i < area.points.length; i += 2) {
        const j = (i + 2) % area.points.length;
        twice += at(area.points, i) * at(area.points, j + 1) - at(area.points, j) * at(area.points, i + 1);
      }
      expect(twice, `${area.kind} ${area.name}`).toBeLessThan(0);
    }
  });
});
