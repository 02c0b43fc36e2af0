import { type NeighborhoodPlan, STREET_CLASSES, ZONES } from "#city/plan/types.ts";
import { below, hashWords } from "#city/rng.ts";
import { contains } from "./polygon.ts";
import { STREET_SHAPES } from "./street-shape.ts";

/** Most trees of one neighborhood: what a merged mesh may carry beside its buildings. */
const TREES_MAX = 420;
const AVENUE_SPACING_M = 16;

/** Where trees stand, metres (x, z, x, z …): avenues, parks, squares and gardens. The same for everyone who draws them. */
export function placeTrees(plan: NeighborhoodPlan): number[] {
  const out: number[] = [];
  inAreas(plan, out);
  alongStreets(plan, out);
  inGardens(plan, out);
  return out.slice(0, TREES_MAX * 2);
}

function inAreas(plan: NeighborhoodPlan, out: number[]): void {
  for (const area of plan.areas) {
    if (area.kind !== "park" && area.kind !== "square") continue;
    const [minX, minZ, maxX, maxZ] = bounds(area.points);
    const each = area.kind === "park" ? 90 : 420;
    const wanted = Math.min(200, Math.floor(((maxX - minX) * (maxZ - minZ)) / 10_000 / each));
    for (let i = 0; i < wanted; i++) {
      const word = hashWords(plan.index, i, minX, minZ, 5);
      const other = hashWords(plan.index, i, minX, minZ, 6);
      const x = minX + ((word >>> 8) % 10_007) * ((maxX - minX) / 10_007);
      const z = minZ + ((other >>> 8) % 10_007) * ((maxZ - minZ) / 10_007);
      if (contains(area.points, x, z)) out.push(x / 100, z / 100);
    }
  }
}

function bounds(points: Int32Array): readonly [number, number, number, number] {
  let minX = Number.POSITIVE_INFINITY;
  let minZ = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let maxZ = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < points.length; i += 2) {
    minX = Math.min(minX, points[i] ?? 0);
    maxX = Math.max(maxX, points[i] ?? 0);
    minZ = Math.min(minZ, points[i + 1] ?? 0);
    maxZ = Math.max(maxZ, points[i + 1] ?? 0);
  }
  return [minX, minZ, maxX, maxZ];
}

function alongStreets(plan: NeighborhoodPlan, out: number[]): void {
  for (let from = 0; from < plan.nodeCount; from++) {
    for (let slot = plan.edgeStart[from] ?? 0; slot < (plan.edgeStart[from + 1] ?? 0); slot++) {
      const streetClass = STREET_CLASSES[plan.edgeClass[slot] ?? 0] ?? "street";
      const leafy =
        streetClass === "avenue" || streetClass === "promenade" || (plan.edgeStreet[slot] ?? 0) % 3 === 0;
      if (leafy && streetClass !== "lane")
        alongEdge(plan, from, plan.edgeTo[slot] ?? 0, STREET_SHAPES[streetClass], out);
    }
  }
}

/** One row on the right of a directed edge; its other direction plants the other side. */
function alongEdge(
  plan: NeighborhoodPlan,
  from: number,
  to: number,
  shape: { readonly halfRoadM: number; readonly halfPavedM: number },
  out: number[],
): void {
  const ax = (plan.nodeXCm[from] ?? 0) / 100;
  const az = (plan.nodeZCm[from] ?? 0) / 100;
  const dx = (plan.nodeXCm[to] ?? 0) / 100 - ax;
  const dz = (plan.nodeZCm[to] ?? 0) / 100 - az;
  const length = Math.hypot(dx, dz);
  const side = shape.halfRoadM > 0 ? shape.halfRoadM + 0.9 : shape.halfPavedM - 0.8;
  for (let along = 20; along < length - 18; along += AVENUE_SPACING_M) {
    const k = along / length;
    out.push(ax + dx * k - (dz / length) * side, az + dz * k + (dx / length) * side);
  }
}

function inGardens(plan: NeighborhoodPlan, out: number[]): void {
  const { parcels, buildings } = plan;
  const leafy = new Set((["suburb", "terraces", "park"] as const).map((zone) => ZONES.indexOf(zone)));
  if (!leafy.has(buildings.zone[0] ?? -1)) return;
  for (let i = 0; i < parcels.count; i++) {
    const word = hashWords(plan.index, i, 11);
    if (word % 3 === 0) continue;
    const ax = (parcels.axisX[i] ?? 0) / 16384;
    const az = (parcels.axisZ[i] ?? 0) / 16384;
    const a = ((below(word, 2) === 0 ? -0.42 : 0.42) * (parcels.widthCm[i] ?? 0)) / 100;
    const b = ((below(hashWords(word), 2) === 0 ? -0.44 : 0.44) * (parcels.depthCm[i] ?? 0)) / 100;
    out.push(
      (parcels.centreXCm[i] ?? 0) / 100 + a * ax - b * az,
      (parcels.centreZCm[i] ?? 0) / 100 + a * az + b * ax,
    );
  }
}
