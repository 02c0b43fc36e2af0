import { clamp } from "../geometry/integer.ts";
import { BUILDING_USES, type BuildingUse, ZONES, type Zone } from "./types.ts";

interface UseRule {
  /** Height of a floor, cm. */
  readonly floorCm: number;
  /** Floor space of one home or one job, square metres, before scaling. */
  readonly spaceM2: number;
  /** Fewest homes or jobs. */
  readonly least: number;
}

const USE_RULES: { readonly [U in BuildingUse]: UseRule } = {
  home: { floorCm: 310, spaceM2: 50, least: 2 },
  office: { floorCm: 380, spaceM2: 30, least: 3 },
  shop: { floorCm: 380, spaceM2: 40, least: 2 },
  food: { floorCm: 370, spaceM2: 35, least: 2 },
  industry: { floorCm: 620, spaceM2: 90, least: 4 },
  warehouse: { floorCm: 600, spaceM2: 160, least: 2 },
  school: { floorCm: 380, spaceM2: 60, least: 6 },
  clinic: { floorCm: 380, spaceM2: 40, least: 4 },
  leisure: { floorCm: 480, spaceM2: 70, least: 2 },
  civic: { floorCm: 450, spaceM2: 60, least: 3 },
  "town-hall": { floorCm: 560, spaceM2: 30, least: 12 },
};

/** Roof edge above the top floor. */
const PARAPET_CM = 70;
/** Floors above this many are lower, as in towers. */
const TOWER_FLOORS = 24;
const TOWER_FLOOR_CM = 365;
/** The tallest building, cm. */
const HEIGHT_CM = 22_000;

export function buildingUse(index: number): BuildingUse {
  return BUILDING_USES[index] ?? "home";
}

export function zoneOf(index: number): Zone {
  return ZONES[index] ?? "midtown";
}

/** Height of a building in cm. */
export function buildingHeightCm(use: number, floors: number): number {
  const { floorCm } = USE_RULES[buildingUse(use)];
  const low = Math.min(floors, TOWER_FLOORS);
  const height = low * floorCm + (floors - low) * Math.min(floorCm, TOWER_FLOOR_CM) + PARAPET_CM;
  return clamp(height, 250, HEIGHT_CM);
}

/** How many live here, or how many work here; `perMille` is the plan's scale for the one or the other. */
export function capacity(
  use: number,
  floors: number,
  widthCm: number,
  depthCm: number,
  perMille: number,
): number {
  const rule = USE_RULES[buildingUse(use)];
  const spaceM2 = Math.floor((widthCm * depthCm) / 10_000) * floors;
  return clamp(Math.floor((spaceM2 * perMille) / (rule.spaceM2 * 1_000)), rule.least, 5_000);
}
