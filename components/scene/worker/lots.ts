import { at } from "#city/assert.ts";
import { BUILDING_USES, type BuildingTable, type BuildingUse, ZONES, type Zone } from "#city/plan/types.ts";
import { PROFILE, type Profile } from "./mesh-data.ts";

/** A building of the plan, in metres: what its shape is made from. */
export interface Lot {
  readonly xM: number;
  readonly zM: number;
  /** Unit vector along the frontage. */
  readonly axisX: number;
  readonly axisZ: number;
  readonly widthM: number;
  readonly depthM: number;
  readonly heightM: number;
  readonly floors: number;
  readonly floorM: number;
  readonly use: BuildingUse;
  readonly zone: Zone;
  readonly style: number;
  /** 1 or -1: on which side of the frame's z axis the street is. */
  readonly front: number;
}

/** Who lights the lamps of a building of a use. */
export const PROFILES: Readonly<Record<BuildingUse, Profile>> = {
  home: PROFILE.home,
  office: PROFILE.office,
  shop: PROFILE.shop,
  food: PROFILE.shop,
  industry: PROFILE.work,
  warehouse: PROFILE.work,
  school: PROFILE.office,
  clinic: PROFILE.home,
  leisure: PROFILE.shop,
  civic: PROFILE.office,
  "town-hall": PROFILE.shop,
};

export function lotOf(t: BuildingTable, i: number): Lot {
  const centreX = at(t.centreXCm, i);
  const centreZ = at(t.centreZCm, i);
  const axisX = at(t.axisX, i) / 16384;
  const axisZ = at(t.axisZ, i) / 16384;
  const heightM = at(t.heightCm, i) / 100;
  const floors = Math.max(1, at(t.floors, i));
  const doorSide = (at(t.doorXCm, i) - centreX) * -axisZ + (at(t.doorZCm, i) - centreZ) * axisX;
  return {
    xM: centreX / 100,
    zM: centreZ / 100,
    axisX,
    axisZ,
    widthM: at(t.widthCm, i) / 100,
    depthM: at(t.depthCm, i) / 100,
    heightM,
    floors,
    floorM: heightM / (floors + (heightM < 16 ? 0.6 : 0.2)),
    use: BUILDING_USES[at(t.use, i)] ?? "home",
    zone: ZONES[at(t.zone, i)] ?? "midtown",
    style: at(t.style, i),
    front: doorSide < 0 ? -1 : 1,
  };
}

export type Shape =
  | "house"
  | "terrace"
  | "oldTown"
  | "mansard"
  | "slab"
  | "podium"
  | "slabTower"
  | "steppedTower"
  | "spireTower"
  | "chamferTower"
  | "roundTower"
  | "works"
  | "shed"
  | "vaulted"
  | "temple"
  | "townHall";

const TOWERS = ["steppedTower", "roundTower", "slabTower", "spireTower", "chamferTower"] as const;

/** Which shape a building gets. */
export function shapeOf(lot: Lot): Shape {
  const { use, style, heightM } = lot;
  if (use === "town-hall") return "townHall";
  if (use === "civic") return "temple";
  if (use === "industry") return style % 3 === 0 ? "shed" : "works";
  if (use === "warehouse") return "shed";
  if (use === "leisure" && heightM < 22) return "vaulted";
  if (heightM > 45) return TOWERS[style % TOWERS.length] ?? "slabTower";
  if (heightM > 17) return style % 4 === 0 ? "podium" : "slab";
  return lowShapeOf(lot);
}

function lowShapeOf({ use, zone, style, heightM }: Lot): Shape {
  if (zone === "old-town") return "oldTown";
  if (zone === "suburb" && use === "home") return "house";
  if (zone === "terraces" || (use === "home" && heightM < 13)) return "terrace";
  return use === "school" || style % 3 === 0 ? "mansard" : "slab";
}

/** The wall towards the street, up to where it steps back or the roof begins. Metres. */
export interface StreetWall {
  /** The middle of its foot. */
  readonly xM: number;
  readonly zM: number;
  /** Unit vector from the wall to the street. */
  readonly outX: number;
  readonly outZ: number;
  readonly widthM: number;
  readonly heightM: number;
}

/** Share of a building's height that its street wall has, by shape; of the others it is some floors. */
const WALL_SHARES: Readonly<Partial<Record<Shape, number>>> = {
  house: 0.6,
  terrace: 0.66,
  oldTown: 0.6,
  mansard: 0.7,
  slab: 0.94,
  podium: 0.4,
  steppedTower: 0.36,
  spireTower: 0.16,
  works: 0.7,
  shed: 0.75,
  vaulted: 0.58,
  temple: 0.78,
  townHall: 0.5,
};
const BASE_FLOORS = 2;

export function streetWallOf(t: BuildingTable, i: number): StreetWall {
  const lot = lotOf(t, i);
  const share = WALL_SHARES[shapeOf(lot)];
  const outX = -lot.axisZ * lot.front;
  const outZ = lot.axisX * lot.front;
  return {
    xM: lot.xM + (outX * lot.depthM) / 2,
    zM: lot.zM + (outZ * lot.depthM) / 2,
    outX,
    outZ,
    widthM: lot.widthM,
    heightM: share === undefined ? BASE_FLOORS * lot.floorM : share * lot.heightM,
  };
}
