import { direction } from "../geometry/directions.ts";
import { clamp, isqrt } from "../geometry/integer.ts";
import { NOISE_RANGE, noise } from "../geometry/noise.ts";
import { UNIT } from "../geometry/rectangle.ts";
import { below, hashText, hashWords } from "../rng.ts";
import { NEIGHBORHOOD_CELL_CM, type PlanOptions, type Zone } from "./types.ts";

/** Sizes and places everything else hangs on. Lengths in cm. */
export interface Setting {
  readonly seed: number;
  readonly buildings: number;
  readonly widthCm: number;
  readonly depthCm: number;
  /** The main square, near the shore, middle of the rings. */
  readonly centreX: number;
  readonly centreZ: number;
  readonly shoreZ: number;
  /** Radii of the rings that bound the quarters; the last is the edge of the city. */
  readonly ringsCm: readonly number[];
  readonly quarters: readonly Quarter[];
  /** Middle line of the river, from the sea inland (x, z …); empty for a hamlet. */
  readonly river: readonly number[];
  readonly riverHalfCm: number;
}

/** A part of the web of rings and radials; what lies in it becomes one district. */
export interface Quarter {
  readonly zone: Zone;
  readonly ring: number;
  /** Degrees between which it lies, seen from the centre: 0 is east, 90 north. */
  readonly fromDegrees: number;
  readonly toDegrees: number;
  /** Which way its streets run. */
  readonly axisDegrees: number;
}

/** Ground that one building takes on average, streets and parks included. */
const GROUND_M2 = 720;
/** Rings reach a little further than needed, because the count is only known at the end. */
const SLACK = 1.16;
/** From this size on there is a river. */
const RIVER_BUILDINGS = 1_500;

const RING_ONE: readonly Zone[] = ["harbour", "midtown", "old-town"];
const RING_TWO: readonly Zone[] = ["industry", "suburb", "midtown", "terraces"];
const RING_OUTER: readonly Zone[] = [
  "industry",
  "terraces",
  "suburb",
  "terraces",
  "midtown",
  "suburb",
  "terraces",
  "suburb",
];

function zoneOf(buildings: number, ring: number, sector: number, sectors: number): Zone {
  if (buildings < RIVER_BUILDINGS) return ring === 0 ? "old-town" : sector % 2 === 0 ? "suburb" : "terraces";
  if (ring === 0) return "downtown";
  const list = ring === 1 ? RING_ONE : ring === 2 ? RING_TWO : RING_OUTER;
  if (sectors <= list.length) {
    const index = sector === sectors - 1 ? list.length - 1 : sector;
    return list[index] ?? "midtown";
  }
  if (sector === 0) return list[0] ?? "midtown";
  return list[1 + ((sector + ring) % (list.length - 1))] ?? "midtown";
}

/** How many quarters a plan of this size has. */
function quarterCount(buildings: number): number {
  return clamp(isqrt(Math.floor((64 * buildings) / 10_000)), 2, 64);
}

/** Around the middle the harbour keeps to the shore and the rest of the sky belongs to midtown and the old town. */
const RING_ONE_DEGREES = [0, 44, 142, 180];

function sectorDegrees(ring: number, sector: number, sectors: number): [number, number] {
  if (ring === 1 && sectors === 3)
    return [RING_ONE_DEGREES[sector] ?? 0, RING_ONE_DEGREES[sector + 1] ?? 180];
  return [Math.floor((180 * sector) / sectors), Math.floor((180 * (sector + 1)) / sectors)];
}

function makeQuarters(seed: number, buildings: number, count: number): Quarter[] {
  const quarters: Quarter[] = [];
  for (let ring = 0; quarters.length < count; ring++) {
    const left = count - quarters.length;
    const full = 2 * ring + 1;
    const sectors = ring > 0 && left <= full + 1 ? left : full;
    for (let sector = 0; sector < sectors; sector++) {
      const [fromDegrees, toDegrees] = sectorDegrees(ring, sector, sectors);
      const jitter = below(hashWords(seed, ring, sector, 0x71), 15) - 7;
      const axisDegrees = ring === 0 ? jitter : Math.floor((fromDegrees + toDegrees) / 2) + jitter;
      quarters.push({
        zone: zoneOf(buildings, ring, sector, sectors),
        ring,
        fromDegrees,
        toDegrees,
        axisDegrees,
      });
    }
  }
  return quarters;
}

/** Share of a hamlet's ground that its old middle takes: less than half, because the count is often reached early. */
const HAMLET_CORE = 0.32;

function makeRings(quarters: readonly Quarter[], radiusCm: number): number[] {
  const rings: number[] = [];
  const last = quarters[quarters.length - 1]?.ring ?? 0;
  for (let ring = 0; ring <= last; ring++) {
    const within = quarters.filter((q) => q.ring <= ring).length;
    const share = quarters.length === 2 && ring === 0 ? HAMLET_CORE : within / quarters.length;
    rings.push(Math.floor(radiusCm * Math.sqrt(share)));
  }
  return rings;
}

function makeRiver(seed: number, centreX: number, shoreZ: number, inner: number, top: number): number[] {
  const river: number[] = [];
  const mouthX = centreX - Math.floor(inner * 0.82);
  const length = shoreZ + 60_000 - top;
  for (let z = shoreZ + 60_000; z > top - 9_000; z -= 8_000) {
    const inland = (shoreZ + 60_000 - z) / length;
    const bend =
      noise(seed ^ 0x21, 7, z, 160_000) * 0.11 * inner + noise(seed ^ 0x22, 7, z, 55_000) * 0.03 * inner;
    const drift = inland * inner * 0.5;
    river.push(Math.floor(mouthX + drift + (bend / NOISE_RANGE) * Math.min(1, inland * 4)), z);
  }
  return river;
}

/** Chooses sizes, rings, quarters and waters for a plan. `groundPerMille` scales the ground a building takes. */
export function makeSetting(options: PlanOptions, groundPerMille: number): Setting {
  const seed = hashText(options.seed);
  const { buildings } = options;
  const areaCm2 = buildings * GROUND_M2 * 10 * groundPerMille;
  const radiusCm = Math.floor(Math.sqrt((2 * areaCm2) / Math.PI) * SLACK);
  const quarters = makeQuarters(seed, buildings, quarterCount(buildings));
  const ringsCm = makeRings(quarters, radiusCm);
  const inner = ringsCm[0] ?? radiusCm;
  const cells = (lengthCm: number): number => Math.floor(lengthCm / NEIGHBORHOOD_CELL_CM) + 1;
  const widthCm = 2 * cells(radiusCm * 1.15 + 20_000) * NEIGHBORHOOD_CELL_CM;
  const shoreZ = cells(radiusCm * 1.1 + inner * 0.4 + 15_000) * NEIGHBORHOOD_CELL_CM - 9_000;
  const depthCm = shoreZ + 9_000 + cells(radiusCm * 0.3 + 40_000) * NEIGHBORHOOD_CELL_CM;
  const centreX = widthCm / 2;
  const hasRiver = buildings >= RIVER_BUILDINGS;
  const setting = { seed, buildings, widthCm, depthCm, centreX, shoreZ, ringsCm, quarters };
  return {
    ...setting,
    centreZ: shoreAt(setting, centreX) - Math.floor(inner * 0.42),
    river: hasRiver ? makeRiver(seed, centreX, shoreZ, inner, 0) : [],
    riverHalfCm: 4_000 + Math.floor(radiusCm / 140),
  };
}

/** Height of a smooth hump of width 1 around 0 (0..1). */
function hump(t: number): number {
  const d = 1 - Math.min(1, Math.abs(t));
  return d * d * (3 - 2 * d);
}

type ShoreSetting = Pick<Setting, "seed" | "centreX" | "shoreZ" | "ringsCm">;

/** Where the promenade runs at x: a bay before the centre, capes beside it, small waves everywhere. */
export function shoreAt(s: ShoreSetting, x: number): number {
  const inner = s.ringsCm[0] ?? 0;
  const outer = s.ringsCm[s.ringsCm.length - 1] ?? 0;
  const bay = hump((x - s.centreX) / (inner * 1.15)) * inner * 0.3;
  const cape = hump((x - s.centreX - inner * 1.35) / (inner * 0.8)) * inner * 0.2;
  const wave =
    (noise(s.seed ^ 0x11, x, 3, Math.max(40_000, outer * 0.45)) / NOISE_RANGE) *
    Math.min(outer * 0.075, 60_000);
  const ripple = (noise(s.seed ^ 0x12, x, 3, 24_000) / NOISE_RANGE) * 1_800;
  return Math.floor(s.shoreZ - bay + cape + wave + ripple);
}

/** A point at an angle and a radius (cm) from the centre, bent a little so that rings are not drawn with compasses. */
export function ringPoint(s: Setting, radius: number, degrees: number): [number, number] {
  const [dx, dz] = direction(degrees);
  const x = s.centreX + Math.floor((dx * radius) / UNIT);
  const z = s.centreZ + Math.floor((dz * radius) / UNIT);
  const bent =
    radius + Math.floor((noise(s.seed ^ 0x31, x, z, Math.max(30_000, radius)) * radius * 0.05) / NOISE_RANGE);
  return [s.centreX + Math.floor((dx * bent) / UNIT), s.centreZ + Math.floor((dz * bent) / UNIT)];
}
