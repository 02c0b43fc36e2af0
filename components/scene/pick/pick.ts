import type { BuildingTable, NeighborhoodPlan, PlanIndex } from "#city/plan/types.ts";
import type { Vec3 } from "../camera/camera-math.ts";

export interface Ray {
  readonly origin: Vec3;
  /** Unit vector. */
  readonly direction: Vec3;
}

export interface BuildingHit {
  /** Global building index. */
  readonly building: number;
  readonly distanceM: number;
}

/** Half the diagonal of a cell and what may stand over its edge. */
const CELL_REACH_M = 270;
const CELL_HALF_M = 150;

/** The first building along a ray, among the neighborhoods that are loaded; null when there is none. */
export function pickBuilding(
  index: PlanIndex,
  plans: ReadonlyMap<number, NeighborhoodPlan>,
  ray: Ray,
): BuildingHit | null {
  let best: BuildingHit | null = null;
  for (const entry of index.neighborhoods) {
    const plan = plans.get(entry.index);
    if (!plan || !passes(ray, entry.originXCm / 100 + CELL_HALF_M, entry.originZCm / 100 + CELL_HALF_M))
      continue;
    for (let i = 0; i < plan.buildings.count; i++) {
      const distanceM = meets(plan.buildings, i, ray);
      if (distanceM !== null && (!best || distanceM < best.distanceM)) {
        best = { building: plan.buildingBase + i, distanceM };
      }
    }
  }
  return best;
}

/** Whether the ray comes over the circle around a cell, seen from above. */
function passes(ray: Ray, x: number, z: number): boolean {
  const toX = x - ray.origin[0];
  const toZ = z - ray.origin[2];
  const flat = Math.hypot(ray.direction[0], ray.direction[2]);
  if (flat < 1e-6) return Math.hypot(toX, toZ) < CELL_REACH_M;
  const along = (toX * ray.direction[0] + toZ * ray.direction[2]) / flat;
  if (along < -CELL_REACH_M) return false;
  return Math.abs(toX * ray.direction[2] - toZ * ray.direction[0]) / flat < CELL_REACH_M;
}

/** Distance at which the ray enters building `i`, a turned box; null when it misses. */
function meets(t: BuildingTable, i: number, ray: Ray): number | null {
  const axisX = (t.axisX[i] ?? 0) / 16384;
  const axisZ = (t.axisZ[i] ?? 0) / 16384;
  const ox = ray.origin[0] - (t.centreXCm[i] ?? 0) / 100;
  const oz = ray.origin[2] - (t.centreZCm[i] ?? 0) / 100;
  const [dx, dy, dz] = ray.direction;
  const halfWidth = (t.widthCm[i] ?? 0) / 200;
  const halfDepth = (t.depthCm[i] ?? 0) / 200;
  const span: [number, number] = [0, Number.POSITIVE_INFINITY];
  const hit =
    slab(span, ox * axisX + oz * axisZ, dx * axisX + dz * axisZ, -halfWidth, halfWidth) &&
    slab(span, oz * axisX - ox * axisZ, dz * axisX - dx * axisZ, -halfDepth, halfDepth) &&
    slab(span, ray.origin[1], dy, 0, (t.heightCm[i] ?? 0) / 100);
  return hit ? span[0] : null;
}

/** Narrows `span` to where the ray lies between two planes; false when nothing is left. */
function slab(span: [number, number], origin: number, direction: number, low: number, high: number): boolean {
  if (Math.abs(direction) < 1e-9) return origin >= low && origin <= high;
  const a = (low - origin) / direction;
  const b = (high - origin) / direction;
  span[0] = Math.max(span[0], Math.min(a, b));
  span[1] = Math.min(span[1], Math.max(a, b));
  return span[0] <= span[1];
}

export interface AgentHit {
  readonly agent: number;
  readonly distanceM: number;
}

/** Height at which a body is aimed at. */
const BODY_MIDDLE_M = 0.9;

/**
 * The body nearest to the eye among those the ray passes within `toleranceM` or within `tolerance` of their distance
 * (so that far bodies are not harder to hit).
 */
export function pickAgent(
  bodies: Iterable<readonly [agent: number, xM: number, zM: number]>,
  ray: Ray,
  toleranceM: number,
  tolerance: number,
): AgentHit | null {
  let best: (AgentHit & { readonly score: number }) | null = null;
  const { origin, direction } = ray;
  for (const [agent, xM, zM] of bodies) {
    const x = xM - origin[0];
    const y = BODY_MIDDLE_M - origin[1];
    const z = zM - origin[2];
    const along = x * direction[0] + y * direction[1] + z * direction[2];
    if (along <= 0) continue;
    const off = Math.hypot(x - direction[0] * along, y - direction[1] * along, z - direction[2] * along);
    const allowed = Math.max(toleranceM, tolerance * along);
    if (off > allowed) continue;
    const score = along * (1 + (off / allowed) * 0.2);
    if (!best || score < best.score) best = { agent, distanceM: along, score };
  }
  return best ? { agent: best.agent, distanceM: best.distanceM } : null;
}
