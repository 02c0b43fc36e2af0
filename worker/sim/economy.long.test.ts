import { expect, test } from "vitest";
import { MEAL_CENTS } from "#city/world/economy.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { slotsByAgent } from "./state.ts";

test("[EC-5] thirty days: money goes round, nobody hoards it all and hardly anybody runs out", {
  timeout: 300_000,
}, () => {
  const plan = hamletPlan();
  const population = plan.buildings.homes.reduce((sum, homes) => sum + homes, 0);
  const city = new LockstepCity({ plan, genesis: { population, treasuryCents: population * 20_000 } });
  const cents = city.moneyCents(city.step());
  for (let day = 1; day <= 30; day++) {
    for (let tick = 0; tick < 1_440; tick++) {
      const outputs = city.step();
      if (tick === 0) expect(city.moneyCents(outputs)).toBe(cents);
    }
    const purses = city.states.flatMap((state) =>
      slotsByAgent(state).map((slot) => state.bodies.purseCents[slot] ?? 0),
    );
    const inPurses = purses.reduce((sum, purse) => sum + purse, 0);
    const treasury = city.state(0).fields.treasuryCents;
    expect(purses.filter((purse) => purse < MEAL_CENTS).length).toBeLessThan(purses.length * 0.05);
    expect(inPurses).toBeGreaterThan(cents * 0.1);
    expect(inPurses).toBeLessThan(cents * 0.75);
    expect(treasury).toBeLessThan(cents * 0.25);
    const tills = city.states.flatMap((state) => [
      ...state.buildings.tillCents.subarray(0, state.buildingCount),
    ]);
    const workplaces = plan.buildings.jobs.filter((jobs) => jobs > 0).length;
    expect(tills.filter((till) => till > 10_000).length).toBeGreaterThan(workplaces * 0.9);
  }
});
