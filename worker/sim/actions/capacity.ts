import { at } from "#city/assert.ts";
import type { DistrictState } from "../state.ts";
import type { EngineContext } from "../types.ts";

/** Visitors a building takes besides those who live and work there. */
const VISITORS = 20;

/** How many more people fit into a building of this district. Residents squeeze in; agents from outside are told. */
export function roomIn(ctx: EngineContext, state: DistrictState, building: number): number {
  const { homes, jobs } = ctx.plan.buildings;
  const local = at(ctx.places.localOf, building);
  return VISITORS + 2 * at(homes, building) + 2 * at(jobs, building) - at(state.insideCount, local);
}
