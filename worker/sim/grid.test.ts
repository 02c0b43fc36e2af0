import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { Grid } from "./grid.ts";

interface Points {
  readonly xCm: Int32Array;
  readonly zCm: Int32Array;
}

/** Points of a city, of one street, of squares with a few and with a crowd, and a few far from each other; negative ones too. */
const SCENES = [
  { count: 400, wideCm: 60_000, deepCm: 60_000 },
  { count: 300, wideCm: 90_000, deepCm: 0 },
  { count: 120, wideCm: 1_500, deepCm: 1_500 },
  { count: 900, wideCm: 4_000, deepCm: 3_000 },
  { count: 12, wideCm: 16_700_000, deepCm: 13_000_000 },
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

/** By brute force: who lies within the radius, nearest first, by index where the whole centimetres are the same. */
function byDistance(points: Points, x: number, z: number, radiusCm: number): number[] {
  const cmTo = (id: number): number =>
    Math.floor(Math.hypot((points.xCm[id] ?? 0) - x, (points.zCm[id] ?? 0) - z));
  const near = [...points.xCm.keys()].filter((id) => isWithin(points, id, x, z, radiusCm));
  return near.sort((a, b) => cmTo(a) - cmTo(b) || a - b);
}

function nearestOf(grid: Grid, x: number, z: number, most: number, isSeen = (_id: number) => true): number[] {
  const found: number[] = [];
  grid.nearest({ xCm: x, zCm: z }, most, isSeen, (id) => found.push(id));
  return found;
}

/** Both ids of every pair, the lower first. */
function pairsOf(grid: Grid): string[] {
  const pairs: string[] = [];
  grid.pairs((first, end, others, ends) => {
    for (let place = first; place < end; place++) {
      const a = grid.idAt(place);
      for (const other of others.subarray(place === first ? 0 : ends[place - 1], ends[place])) {
        const b = grid.idAt(other);
        pairs.push(`${Math.min(a, b)} ${Math.max(a, b)}`);
      }
    }
  });
  return pairs.sort();
}

test("[GR-1] the nearest of a spot are those within the radius in the order of distance, wherever the spot lies", () => {
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
        const most = draws.pick([0, 1, 7, 32, scene.count + 1]);
        const expected = byDistance(points, x, z, radiusCm);
        const where = `scene ${seed}, radius ${radiusCm}, spot ${x}/${z}, at most ${most}`;
        expect(nearestOf(grid, x, z, most), where).toEqual(expected.slice(0, most));
        const odd = expected.filter((id) => id % 2 === 1);
        expect(
          nearestOf(grid, x, z, most, (id) => id % 2 === 1),
          where,
        ).toEqual(odd.slice(0, most));
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
    expect(pairsOf(grid), `scene ${seed}`).toEqual(expected.sort());
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
    expect(pairsOf(grid), `${count} points`).toEqual(pairsOf(fresh));
  }
});
