import { expect, test } from "vitest";
import { CityHash } from "#tests/util/city-hash.ts";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { wanderers } from "#worker/tools/wanderers.ts";

const TICKS = 1_000;

/**
 * Every tick of the hamlet, folded into one hash. It changes when the plan, the engine or the residents' policy does:
 * then ENGINE_VERSION or PLAN_VERSION must rise, and the new hash goes here.
 */
const GOLDEN = "2b1bf28306feef8fcf8efde37c92e5003a04775e76ef6b0111da534dc6584436";

function hamlet(): LockstepCity {
  return new LockstepCity({
    plan: hamletPlan(),
    genesis: { population: 400 },
    actions: wanderers(41, 12, 10),
  });
}

test("[TK-1] a thousand ticks of the hamlet end in the hash on record", { timeout: 60_000 }, () => {
  const city = hamlet();
  const hash = new CityHash();
  for (let tick = 1; tick <= TICKS; tick++) hash.take(city.step());
  expect(hash.hex).toBe(GOLDEN);
});

test("[TK-1] two runs of one city agree in every tick's whole output", () => {
  const [one, other] = [hamlet(), hamlet()];
  for (let tick = 1; tick <= 200; tick++) expect(one.step(), `tick ${tick}`).toEqual(other.step());
});
