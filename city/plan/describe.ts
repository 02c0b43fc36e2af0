import { at } from "../assert.ts";
import { BUILDING_USES, type CityPlan } from "./types.ts";

/** Counts of a plan, for prints and tests. */
export interface PlanSummary {
  readonly cityName: string;
  readonly districts: number;
  readonly neighborhoods: number;
  readonly streets: number;
  readonly nodes: number;
  /** Directed edges. */
  readonly edges: number;
  readonly buildings: number;
  readonly parcels: number;
  readonly areas: number;
  readonly homes: number;
  readonly jobs: number;
  readonly tallestCm: number;
  /** Buildings by use, in the order of BUILDING_USES. */
  readonly uses: Readonly<Record<string, number>>;
}

export function planSummary(plan: CityPlan): PlanSummary {
  const uses: Record<string, number> = {};
  for (const use of BUILDING_USES) uses[use] = 0;
  for (const use of plan.buildings.use) {
    const name = BUILDING_USES[use] ?? "home";
    uses[name] = (uses[name] ?? 0) + 1;
  }
  let tallestCm = 0;
  for (let i = 0; i < plan.buildings.count; i++)
    tallestCm = Math.max(tallestCm, at(plan.buildings.heightCm, i));
  return {
    cityName: plan.cityName,
    districts: plan.districts.length,
    neighborhoods: plan.neighborhoods.length,
    streets: plan.streets.length,
    nodes: plan.graph.nodeXCm.length,
    edges: plan.graph.edgeTo.length,
    buildings: plan.buildings.count,
    parcels: plan.parcels.count,
    areas: plan.areas.length,
    homes: plan.buildings.homes.reduce((sum, n) => sum + n, 0),
    jobs: plan.buildings.jobs.reduce((sum, n) => sum + n, 0),
    tallestCm,
    uses,
  };
}
