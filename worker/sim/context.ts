import type { CityPlan } from "#city/plan/types.ts";
import { assignResidents } from "./assign-residents.ts";
import { placeIndex } from "./places.ts";
import { Routes } from "./routes.ts";
import type { EngineContext, Genesis } from "./types.ts";

/** What all districts of a process share: the plan, genesis, and what follows from them. Takes a while; make it once. */
export function createContext(plan: CityPlan, genesis: Genesis): EngineContext {
  return {
    plan,
    genesis,
    routes: new Routes(plan.graph),
    places: placeIndex(plan),
    residents: assignResidents(plan, genesis.seed, genesis.population),
  };
}
