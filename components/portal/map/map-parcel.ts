import { localStreetAddressOf } from "#city/plan/address.ts";
import { BUILDING_USES, type BuildingUse, type NeighborhoodPlan, NO_BUILDING } from "#city/plan/types.ts";
import type { MapPlan } from "./use-plan.ts";

/** How a parcel is coloured on a map. `choice`: one that can be chosen. */
export type ParcelPaint = "free" | "civic" | "mine" | "owned" | "for-sale" | "to-let" | "pending" | "choice";

/** A parcel somebody points at. */
export interface MapParcel {
  /** Numbers in the whole city; a building of -1: nothing stands there. */
  readonly parcel: number;
  readonly building: number;
  readonly use: BuildingUse | null;
  readonly homes: number;
  readonly jobs: number;
  readonly neighborhood: number;
  readonly district: number;
  readonly address: string;
  readonly xM: number;
  readonly zM: number;
}

const AXIS_UNIT = 16_384;

/** The parcel that a point (metres) lies on, or null. */
export function parcelAt(plan: MapPlan, xM: number, zM: number): MapParcel | null {
  const x = xM * 100;
  const z = zM * 100;
  for (const { index, originXCm, originZCm } of plan.index.neighborhoods) {
    // A lot may reach over its cell's edge a little.
    const isNear =
      x > originXCm - 6_000 && z > originZCm - 6_000 && x < originXCm + 36_000 && z < originZCm + 36_000;
    const place = isNear ? plan.places.get(index) : undefined;
    const local = place === undefined ? -1 : lotAt(place, x, z);
    if (place !== undefined && local >= 0) return describe(plan, place, local);
  }
  return null;
}

/** A parcel by its number; null while its neighborhood is not loaded. */
export function parcelOf(plan: MapPlan, parcel: number): MapParcel | null {
  const home = plan.index.neighborhoods.find(
    (n) => parcel >= n.parcelBase && parcel < n.parcelBase + n.parcelCount,
  );
  const place = home === undefined ? undefined : plan.places.get(home.index);
  return home === undefined || place === undefined ? null : describe(plan, place, parcel - home.parcelBase);
}

function lotAt({ parcels }: NeighborhoodPlan, x: number, z: number): number {
  for (let i = 0; i < parcels.count; i++) {
    const dx = x - (parcels.centreXCm[i] ?? 0);
    const dz = z - (parcels.centreZCm[i] ?? 0);
    const ax = (parcels.axisX[i] ?? 0) / AXIS_UNIT;
    const az = (parcels.axisZ[i] ?? 0) / AXIS_UNIT;
    const along = Math.abs(dx * ax + dz * az);
    const across = Math.abs(dz * ax - dx * az);
    if (along <= (parcels.widthCm[i] ?? 0) / 2 && across <= (parcels.depthCm[i] ?? 0) / 2) return i;
  }
  return -1;
}

function describe(plan: MapPlan, place: NeighborhoodPlan, local: number): MapParcel {
  const { parcels, buildings, buildingBase } = place;
  const home = plan.index.neighborhoods[place.index];
  const building = parcels.building[local] ?? NO_BUILDING;
  const isBuilt = building !== NO_BUILDING;
  const street = plan.index.streets[place.edgeStreet[parcels.edge[local] ?? 0] ?? 0] ?? "";
  return {
    parcel: (home?.parcelBase ?? 0) + local,
    building: isBuilt ? buildingBase + building : -1,
    use: isBuilt ? (BUILDING_USES[buildings.use[building] ?? 0] ?? null) : null,
    homes: isBuilt ? (buildings.homes[building] ?? 0) : 0,
    jobs: isBuilt ? (buildings.jobs[building] ?? 0) : 0,
    neighborhood: place.index,
    district: home?.district ?? 0,
    address: isBuilt ? localStreetAddressOf(plan.index, place, building) : street,
    xM: (parcels.centreXCm[local] ?? 0) / 100,
    zM: (parcels.centreZCm[local] ?? 0) / 100,
  };
}
