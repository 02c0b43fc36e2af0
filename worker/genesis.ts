import type { CityPlan } from "#city/plan/types.ts";
import { SPEC_VERSION } from "#city/protocol/version.ts";
import { hashText } from "#city/rng.ts";
import type { Pool } from "#server/db/pool.ts";
import { type DistrictGenesis, insertWorld, type WorldRow } from "#server/db/world-store.ts";
import {
  CITY_HALL,
  createContext,
  createDistrict,
  ENGINE_VERSION,
  type EngineContext,
  encodeState,
  type Genesis,
  moneyCents,
} from "#sim";
import { genesisPosition } from "./districts/chain.ts";
import type { Versions } from "./districts/recovery-plan.ts";
import { takeSnapshot } from "./districts/snapshots.ts";

/** The city's day begins at seven: the first thing to be seen is people going to work. */
const START_OF_DAY_MS = 7 * 3_600_000;
/** City Hall's first treasury for each resident: its reserve and what it spends in the first days. */
const TREASURY_PER_RESIDENT_CENTS = 10_000;

export interface NewWorld {
  readonly id: number;
  readonly seed: string;
  readonly planHash: string;
  readonly tickMs: number;
  readonly paceDivisor: number;
  readonly population: number;
  /** Unix ms at which the clock starts, and simulated seconds a wall second. */
  readonly wallMs: number;
  readonly speed: number;
  readonly engineHash: string;
}

/** What the engine needs to know of a world. */
export function genesisOf(world: Omit<WorldRow, "name" | "planHash" | "genesisCents">): Genesis {
  const { id, seed, tickMs, startOfDayMs, paceDivisor, population, treasuryCents } = world;
  return { world: id, seed: hashText(seed), tickMs, startOfDayMs, paceDivisor, population, treasuryCents };
}

/** Makes the first state of every district and writes the world; false when it exists already. */
export async function createWorld(pool: Pool, plan: CityPlan, wanted: NewWorld): Promise<boolean> {
  const { wallMs, speed, engineHash, ...fixed } = wanted;
  const world = {
    ...fixed,
    name: plan.cityName,
    startOfDayMs: START_OF_DAY_MS,
    treasuryCents: wanted.population * TREASURY_PER_RESIDENT_CENTS,
  };
  const genesis = genesisOf(world);
  const context = createContext(plan, genesis);
  const versions = {
    engineVersion: ENGINE_VERSION,
    engineHash,
    specVersion: SPEC_VERSION,
    planHash: wanted.planHash,
  };
  const names = new Map(plan.districts.map((district) => [district.index, district.name]));
  const districts = [CITY_HALL, ...names.keys()].map((district) =>
    districtGenesis(context, district, names.get(district) ?? "City Hall", versions),
  );
  const genesisCents = districts.reduce((sum, district) => sum + district.moneyCents, 0);
  return insertWorld(pool, { ...world, genesisCents }, districts, { wallMs, speed });
}

function districtGenesis(
  context: EngineContext,
  district: number,
  name: string,
  versions: Versions,
): DistrictGenesis {
  const state = createDistrict(context, district);
  const position = genesisPosition(context.genesis, district, versions.planHash, encodeState(state));
  return { ...takeSnapshot(state, district, position, versions), name, moneyCents: moneyCents(state) };
}
