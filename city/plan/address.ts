import { assertExists, at } from "../assert.ts";
import type { CityPlan, NeighborhoodPlan, PlanIndex } from "./types.ts";

function districtName(index: PlanIndex, neighborhood: number): string {
  const district = index.neighborhoods[neighborhood]?.district ?? 0;
  return assertExists(index.districts[district - 1], "every neighborhood lies in a district").name;
}

function streetAddress(index: PlanIndex, street: number, houseNumber: number): string {
  return `${houseNumber} ${assertExists(index.streets[street], "every street has a name")}`;
}

function lotAddress(index: PlanIndex, street: number, local: number): string {
  return `Lot ${local + 1}, ${assertExists(index.streets[street], "every street has a name")}`;
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

/** "Lot 5, Harbour Lane": a parcel without a building has no house number. */
export function lotAddressOf(plan: CityPlan, parcel: number): string {
  const place = assertExists(plan.neighborhoods[at(plan.parcels.neighborhood, parcel)], "a neighborhood");
  return lotAddress(
    plan,
    at(plan.graph.edgeStreet, at(plan.parcels.edge, parcel)),
    parcel - place.parcelBase,
  );
}

/** The same from one neighborhood; `parcel` is counted from its first. */
export function localLotAddressOf(index: PlanIndex, part: NeighborhoodPlan, parcel: number): string {
  return lotAddress(index, at(part.edgeStreet, at(part.parcels.edge, parcel)), parcel);
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
