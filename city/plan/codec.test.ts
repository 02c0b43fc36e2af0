import { brotliCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { at } from "../assert.ts";
import { below, hashWords } from "../rng.ts";
import { addressOf, localAddressOf } from "./address.ts";
import { assemblePlan, decodeIndex, decodeNeighborhood, encodePlan } from "./codec.ts";
import { exitsByStraightness } from "./exits.ts";
import { planFor } from "./plan-fixtures.ts";
import { type CityPlan, NO_BUILDING, type PlanIndex } from "./types.ts";

const CASES: readonly (readonly [string, number])[] = [
  ["borough", 10_000],
  ["hamlet", 200],
  ["a", 203],
  ["b", 260],
  ["c", 500],
  ["d", 900],
  ["e", 1_500],
  ["f", 2_500],
];

function indexFields(plan: CityPlan): PlanIndex {
  const { graph: _g, buildings: _b, parcels: _p, areas: _a, ...index } = plan;
  return index;
}

describe.each(CASES)("files of plan %s of %i buildings", (seed, buildings) => {
  const plan = planFor(seed, buildings);
  const files = encodePlan(plan);
  const index = decodeIndex(files.index);

  test("[CP-9] decoding gives back the plan, field by field", () => {
    expect(index).toEqual(indexFields(plan));
    const back = assemblePlan(index, files.neighborhoods);
    expect(back.graph).toEqual(plan.graph);
    expect(back.buildings).toEqual(plan.buildings);
    expect(back.parcels).toEqual(plan.parcels);
    expect(back.areas).toEqual(plan.areas);
  });

  test("[CP-9] one neighborhood alone agrees with the whole", () => {
    for (const n of plan.neighborhoods) {
      const part = decodeNeighborhood(index, n.index, files.neighborhoods[n.index] ?? new Uint8Array());
      part.nodeGlobal.forEach((node, i) => {
        expect([at(part.nodeXCm, i), at(part.nodeZCm, i)]).toEqual([
          at(plan.graph.nodeXCm, node),
          at(plan.graph.nodeZCm, node),
        ]);
      });
      const ghosts = [...part.nodeGlobal].slice(n.nodeCount);
      expect(ghosts).toEqual([...new Set(ghosts)].sort((a, b) => a - b));
      for (let e = 0; e < n.edgeCount; e++) {
        expect(at(part.nodeGlobal, at(part.edgeTo, e))).toBe(at(plan.graph.edgeTo, n.edgeBase + e));
        expect(at(part.edgeStreet, e)).toBe(at(plan.graph.edgeStreet, n.edgeBase + e));
      }
      for (let b = 0; b < n.buildingCount; b++) {
        expect(localAddressOf(index, part, b)).toBe(addressOf(plan, n.buildingBase + b));
        expect(at(part.buildings.doorEdge, b) + n.edgeBase).toBe(
          at(plan.buildings.doorEdge, n.buildingBase + b),
        );
        expect(at(part.parcels.building, at(part.buildings.parcel, b))).toBe(b);
      }
      expect(part.parcels.building.filter((b) => b !== NO_BUILDING).length).toBe(n.buildingCount);
    }
  });

  test("[CP-10] exits by straightness are the same in a neighborhood as in the whole", () => {
    for (const n of plan.neighborhoods) {
      const part = decodeNeighborhood(index, n.index, files.neighborhoods[n.index] ?? new Uint8Array());
      for (let node = 0; node < n.nodeCount; node++) {
        for (let e = at(part.edgeStart, node); e < at(part.edgeStart, node + 1); e++) {
          const previous = at(part.edgeTo, e);
          const local = exitsByStraightness(
            part.nodeXCm,
            part.nodeZCm,
            part.edgeStart,
            part.edgeTo,
            previous,
            node,
          );
          const g = plan.graph;
          const [from, there] = [at(part.nodeGlobal, previous), at(part.nodeGlobal, node)];
          expect(local).toEqual(
            exitsByStraightness(g.nodeXCm, g.nodeZCm, g.edgeStart, g.edgeTo, from, there),
          );
          const slots = Array.from(
            { length: at(part.edgeStart, node + 1) - at(part.edgeStart, node) },
            (_, i) => i,
          );
          expect([...local, e - at(part.edgeStart, node)].sort((a, b) => a - b)).toEqual(slots);
        }
      }
    }
  });
});

test("[CP-9] a city of 10,000 takes at most 6 bytes a building, compressed", () => {
  const plan = planFor("borough", 10_000);
  const { neighborhoods, index } = encodePlan(plan);
  const bytes = neighborhoods.reduce((sum, file) => sum + brotliCompressSync(file).length, 0);
  const each = bytes / plan.buildings.count;
  process.stdout.write(
    `[CP-9] ${each.toFixed(2)} bytes a building; index ${brotliCompressSync(index).length} bytes\n`,
  );
  expect(each).toBeLessThanOrEqual(6);
});

describe("damage", () => {
  const plan = planFor("hamlet", 200);
  const files = encodePlan(plan);
  const index = decodeIndex(files.index);
  const file = files.neighborhoods[0] ?? new Uint8Array();

  test("[CP-9] a changed, cut or foreign file ends in RangeError", () => {
    const seed = 20_261;
    for (let i = 0; i < 300; i++) {
      const bytes = Uint8Array.from(file);
      const place = below(hashWords(seed, i), bytes.length);
      bytes[place] = at(bytes, place) ^ (1 + below(hashWords(seed, i, 1), 255));
      expect(() => decodeNeighborhood(index, 0, bytes), `seed ${seed}, change ${i}`).toThrow(RangeError);
    }
    for (let length = 0; length < file.length; length += 7) {
      expect(() => decodeNeighborhood(index, 0, file.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => decodeNeighborhood(index, 1, file)).toThrow(RangeError);
    expect(() => decodeNeighborhood(index, 99, file)).toThrow(RangeError);
    expect(() => assemblePlan(index, [file])).toThrow(RangeError);
  });

  test("[CP-9] a file that does not fit its index ends in RangeError", () => {
    for (const change of [
      { nodeCount: 1 },
      { edgeCount: 2 },
      { parcelCount: 3 },
      { buildingCount: 4 },
      { nodeCount: 1_024 },
    ]) {
      const neighborhoods = index.neighborhoods.map((n) => (n.index === 0 ? { ...n, ...change } : n));
      expect(() => decodeNeighborhood({ ...index, neighborhoods }, 0, file), JSON.stringify(change)).toThrow(
        RangeError,
      );
    }
  });

  test("[CP-9] an index that is no index ends in RangeError", () => {
    const text = (value: unknown): Uint8Array =>
      new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
    const wrong = [
      "",
      "{",
      "[]",
      "null",
      "é",
      { ...index, version: 0 },
      { ...index, extra: 1 },
      { ...index, streets: 7 },
    ];
    for (const value of [...wrong, { ...index, neighborhoods: [...index.neighborhoods].reverse() }]) {
      expect(() => decodeIndex(text(value))).toThrow(RangeError);
    }
  });
});

test("[CP-10] exits go from straight on to sharp turns, ties by slot, and leave out the way back", () => {
  // Arriving at 0 from the west (5): east is straight on, north-east before north, north ties with south.
  const x = [0, 100, 100, 0, 0, -100, -70];
  const z = [0, 0, -100, -100, 100, 0, 70];
  const start = [0, 6];
  const to = [4, 3, 6, 2, 1, 5];
  expect(exitsByStraightness(x, z, start, to, 5, 0)).toEqual([4, 3, 0, 1, 2]);
  const far = x.map((value) => value * 1_000_000);
  const deep = z.map((value) => value * 1_000_000);
  expect(exitsByStraightness(far, deep, start, to, 5, 0)).toEqual([4, 3, 0, 1, 2]);
});
