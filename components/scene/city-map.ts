import { formatId, MAIN_WORLD, parseId } from "#city/ids.ts";
import { localStreetAddressOf } from "#city/plan/address.ts";
import {
  BUILDING_USES,
  type BuildingTable,
  type BuildingUse,
  type NeighborhoodPlan,
  type PlanIndex,
} from "#city/plan/types.ts";

/** What a place is called; what a building is for. */
export interface PlaceName {
  readonly name: string;
  readonly use: BuildingUse | null;
}

export interface BuildingPlace {
  readonly table: BuildingTable;
  /** Local number in the table. */
  readonly at: number;
  readonly plan: NeighborhoodPlan;
}

/** What is known of the plan so far, and where things are in it. */
export class CityMap {
  readonly index: PlanIndex;
  readonly plans = new Map<number, NeighborhoodPlan>();

  constructor(index: PlanIndex) {
    this.index = index;
  }

  /** A building by its global index, or null while its neighborhood is not loaded. */
  building(global: number): BuildingPlace | null {
    const all = this.index.neighborhoods;
    let low = 0;
    let high = all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((all[middle]?.buildingBase ?? 0) <= global) low = middle;
      else high = middle - 1;
    }
    // Neighborhoods without buildings share their base with the next one that has some.
    while (low > 0 && all[low]?.buildingCount === 0) low--;
    const plan = this.plans.get(all[low]?.index ?? -1);
    const at = plan ? global - plan.buildingBase : -1;
    return plan && at >= 0 && at < plan.buildings.count ? { table: plan.buildings, at, plan } : null;
  }

  /** The neighborhood whose cell holds a point (metres), or null outside the plan. */
  neighborhoodAt(xM: number, zM: number): PlanIndex["neighborhoods"][number] | null {
    const found = this.index.neighborhoods.find((n) => {
      const x = xM * 100 - n.originXCm;
      const z = zM * 100 - n.originZCm;
      return x >= 0 && z >= 0 && x < 30_000 && z < 30_000;
    });
    return found ?? null;
  }

  /** What an id names: a building's address and use, a neighborhood's name; what is unknown keeps its id. */
  nameOf(id: string): PlaceName {
    const neighborhood = numberOf("nbh", id);
    if (neighborhood !== null) return { name: this.index.neighborhoods[neighborhood]?.name ?? id, use: null };
    const place = this.building(numberOf("bld", id) ?? -1);
    return place ? this.describe(place) : { name: id, use: null };
  }

  /** Street and number, and what it is for. */
  describe({ table, at, plan }: BuildingPlace): PlaceName {
    return {
      name: localStreetAddressOf(this.index, plan, at),
      use: BUILDING_USES[table.use[at] ?? 0] ?? null,
    };
  }
}

export function agentId(agent: number): string {
  return formatId("agt", MAIN_WORLD, agent);
}

export function buildingId(building: number): string {
  return formatId("bld", MAIN_WORLD, building);
}

/** The number behind an id of this world, or null. */
export function numberOf(prefix: "agt" | "bld" | "nbh", id: string): number | null {
  const parsed = parseId(prefix, id);
  return parsed.ok ? parsed.value.index : null;
}
