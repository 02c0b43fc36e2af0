import { expect, test } from "vitest";
import { at } from "#city/assert.ts";
import { generatePlan } from "#city/plan/generate.ts";
import type { CityPlan } from "#city/plan/types.ts";
import { Draws } from "#tests/util/seed.ts";
import { tinyPlan } from "#tests/util/tiny-plan.ts";
import { doorAccess } from "./doors.ts";
import type { Network } from "./route-field.ts";
import { networkOf, nodeTarget, Routes } from "./routes.ts";

const PLANS: readonly (readonly [string, CityPlan])[] = [
  ["a crooked grid", tinyPlan({ side: 4, districts: 2, seed: 11 })],
  ["a hamlet", generatePlan({ seed: "routes", buildings: 200 })],
  ["a town", generatePlan({ seed: "routes", buildings: 1_500 })],
];

/** Distances to a node by plain relaxation until nothing changes: slow and obvious. */
function plainDistances(network: Network, to: number): number[] {
  const { graph, weights } = network;
  const distance = new Array<number>(graph.nodeXCm.length).fill(Number.POSITIVE_INFINITY);
  distance[to] = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let node = 0; node < distance.length; node++) {
      for (let slot = at(graph.edgeStart, node); slot < at(graph.edgeStart, node + 1); slot++) {
        const over = at(weights, slot) + at(distance, at(graph.edgeTo, slot));
        if (over >= at(distance, node)) continue;
        distance[node] = over;
        changed = true;
      }
    }
  }
  return distance;
}

/** The way that takes the lowest edge slot wherever several are shortest. */
function plainWay(network: Network, distance: readonly number[], from: number, to: number): number[] {
  const { graph, weights } = network;
  const nodes = [from];
  for (let node = from; node !== to; ) {
    let slot = at(graph.edgeStart, node);
    while (at(weights, slot) + at(distance, at(graph.edgeTo, slot)) !== at(distance, node)) slot++;
    node = at(graph.edgeTo, slot);
    nodes.push(node);
  }
  return nodes;
}

for (const [name, plan] of PLANS) {
  test(`[MV-1] cold search, warm field and plain relaxation give one route in ${name}`, () => {
    const draws = new Draws(23);
    const nodes = plan.graph.nodeXCm.length;
    const warm = new Routes(plan.graph);
    for (let round = 0; round < 6; round++) {
      const mode = round % 2 === 0 ? 0 : 1;
      const network = networkOf(plan.graph, mode);
      const to = draws.below(nodes);
      const distance = plainDistances(network, to);
      for (let i = 0; i < 60; i++) {
        const from = draws.below(nodes);
        const expected = plainWay(network, distance, from, to);
        expect(
          new Set([warm.distance(from, to, mode), distance[from]]).size,
          `seed 23, ${from} to ${to}`,
        ).toBe(1);
        expect(warm.route(from, to, mode), `seed 23, ${from} to ${to}`).toEqual(expected);
        if (i % 20 === 0) expect(new Routes(plan.graph).route(from, to, mode)).toEqual(expected);
      }
    }
  });

  test(`[MV-2] a door's way takes the shorter of its street's ends in ${name}`, () => {
    const draws = new Draws(29);
    const cold = new Routes(plan.graph);
    const warm = new Routes(plan.graph);
    for (let i = 0; i < 40; i++) {
      const [from, to] = [draws.below(plan.buildings.count), draws.below(plan.buildings.count)];
      const starts = doorAccess(plan, from);
      const ends = doorAccess(plan, to);
      const target = { key: to, ends };
      const found = cold.way(starts, target, 0);
      const lengths = starts.flatMap((start) =>
        ends.map((end) => {
          const street = cold.way([start], nodeTarget(end.node), 0);
          return (street?.lengthCm ?? Number.POSITIVE_INFINITY) + end.lengthCm;
        }),
      );
      expect(found?.lengthCm, `seed 29, ${from} to ${to}`).toBe(Math.min(...lengths));
      for (let ask = 0; ask < 50; ask++) expect(warm.way(starts, target, 0)).toEqual(found);
    }
  });
}

test("[TO-9] what is read from fields and searched for is counted, and each build is watched", () => {
  const plan = generatePlan({ seed: "routes", buildings: 200 });
  let watched = 0;
  const routes = new Routes(plan.graph, (build) => {
    watched++;
    return build();
  });
  const plain = new Routes(plan.graph);
  const asks = 60;
  for (let i = 0; i < asks; i++) expect(routes.route(i, 0, 0)).toEqual(plain.route(i, 0, 0));
  const { fields, hits, misses, built } = routes.use();
  expect([fields, built, watched, hits + misses]).toEqual([1, 1, 1, asks]);
  expect(hits).toBeGreaterThan(0);
  expect(misses).toBeGreaterThan(hits);
  // Every node as a target, again and again: more fields than are kept.
  const { fieldsMax } = routes.use();
  const targets = Math.min(plan.graph.nodeXCm.length, 40);
  for (let i = 0; i < asks; i++) for (let to = 0; to < targets; to++) routes.route(i, to, 1);
  expect(routes.use().fields).toBeLessThanOrEqual(fieldsMax);
  expect(routes.use().built).toBe(1 + targets);
});
