import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { SPEC_VERSION } from "#city/protocol/version.ts";
import { hashText } from "#city/rng.ts";
import { hashOfPlan } from "#server/assets/plan-files.ts";
import type { SnapshotRow } from "#server/db/snapshot-store.ts";
import type { WorldRow } from "#server/db/world-store.ts";
import {
  createContext,
  createDistrict,
  ENGINE_VERSION,
  type EngineContext,
  encodeState,
  moneyCents,
} from "#sim";
import { hamletPlan } from "#tests/util/hamlet.ts";
import { genesisPosition } from "#worker/districts/chain.ts";
import type { Versions } from "#worker/districts/recovery-plan.ts";
import { takeSnapshot } from "#worker/districts/snapshots.ts";
import { genesisOf } from "#worker/genesis.ts";
import type { FakeDatabase } from "./fake-database.ts";

const POPULATION = 80;

/** What all runs share: a small world before its first tick, and what the engine knows of it. */
export interface SimCity {
  readonly world: WorldRow;
  readonly context: EngineContext;
  readonly places: readonly NeighborhoodPlan[];
  readonly versions: Versions;
  readonly genesis: readonly (SnapshotRow & { readonly moneyCents: number })[];
}

let made: SimCity | null = null;

/** A hamlet of two districts and City Hall in which people walk fast, so that many cross the border. */
export function simCity(): SimCity {
  made ??= makeCity();
  return made;
}

function makeCity(): SimCity {
  const plan = hamletPlan();
  const files = encodePlan(plan);
  const planHash = hashOfPlan(files);
  const index = decodeIndex(files.index);
  const fixed = {
    id: 1,
    name: plan.cityName,
    seed: "sim",
    planHash,
    tickMs: 60_000,
    startOfDayMs: 7 * 3_600_000,
    paceDivisor: 1,
    population: POPULATION,
    treasuryCents: POPULATION * 10_000,
  };
  const context = createContext(plan, { ...genesisOf(fixed), seed: hashText(fixed.seed) });
  const versions = { engineVersion: ENGINE_VERSION, engineHash: "sim", specVersion: SPEC_VERSION, planHash };
  const genesis = Array.from({ length: plan.districts.length + 1 }, (_, district) => {
    const state = createDistrict(context, district);
    const position = genesisPosition(context.genesis, district, planHash, encodeState(state));
    return { ...takeSnapshot(state, district, position, versions), moneyCents: moneyCents(state) };
  });
  const genesisCents = genesis.reduce((sum, row) => sum + row.moneyCents, 0);
  const places = files.neighborhoods.map((bytes, number) => decodeNeighborhood(index, number, bytes));
  return { world: { ...fixed, genesisCents }, context, places, versions, genesis };
}

/** Puts the world as it is at genesis into an empty database. */
export function settle(city: SimCity, database: FakeDatabase): void {
  for (const row of city.genesis) {
    const { district, stateHash, chainHash, engineVersion } = row;
    database.districts.set(district, {
      number: district,
      tick: 0,
      generation: 0,
      leaseOwner: null,
      leaseUntilMs: 0,
      stateHash,
      chainHash,
      engineVersion,
      moneyCents: row.moneyCents,
    });
    database.snapshots.push({ row, verified: true });
  }
}
