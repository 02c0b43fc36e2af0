import { expect, test } from "vitest";
import { at } from "#city/assert.ts";
import { generatePlan } from "#city/plan/generate.ts";
import { assignResidents } from "./assign-residents.ts";

const plan = generatePlan({ seed: "homes", buildings: 600 });
const { homes, jobs, centreXCm, centreZCm } = plan.buildings;

test("[TK-5] homes are filled in building order, and no workplace has more people than jobs", () => {
  const places = homes.reduce((sum, count) => sum + count, 0);
  const { home, work } = assignResidents(plan, 9, places);
  const living = new Map<number, number>();
  const working = new Map<number, number>();
  for (let agent = 0; agent < places; agent++) {
    if (agent > 0) expect(at(home, agent)).toBeGreaterThanOrEqual(at(home, agent - 1));
    living.set(at(home, agent), (living.get(at(home, agent)) ?? 0) + 1);
    if (at(work, agent) >= 0) working.set(at(work, agent), (working.get(at(work, agent)) ?? 0) + 1);
  }
  for (const [building, count] of living) expect(count).toBe(at(homes, building));
  for (const [building, count] of working) expect(count).toBeLessThanOrEqual(at(jobs, building));
  expect(work.filter((building) => building >= 0).length).toBeGreaterThan(places / 2);
});

test("[TK-5] people work nearer to their homes than chance would have it", () => {
  const { home, work } = assignResidents(plan, 9, 800);
  const workers = [...work.keys()].filter((agent) => at(work, agent) >= 0);
  const apart = (a: number, b: number): number =>
    Math.abs(at(centreXCm, a) - at(centreXCm, b)) + Math.abs(at(centreZCm, a) - at(centreZCm, b));
  const sum = (shift: number): number =>
    workers.reduce(
      (total, agent, i) =>
        total + apart(at(home, agent), at(work, workers[(i + shift) % workers.length] ?? agent)),
      0,
    );
  expect(sum(0)).toBeLessThan(sum(Math.floor(workers.length / 2)) * 0.75);
});
