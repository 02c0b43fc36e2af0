import type { CityPlan } from "#city/plan/types.ts";
import { assignResidents } from "./assign-residents.ts";
import { exitTable } from "./exit-table.ts";
import { placeIndex } from "./places.ts";
import { Routes } from "./routes.ts";
import type { BuildWatch, EngineContext, Genesis } from "./types.ts";

/**
 * What all districts of a process share: the plan, genesis, and what follows from them. Takes a while; make it once.
 * `watch` is put around each distance field that is built.
 */
export function createContext(plan: CityPlan, genesis: Genesis, watch?: BuildWatch): EngineContext {
  return {
    plan,
    genesis,
    routes: new Routes(plan.graph, watch),
    places: placeIndex(plan),
    exits: exitTable(plan.graph),
    residents: assignResidents(plan, genesis.seed, genesis.population),
  };
}
