import { expect, it } from "vitest";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import { tinyPlan } from "#tests/util/tiny-plan.ts";
import { decodeHandoff } from "#worker/sim/handoff.ts";
import { slotsByAgent } from "#worker/sim/state.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { wanderers } from "#worker/tools/wanderers.ts";

const CROSSINGS = 100_000;
const WANDERERS = 200;
/** More would mean that nobody walks any more. */
const TICKS_MAX = 50_000;

/** Every body there is, ascending: in the districts and in letters. Accounts at City Hall are none. */
function agentsOf(city: LockstepCity): number[] {
  const inStates = city.states.flatMap((state) =>
    slotsByAgent(state)
      .map((slot) => state.bodies.agent[slot] ?? -1)
      .filter((agent) => agent < OWNER_BASE),
  );
  const inLetters = city.inFlight.flatMap((letter) =>
    letter.kind === "handoff" ? [...decodeHandoff(city.ctx, letter.body, letter.to).values.agent] : [],
  );
  return [...inStates, ...inLetters].sort((a, b) => a - b);
}

it(`[FT-12] in ${CROSSINGS} crossings nobody is lost or doubled`, () => {
  const seed = 11;
  const city = new LockstepCity({
    plan: tinyPlan({ side: 6, districts: 6, seed }),
    genesis: { paceDivisor: 1 },
    actions: wanderers(seed, WANDERERS, 40),
    // Borders that close now and then, so that people also wait at them.
    closedBorders: (tick) => (tick % 50 < 5 ? [1 + (tick % 6)] : []),
  });
  const residents = agentsOf(city);
  let [crossings, arrived] = [0, 0];
  while (crossings < CROSSINGS) {
    const outputs = city.step();
    for (const output of outputs) {
      arrived += output.results.filter((result) => "home_district" in result.effects).length;
      for (const letter of output.letters) {
        if (letter.kind === "handoff") crossings += decodeHandoff(city.ctx, letter.body, letter.to).count;
      }
    }
    const agents = agentsOf(city);
    expect(new Set(agents).size, `tick ${city.tick}`).toBe(agents.length);
    expect(agents.length, `tick ${city.tick}`).toBe(residents.length + arrived);
    expect(city.tick).toBeLessThan(TICKS_MAX);
  }
  process.stdout.write(`${crossings} crossings in ${city.tick} ticks\n`);
}, 1_200_000);
