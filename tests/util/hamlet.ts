import { generatePlan } from "#city/plan/generate.ts";
import type { CityPlan } from "#city/plan/types.ts";

let made: CityPlan | null = null;

/** The smallest city the generator makes (200 buildings, two districts); the same for every test of a file. */
export function hamletPlan(): CityPlan {
  made ??= generatePlan({ seed: "hamlet", buildings: 200 });
  return made;
}
