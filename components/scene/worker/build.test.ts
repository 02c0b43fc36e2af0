import { describe, expect, it } from "vitest";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { buildDetail, buildDistrict } from "./build.ts";
import { signedArea, triangulate } from "./polygon.ts";

const encoded = encodePlan(hamletPlan());
const index = decodeIndex(encoded.index);
const plans = encoded.neighborhoods.map((bytes, n) => decodeNeighborhood(index, n, bytes));
const built = plans.find((plan) => plan.buildings.count > 0);

describe("meshes", () => {
  it("[SC-1] the same plan gives the same mesh, byte for byte", () => {
    if (!built) throw new Error("no neighborhood with buildings");
    const [a, b] = [buildDetail(index, built, true).solid, buildDetail(index, built, true).solid];
    expect(Buffer.compare(Buffer.from(a.position.buffer), Buffer.from(b.position.buffer))).toBe(0);
    expect(a.index.length).toBeGreaterThan(built.buildings.count * 24);
  });

  it("[SC-1] every index points at a vertex, and walls reach their building's height", () => {
    if (!built) throw new Error("no neighborhood with buildings");
    const mesh = buildDetail(index, built, false).solid;
    expect(mesh.index.every((i) => i < mesh.position.length / 4)).toBe(true);
    const tallest = Math.max(...built.buildings.heightCm) / 100;
    expect(mesh.heightM).toBeGreaterThanOrEqual(tallest * 0.95);
  });

  it("[SC-1] a district's skyline has one range per neighborhood that together make up its index", () => {
    for (const district of index.districts) {
      const { skyline, ranges } = buildDistrict(
        index,
        district.neighborhoods.flatMap((n) => plans[n] ?? []),
      );
      expect(ranges.map((range) => range.neighborhood)).toEqual([...district.neighborhoods]);
      expect(ranges.reduce((sum, range) => sum + range.count, 0)).toBe(skyline.index.length);
    }
  });
});

describe("polygons", () => {
  it("[SC-1] a polygon with a bay is cut into triangles of its own area, whatever its winding", () => {
    const ring = [0, 0, 100, 0, 100, 100, 60, 100, 60, 40, 40, 40, 40, 100, 0, 100];
    const turned = ring.flatMap((_, i) =>
      i % 2 === 0 ? [ring[ring.length - 2 - i] ?? 0, ring[ring.length - 1 - i] ?? 0] : [],
    );
    for (const points of [ring, turned]) {
      const corners = triangulate(points);
      let area = 0;
      for (let i = 0; i < corners.length; i += 3) {
        area += Math.abs(
          signedArea(corners.slice(i, i + 3).flatMap((k) => [points[k * 2] ?? 0, points[k * 2 + 1] ?? 0])),
        );
      }
      expect(area).toBe(Math.abs(signedArea(points)));
    }
  });

  it("[SC-1] a ring that crosses itself still ends", () => {
    expect(triangulate([0, 0, 100, 100, 100, 0, 0, 100]).length % 3).toBe(0);
  });
});
