import { at } from "#city/assert.ts";
import type { CityPlan } from "#city/plan/types.ts";
import { below, hashWords } from "#city/rng.ts";
import { PURPOSE } from "./purposes.ts";
import type { ResidentTable } from "./types.ts";

/** Of a hundred residents, so many look for work; the others are children, retired, or have other things to do. */
const SEEKERS_PERCENT = 72;
/** Workplaces each one looks at; it takes the nearest with room, which pulls people towards jobs near home. */
const OFFERS = 7;

/**
 * Gives every resident a home (homes are filled in building order, evenly over the city) and most a workplace.
 * A pure function of its arguments; `population` may be more or less than there are homes.
 */
export function assignResidents(plan: CityPlan, seed: number, population: number): ResidentTable {
  const home = assignHomes(plan, population);
  const jobBuildings: number[] = [];
  const jobsUpTo: number[] = [];
  let jobs = 0;
  for (let building = 0; building < plan.buildings.count; building++) {
    const here = at(plan.buildings.jobs, building);
    if (here === 0) continue;
    jobs += here;
    jobBuildings.push(building);
    jobsUpTo.push(jobs);
  }
  const left = Int32Array.from(jobBuildings, (building) => at(plan.buildings.jobs, building));
  const work = new Int32Array(population).fill(-1);
  if (jobs === 0) return { home, work };
  for (const agent of shuffled(population, seed)) {
    const word = hashWords(seed, agent, PURPOSE.workplace);
    if (below(word, 100) >= SEEKERS_PERCENT) continue;
    let best = -1;
    let bestCm = 0;
    for (let offer = 0; offer < OFFERS; offer++) {
      const index = firstAbove(jobsUpTo, Math.floor((hashWords(word, offer) * jobs) / 4_294_967_296));
      if (at(left, index) === 0) continue;
      const apartCm = apart(plan, at(home, agent), at(jobBuildings, index));
      if (best < 0 || apartCm < bestCm) {
        best = index;
        bestCm = apartCm;
      }
    }
    if (best < 0) continue;
    left[best] = at(left, best) - 1;
    work[agent] = at(jobBuildings, best);
  }
  return { home, work };
}

function assignHomes(plan: CityPlan, population: number): Int32Array {
  const { homes } = plan.buildings;
  const places = homes.reduce((sum, count) => sum + count, 0);
  const home = new Int32Array(population);
  let agent = 0;
  let placesSoFar = 0;
  for (let building = 0; building < plan.buildings.count; building++) {
    placesSoFar += at(homes, building);
    const upTo = Math.floor((population * placesSoFar) / Math.max(1, places));
    while (agent < upTo) home[agent++] = building;
  }
  return home;
}

/** Agent numbers in an order that favours no district: by a hash, ties by number. */
function shuffled(population: number, seed: number): Uint32Array {
  const keys = Uint32Array.from({ length: population }, (_, agent) =>
    hashWords(seed, agent, PURPOSE.workplace, 1),
  );
  return Uint32Array.from({ length: population }, (_, agent) => agent).sort(
    (a, b) => at(keys, a) - at(keys, b) || a - b,
  );
}

/** Index of the first sum above `value`. */
function firstAbove(sums: readonly number[], value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(sums, middle) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function apart(plan: CityPlan, a: number, b: number): number {
  const { centreXCm, centreZCm } = plan.buildings;
  return Math.abs(at(centreXCm, a) - at(centreXCm, b)) + Math.abs(at(centreZCm, a) - at(centreZCm, b));
}
