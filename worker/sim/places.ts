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
  /** The same of parcels. */
  readonly parcelsOf: readonly Uint32Array[];
  readonly localParcelOf: Uint32Array;
}

/** Derives the place index of a plan. */
export function placeIndex(plan: CityPlan): PlaceIndex {
  const neighborhoodDistrict = new Uint16Array(plan.neighborhoods.length);
  for (const n of plan.neighborhoods) neighborhoodDistrict[n.index] = n.district;
  const buildings = byDistrict(plan, neighborhoodDistrict, plan.buildings);
  const parcels = byDistrict(plan, neighborhoodDistrict, plan.parcels);
  return {
    neighborhoodDistrict,
    buildingsOf: buildings.lists,
    localOf: buildings.localOf,
    parcelsOf: parcels.lists,
    localParcelOf: parcels.localOf,
  };
}

function byDistrict(
  plan: CityPlan,
  neighborhoodDistrict: Uint16Array,
  table: { readonly count: number; readonly neighborhood: Uint16Array },
): { readonly lists: readonly Uint32Array[]; readonly localOf: Uint32Array } {
  const lists: number[][] = Array.from({ length: plan.districts.length + 1 }, () => []);
  const localOf = new Uint32Array(table.count);
  for (let index = 0; index < table.count; index++) {
    const list = lists[at(neighborhoodDistrict, at(table.neighborhood, index))] ?? [];
    localOf[index] = list.length;
    list.push(index);
  }
  return { lists: lists.map((list) => Uint32Array.from(list)), localOf };
}

/** District of a parcel. */
export function districtOfParcel(plan: CityPlan, places: PlaceIndex, parcel: number): number {
  return at(places.neighborhoodDistrict, at(plan.parcels.neighborhood, parcel));
}
