import { at } from "#city/assert.ts";
import type { CityPlan } from "#city/plan/types.ts";

/** What follows from the plan about who owns which place; made once a process, never written. */
export interface PlaceIndex {
  /** District of each neighborhood. */
  readonly neighborhoodDistrict: Uint16Array;
  /** Global buildings of each district, ascending; City Hall's list is empty. */
  readonly buildingsOf: readonly Uint32Array[];
  /** Index of each global building inside its district's list. */
  readonly localOf: Uint32Array;
}

/** Derives the place index of a plan. */
export function placeIndex(plan: CityPlan): PlaceIndex {
  const neighborhoodDistrict = new Uint16Array(plan.neighborhoods.length);
  for (const n of plan.neighborhoods) neighborhoodDistrict[n.index] = n.district;
  const lists: number[][] = Array.from({ length: plan.districts.length + 1 }, () => []);
  const localOf = new Uint32Array(plan.buildings.count);
  for (let building = 0; building < plan.buildings.count; building++) {
    const list = lists[at(neighborhoodDistrict, at(plan.buildings.neighborhood, building))] ?? [];
    localOf[building] = list.length;
    list.push(building);
  }
  return { neighborhoodDistrict, localOf, buildingsOf: lists.map((list) => Uint32Array.from(list)) };
}
