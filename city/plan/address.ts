import { assertExists, at } from "../assert.ts";
import type { CityPlan, NeighborhoodPlan, PlanIndex } from "./types.ts";

function districtName(index: PlanIndex, neighborhood: number): string {
  const district = index.neighborhoods[neighborhood]?.district ?? 0;
  return assertExists(index.districts[district - 1], "every neighborhood lies in a district").name;
}

function streetAddress(index: PlanIndex, street: number, houseNumber: number): string {
  return `${houseNumber} ${assertExists(index.streets[street], "every street has a name")}`;
}

/** "12 Harbour Lane": house number and street of a building of the whole plan. */
export function streetAddressOf(plan: CityPlan, building: number): string {
  const street = at(plan.graph.edgeStreet, at(plan.buildings.doorEdge, building));
  return streetAddress(plan, street, at(plan.buildings.houseNumber, building));
}

/** The same from one neighborhood; `building` is counted from its first. */
export function localStreetAddressOf(index: PlanIndex, part: NeighborhoodPlan, building: number): string {
  const street = at(part.edgeStreet, at(part.buildings.doorEdge, building));
  return streetAddress(index, street, at(part.buildings.houseNumber, building));
}

/** "12 Harbour Lane, Old Town": the address of a building of the whole plan. No two buildings share one. */
export function addressOf(plan: CityPlan, building: number): string {
  const neighborhood = at(plan.buildings.neighborhood, building);
  return `${streetAddressOf(plan, building)}, ${districtName(plan, neighborhood)}`;
}

/** The same from one neighborhood; `building` is counted from its first. */
export function localAddressOf(index: PlanIndex, part: NeighborhoodPlan, building: number): string {
  return `${localStreetAddressOf(index, part, building)}, ${districtName(index, part.index)}`;
}
