import type { BuildingTable } from "#city/plan/types.ts";
import type { DeedEvent } from "#city/protocol/wire-types.ts";
import type { RoomDeeds } from "#components/net/room-deeds.ts";
import type { Vec3 } from "../camera/camera-math.ts";
import type { CityMap } from "../city-map.ts";

/** A building that is somebody's or is dressed, and how far it is from the eye, metres. */
export interface House {
  readonly deed: DeedEvent;
  /** Number in the whole city. */
  readonly building: number;
  readonly table: BuildingTable;
  /** Local number in the table. */
  readonly at: number;
  readonly farM: number;
}

/** Half the diagonal of a neighborhood, metres. */
const CELL_REACH_M = 215;

/** Owned and dressed buildings within reach of the eye (metres), nearest first. */
export function housesNear(map: CityMap, deeds: RoomDeeds, eye: Vec3, reachM: number): House[] {
  const found: House[] = [];
  for (const { index, originXCm, originZCm } of map.index.neighborhoods) {
    const plan = map.plans.get(index);
    const off = Math.hypot(originXCm / 100 + 150 - eye[0], eye[1], originZCm / 100 + 150 - eye[2]);
    if (!plan || off > reachM + CELL_REACH_M) continue;
    for (const deed of deeds.of(index)) {
      const at = deed.building;
      if (at < 0) continue;
      const table = plan.buildings;
      const x = (table.centreXCm[at] ?? 0) / 100;
      const z = (table.centreZCm[at] ?? 0) / 100;
      const farM = Math.hypot(x - eye[0], eye[1], z - eye[2]);
      if (farM <= reachM) found.push({ deed, building: plan.buildingBase + at, table, at, farM });
    }
  }
  return found.sort((a, b) => a.farM - b.farM || a.building - b.building);
}
