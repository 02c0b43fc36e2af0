import { expect, test } from "vitest";
import { assertExists } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { ADA, BEN, buildingId, TOWN, TwoOutsiders } from "#tests/util/two-outsiders.ts";
import { inspectAgent, inspectBuilding } from "./inspect.ts";
import { perceive } from "./perception.ts";

test("[PC-1] sees itself, where it is, who is in the same building and the doors near by, nearest first", () => {
  const town = new TwoOutsiders();
  const food = town.building("food");
  town.putInside(ADA, food);
  town.putInside(BEN, food);
  town.step();
  const view = assertExists(perceive(town.ctx, town.state, ADA), "view");
  expect(view.place).toMatchObject({ district: TOWN, inside: food, goingTo: null });
  expect(view.self).toMatchObject({
    agent: ADA,
    activity: "idle",
    purseCents: 50_000,
    busyUntilMs: -1,
    work: -1,
  });
  expect(view.agents.find((seen) => seen.agent === BEN)).toMatchObject({ distanceCm: 0, inside: food });
  expect(view.buildings[0]).toMatchObject({ building: food, open: true, sells: ["meal"] });
  const distances = view.buildings.map((seen) => seen.distanceCm);
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
  expect(Math.max(...distances)).toBeLessThanOrEqual(LIMITS.sightRadiusCm);
  expect(perceive(town.ctx, town.state, 999_999)).toBeNull();
});

test("[PC-2] in the open it sees those on the same street, not those indoors or two streets away", () => {
  const town = new TwoOutsiders();
  const office = town.building("office");
  town.putAtDoor(ADA, office);
  town.putAtDoor(BEN, office);
  town.step();
  const seenBy = (): readonly number[] =>
    perceive(town.ctx, town.state, ADA)?.agents.map((seen) => seen.agent) ?? [];
  expect(seenBy()).toContain(BEN);
  town.putInside(BEN, office);
  town.step();
  expect(seenBy()).not.toContain(BEN);
  town.putAtDoor(BEN, town.building("office", 12));
  town.step();
  expect(seenBy()).not.toContain(BEN);
});

test("[PC-3] lists are capped and everyone seen on the street is within the radius", () => {
  const town = new TwoOutsiders({ population: 1_500 });
  town.putAtDoor(ADA, town.building("food"));
  for (let i = 0; i < 60; i++) {
    town.step();
    const view = assertExists(perceive(town.ctx, town.state, ADA), "view");
    expect(view.agents.length).toBeLessThanOrEqual(LIMITS.visibleAgentsMax);
    expect(view.buildings.length).toBeLessThanOrEqual(LIMITS.visibleBuildingsMax);
    for (const seen of view.agents) {
      expect(seen.distanceCm).toBeLessThanOrEqual(LIMITS.sightRadiusCm);
      expect(seen.inside).toBe(-1);
    }
  }
});

test("[PC-4] on the way it is somewhere along its street and knows when it arrives", () => {
  const town = new TwoOutsiders();
  const shop = town.building("shop", 9);
  const outcome = town.act(ADA, "move_to", { building: buildingId(shop) });
  const first = assertExists(perceive(town.ctx, town.state, ADA), "view").place;
  expect(first.goingTo).toMatchObject({ building: shop, arrivesAtMs: outcome.effects.arrives_at_ms });
  town.step();
  const next = assertExists(perceive(town.ctx, town.state, ADA), "view").place;
  const moved = Math.abs(next.xCm - first.xCm) + Math.abs(next.zCm - first.zCm);
  // A minute on foot at 140 cm/s, four times slower: 21 m along the street.
  expect(moved).toBeGreaterThan(0);
  expect(moved).toBeLessThan(3_500);
});

test("[PC-5] inspecting shows residents and buildings as they are", () => {
  const town = new TwoOutsiders();
  const home = town.building("home");
  const view = assertExists(inspectBuilding(town.ctx, town.state, home), "building");
  expect(view.residents).toBeGreaterThan(0);
  expect(view.inside.map((entry) => entry.agent)).toContain(ADA);
  expect(view.insideCount).toBe(view.inside.length);
  const office = assertExists(inspectBuilding(town.ctx, town.state, town.building("office")), "office");
  expect(office).toMatchObject({ open: true, residents: 0 });
  expect(office.tillCents).toBeGreaterThan(0);
  const someone = assertExists(view.inside[0], "someone").agent;
  expect(inspectAgent(town.ctx, town.state, someone)?.place.inside).toBe(home);
  expect(inspectAgent(town.ctx, town.state, 77_777_777)).toBeNull();
  expect(inspectBuilding(town.ctx, town.state, 1_000_000)).toBeNull();
});
