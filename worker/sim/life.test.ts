import { beforeAll, describe, expect, test } from "vitest";
import { at } from "#city/assert.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { ScriptedAgents } from "#tests/util/scripted-agents.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { acquaintancesOf } from "./acquaintances.ts";
import { outsideAgents } from "./census.ts";
import { decodeState, encodeState } from "./snapshot.ts";
import { INSIDE, ON_TRIP, slotsByAgent } from "./state.ts";
import { CITY_HALL, type StepOutput } from "./types.ts";
import { ACTIVITIES } from "./views.ts";

const HOUR_TICKS = 60;

describe("a day in the hamlet", () => {
  const underWay: number[] = [];
  const asleep: number[] = [];
  const outputs: StepOutput[] = [];
  let city: LockstepCity;

  beforeAll(() => {
    const plan = hamletPlan();
    const population = plan.buildings.homes.reduce((sum, homes) => sum + homes, 0);
    city = new LockstepCity({
      plan,
      genesis: { population, startOfDayMs: 0, treasuryCents: population * 20_000 },
    });
    for (let tick = 1; tick <= 24 * HOUR_TICKS; tick++) {
      outputs.push(...city.step());
      if (tick % HOUR_TICKS !== 0) continue;
      underWay.push(share(city, (state, slot) => state.bodies.placeKind[slot] === ON_TRIP));
      asleep.push(share(city, (state, slot) => ACTIVITIES[at(state.bodies.activity, slot)] === "sleeping"));
    }
  });

  test("[LF-7] streets are alive all day, quieter at night; at four nearly everyone sleeps", () => {
    for (let hour = 9; hour <= 19; hour++) expect(underWay[hour - 1]).toBeGreaterThan(4);
    for (let hour = 9; hour <= 19; hour++) expect(underWay[hour - 1]).toBeLessThan(25);
    expect(asleep[3]).toBeGreaterThan(85);
    expect(asleep[11]).toBeLessThan(15);
  });

  test("[LF-8] people meet, talk and get to know each other, within bounds", () => {
    const speeches = outputs.map((output) => output.events.filter((event) => event.kind === "speech").length);
    expect(Math.max(...speeches)).toBeLessThanOrEqual(12);
    expect(speeches.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(200);
    for (const state of city.states) {
      for (const slot of slotsByAgent(state)) {
        const known = acquaintancesOf(state, slot);
        expect(new Set(known).size).toBe(known.length);
        expect(known).not.toContain(state.bodies.agent[slot]);
      }
    }
  });

  test("[LF-9] nobody is ever starving or worn out", () => {
    for (const state of city.states) {
      for (const slot of slotsByAgent(state)) {
        expect(state.bodies.satiety[slot]).toBeGreaterThan(0);
        expect(state.bodies.energy[slot]).toBeGreaterThan(0);
      }
    }
  });

  test("[EC-4] City Hall spends once a day and says so", () => {
    const lines = outputs.flatMap((output) => output.feed).filter((line) => line.kind === "city");
    expect(lines.length).toBe(1);
    expect(lines[0]).toMatchObject({ significance: 60 });
  });
});

test("[LF-10] outside agents who do everything leave the city whole, and a restored city goes on the same", () => {
  const plan = hamletPlan();
  const genesis = { population: 300, startOfDayMs: 9 * 3_600_000 };
  const run = (restoreEvery: number): { readonly states: Uint8Array[]; readonly codes: Set<string> } => {
    let agents: ScriptedAgents | null = null;
    const codes = new Set<string>();
    const city = new LockstepCity({
      plan,
      genesis,
      actions: (tick, district, self) => {
        agents ??= new ScriptedAgents(self.ctx, 11);
        if (district === CITY_HALL) return tick === 1 ? agents.arrivals(12, 30_000) : [];
        return agents.actions(self.state(district), outsideAgents(self.state(district)));
      },
    });
    const total = (outputs: readonly StepOutput[]): number => city.moneyCents(outputs);
    const genesisCents = total(city.step());
    for (let tick = 2; tick <= 240; tick++) {
      const outputs = city.step();
      expect(total(outputs)).toBe(genesisCents);
      for (const result of outputs.flatMap((output) => output.results)) codes.add(`${result.code}`);
      if (tick % restoreEvery !== 0) continue;
      for (const state of [...city.states]) city.replace(decodeState(city.ctx, encodeState(state)));
    }
    expect(
      city.states.flatMap((state) => outsideAgents(state)).every((agent) => agent >= OUTSIDE_AGENT_BASE),
    ).toBe(true);
    return { states: city.states.map((state) => encodeState(state)), codes };
  };
  const plain = run(1_000_000);
  expect(plain.codes.size).toBeGreaterThan(8);
  expect(run(11).states).toEqual(plain.states);
});

type Test = (state: LockstepCity["states"][number], slot: number) => boolean;

/** Percent of everyone in the city for whom something holds. */
function share(city: LockstepCity, test: Test): number {
  let all = 0;
  let some = 0;
  for (const state of city.states) {
    for (const slot of slotsByAgent(state)) {
      all++;
      if (test(state, slot)) some++;
    }
  }
  return (100 * some) / all;
}

test("[LF-11] who is inside a building is on its list and nobody else", () => {
  const city = new LockstepCity({ plan: hamletPlan(), genesis: { population: 200 } });
  for (let tick = 0; tick < 120; tick++) city.step();
  for (const state of city.states) {
    const inside = slotsByAgent(state).filter((slot) => state.bodies.placeKind[slot] === INSIDE).length;
    expect(state.insideCount.reduce((sum, count) => sum + count, 0)).toBe(inside);
  }
});
