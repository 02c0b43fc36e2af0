import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { Grid } from "./grid.ts";

interface Points {
  readonly xCm: Int32Array;
  readonly zCm: Int32Array;
}

/** Points of a city, of one street, of one square, and a few far from each other; negative ones too. */
const SCENES = [
  { count: 400, wideCm: 60_000, deepCm: 60_000 },
  { count: 300, wideCm: 90_000, deepCm: 0 },
  { count: 120, wideCm: 1_500, deepCm: 1_500 },
  { count: 12, wideCm: 90_000_000, deepCm: 70_000_000 },
  { count: 1, wideCm: 10, deepCm: 10 },
  { count: 0, wideCm: 10, deepCm: 10 },
];

function scatter(draws: Draws, scene: (typeof SCENES)[number]): Points {
  const coordinate = (width: number) => () => draws.below(width + 1) - Math.floor(width / 3);
  const make = (width: number) => Int32Array.from({ length: scene.count }, coordinate(width));
  return { xCm: make(scene.wideCm), zCm: make(scene.deepCm) };
}

function isWithin({ xCm, zCm }: Points, i: number, x: number, z: number, radiusCm: number): boolean {
  const dx = (xCm[i] ?? 0) - x;
  const dz = (zCm[i] ?? 0) - z;
  return dx * dx + dz * dz <= radiusCm * radiusCm;
}

test("[GR-1] around a spot are exactly the points within the radius, wherever the spot lies", () => {
  for (const [seed, scene] of SCENES.entries()) {
    const draws = new Draws(seed);
    for (const radiusCm of [1, 333, 2_500, 6_000]) {
      const points = scatter(draws, scene);
      const grid = new Grid(radiusCm);
      grid.sort(points.xCm, points.zCm);
      for (let i = 0; i < 40; i++) {
        const own = draws.chance(50) ? draws.below(scene.count + 1) : -1;
        const x = points.xCm[own] ?? draws.below(scene.wideCm * 3) - scene.wideCm;
        const z = points.zCm[own] ?? draws.below(scene.deepCm * 3 + 1) - scene.deepCm;
        const expected = [...points.xCm.keys()].filter((id) => isWithin(points, id, x, z, radiusCm));
        const found: number[] = [];
        grid.around(x, z, (id) => found.push(id));
        expect(
          found.sort((a, b) => a - b),
          `scene ${seed}, radius ${radiusCm}, spot ${x}/${z}`,
        ).toEqual(expected);
      }
    }
  }
});

test("[GR-2] every two points within the radius are met once", () => {
  for (const [seed, scene] of SCENES.entries()) {
    const draws = new Draws(100 + seed);
    const points = scatter(draws, scene);
    const grid = new Grid(2_500);
    grid.sort(points.xCm, points.zCm);
    const expected: string[] = [];
    for (let a = 0; a < scene.count; a++) {
      for (let b = a + 1; b < scene.count; b++) {
        if (isWithin(points, a, points.xCm[b] ?? 0, points.zCm[b] ?? 0, 2_500)) expected.push(`${a} ${b}`);
      }
    }
    const met: string[] = [];
    grid.pairs((a, b) => met.push(`${Math.min(a, b)} ${Math.max(a, b)}`));
    expect(met.sort(), `scene ${seed}`).toEqual(expected.sort());
  }
});

test("[GR-3] a grid that is sorted anew knows nothing of the points before, however many they were", () => {
  const draws = new Draws(5);
  const grid = new Grid(2_500);
  for (const count of [500, 20, 0, 700]) {
    const points = scatter(draws, { count, wideCm: 40_000, deepCm: 30_000 });
    grid.sort(points.xCm, points.zCm);
    const fresh = new Grid(2_500);
    fresh.sort(points.xCm, points.zCm);
    const pairsOf = (one: Grid): string[] => {
      const pairs: string[] = [];
      one.pairs((a, b) => pairs.push(`${a} ${b}`));
      return pairs.sort();
    };
    expect(pairsOf(grid), `${count} points`).toEqual(pairsOf(fresh));
  }
});
