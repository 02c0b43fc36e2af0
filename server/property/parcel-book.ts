import { assertExists } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { localLotAddressOf, localStreetAddressOf } from "#city/plan/address.ts";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { BUILDING_USES, type BuildingUse, NO_BUILDING, type PlanIndex, ZONES } from "#city/plan/types.ts";
import type { BuildingFacts } from "#city/protocol/estate-views.ts";
import type { BlobStore } from "#server/assets/blob-store.ts";
import { readPlaces } from "#server/assets/plan-places.ts";
import { readPlanHash } from "#server/db/city-store.ts";
import type { Pool } from "#server/db/pool.ts";

/** What the plan says of a parcel; it never changes. */
export interface ParcelFacts {
  /** Number in the whole city, which is its place in the list of all. */
  readonly parcel: number;
  readonly neighborhood: number;
  readonly district: number;
  /** Number in the whole city, or -1. */
  readonly building: number;
  readonly use: BuildingUse | null;
  readonly jobs: number;
  readonly address: string;
  readonly xCm: number;
  readonly zCm: number;
  readonly landValueCents: number;
}

/** All parcels of a city plan. */
export interface Parcels {
  readonly index: PlanIndex;
  readonly all: readonly ParcelFacts[];
  /** What stands on a parcel, and how large it is itself. */
  detailOf(parcel: ParcelFacts): ParcelSize;
  /** Address of a building, or null. */
  addressOf(building: number): string | null;
}

export interface ParcelSize {
  readonly widthM: number;
  readonly depthM: number;
  readonly facts: BuildingFacts | null;
}

/** All parcels of a world; null before its genesis. Rejects when database or plan files cannot be read. */
export type ParcelBook = (world: number) => Promise<Parcels | null>;

/** Reads a plan's parcels once: the plan never changes under its hash. */
export function createParcelBook(pool: Pool, blobs: Pick<BlobStore, "get">): ParcelBook {
  let known: { readonly hash: string; readonly parcels: Promise<Parcels> } | null = null;
  return async (world) => {
    const hash = await readPlanHash(pool, world);
    if (hash === null) return null;
    if (known?.hash !== hash) {
      const parcels = readPlaces(blobs, hash).then(({ index, places }) => listParcels(world, index, places));
      const entry = { hash, parcels };
      known = entry;
      // A file that could not be read may be there the next time.
      parcels.catch(() => {
        if (known === entry) known = null;
      });
    }
    return known.parcels;
  };
}

/** Lists a plan's parcels, by number. */
export function listParcels(world: number, index: PlanIndex, places: readonly NeighborhoodPlan[]): Parcels {
  const all = places.flatMap((place) => parcelsOf(index, place));
  const parcelOfBuilding = new Map(all.map(({ building, parcel }) => [building, parcel]));
  return {
    index,
    all,
    detailOf: (facts) =>
      sizeOf(world, index, assertExists(places[facts.neighborhood], "a neighborhood"), facts),
    addressOf: (building) => all[parcelOfBuilding.get(building) ?? -1]?.address ?? null,
  };
}

function parcelsOf(index: PlanIndex, place: NeighborhoodPlan): ParcelFacts[] {
  const { parcels, buildings, buildingBase } = place;
  const neighborhood = assertExists(index.neighborhoods[place.index], "a neighborhood");
  return Array.from({ length: parcels.count }, (_, i) => {
    const local = parcels.building[i] ?? NO_BUILDING;
    const isBuilt = local !== NO_BUILDING;
    return {
      parcel: neighborhood.parcelBase + i,
      neighborhood: place.index,
      district: neighborhood.district,
      building: isBuilt ? buildingBase + local : -1,
      use: isBuilt ? (BUILDING_USES[buildings.use[local] ?? 0] ?? null) : null,
      jobs: isBuilt ? (buildings.jobs[local] ?? 0) : 0,
      address: isBuilt ? localStreetAddressOf(index, place, local) : localLotAddressOf(index, place, i),
      xCm: parcels.centreXCm[i] ?? 0,
      zCm: parcels.centreZCm[i] ?? 0,
      landValueCents: parcels.landValueCents[i] ?? 0,
    };
  });
}

function sizeOf(world: number, index: PlanIndex, place: NeighborhoodPlan, facts: ParcelFacts): ParcelSize {
  const { parcels, buildings } = place;
  const local = facts.parcel - assertExists(index.neighborhoods[place.index], "a neighborhood").parcelBase;
  const building = parcels.building[local] ?? NO_BUILDING;
  const metres = (cm: number | undefined) => (cm ?? 0) / 100;
  const widthM = metres(parcels.widthCm[local]);
  const depthM = metres(parcels.depthCm[local]);
  if (building === NO_BUILDING || facts.use === null) return { widthM, depthM, facts: null };
  return {
    widthM,
    depthM,
    facts: {
      id: formatId("bld", world, facts.building),
      use: facts.use,
      zone: ZONES[buildings.zone[building] ?? 0] ?? "midtown",
      floors: buildings.floors[building] ?? 1,
      width_m: metres(buildings.widthCm[building]),
      depth_m: metres(buildings.depthCm[building]),
      height_m: metres(buildings.heightCm[building]),
      style: buildings.style[building] ?? 0,
      homes: buildings.homes[building] ?? 0,
      jobs: buildings.jobs[building] ?? 0,
    },
  };
}
