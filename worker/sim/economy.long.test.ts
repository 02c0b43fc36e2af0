import { expect, test } from "vitest";
import { at } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import { MEAL_CENTS } from "#city/world/economy.ts";
import { claimCents } from "#city/world/estate.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { slotsByAgent } from "./state.ts";
import { CITY_HALL, type StampedAction } from "./types.ts";

/** People claim one parcel in `every`, each person one, with just the money for it; 0: nobody does. */
function claims(every: number) {
  return (tick: number, district: number, city: LockstepCity): StampedAction[] => {
    if (every === 0 || district !== CITY_HALL || tick > 2) return [];
    const { parcels } = city.ctx.plan;
    const actions: StampedAction[] = [];
    for (let parcel = 0; parcel < parcels.count; parcel += every) {
      const agent = OWNER_BASE + parcel;
      const seq = tick * parcels.count + parcel;
      const grantCents = claimCents(at(parcels.landValueCents, parcel));
      if (tick === 1) actions.push({ seq, agent, kind: "open_account", parameters: { grantCents } });
      else actions.push({ seq, agent, kind: "claim", parameters: { parcel: formatId("prc", 1, parcel) } });
    }
    return actions;
  };
}

test.each([
  ["the city owns all land", 0],
  ["people own a tenth of the land", 10],
])(
  "[EC-5] thirty days: money goes round, nobody hoards it all and hardly anybody runs out, when %s",
  {
    timeout: 300_000,
  },
  (_what, every) => {
    const plan = hamletPlan();
    const population = plan.buildings.homes.reduce((sum, homes) => sum + homes, 0);
    const city = new LockstepCity({
      plan,
      genesis: { population, treasuryCents: population * 20_000 },
      actions: claims(every),
    });
    const cents = city.moneyCents(city.step());
    for (let day = 1; day <= 30; day++) {
      for (let tick = 0; tick < 1_440; tick++) {
        const outputs = city.step();
        if (tick === 0) expect(city.moneyCents(outputs)).toBe(cents);
      }
      const purses = city.states.flatMap((state) =>
        slotsByAgent(state)
          .filter((slot) => at(state.bodies.agent, slot) < OWNER_BASE)
          .map((slot) => state.bodies.purseCents[slot] ?? 0),
      );
      const people = city.state(CITY_HALL).bodies.purseCents.reduce((sum, purse) => sum + purse, 0);
      expect(people).toBeLessThan(cents * 0.05);
      if (day === 30 && every > 0) expect(people).toBeGreaterThan(0);
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
  },
);
