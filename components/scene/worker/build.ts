import type { NeighborhoodPlan, PlanIndex } from "#city/plan/types.ts";
import { writeBox, writeBuilding } from "./building-shapes.ts";
import { placeTrees } from "./greenery.ts";
import { writeGround } from "./ground-mesh.ts";
import { GroundWriter } from "./ground-writer.ts";
import type { GroundData, SolidData } from "./mesh-data.ts";
import type { SkylineRange } from "./messages.ts";
import { SolidWriter } from "./solid-writer.ts";
import { writeTree } from "./trees.ts";

/** 2 cm: an Int16 reaches 655 m, more than any tower and any neighborhood. */
const DETAIL_UNIT_M = 0.02;
/** Reach of an Int16, with a margin for what stands over the edge. */
const INT16_REACH = 30_000;

/** Builds one neighborhood in full: its buildings and trees as one mesh, and where each building's vertices begin in it. */
export function buildDetail(
  index: PlanIndex,
  plan: NeighborhoodPlan,
  trees: boolean,
): { readonly solid: SolidData; readonly starts: Uint32Array } {
  const entry = index.neighborhoods[plan.index];
  const writer = new SolidWriter(
    (entry?.originXCm ?? 0) / 100 + 150,
    (entry?.originZCm ?? 0) / 100 + 150,
    DETAIL_UNIT_M,
  );
  const starts = writeEach(writer, plan, (i) => writeBuilding(writer, plan.buildings, i));
  if (trees) {
    const places = placeTrees(plan);
    for (let i = 0; i < places.length; i += 2) writeTree(writer, places[i] ?? 0, places[i + 1] ?? 0);
  }
  return { solid: writer.finish(), starts };
}

/** Writes a neighborhood's buildings; gives the first vertex of each, and at last the one after all of them. */
function writeEach(
  writer: SolidWriter,
  plan: NeighborhoodPlan,
  write: (building: number) => void,
): Uint32Array {
  const starts = new Uint32Array(plan.buildings.count + 1);
  for (let i = 0; i < plan.buildings.count; i++) {
    starts[i] = writer.vertexCount;
    write(i);
  }
  starts[plan.buildings.count] = writer.vertexCount;
  return starts;
}

/** Builds a district as seen from afar (a box per building, one range per neighborhood) and its whole ground. */
export function buildDistrict(
  index: PlanIndex,
  plans: readonly NeighborhoodPlan[],
): { readonly skyline: SolidData; readonly ranges: readonly SkylineRange[]; readonly ground: GroundData } {
  const cells = cellBounds(index, plans);
  const solids = frameOf(cells, (at) => new SolidWriter(at.xM, at.zM, at.unitM));
  // Wide waters belong to one neighborhood each and reach far beyond its cell.
  const ground = frameOf(areaBounds(cells, plans), (at) => new GroundWriter(at.xM, at.zM, at.unitM));
  const ranges: SkylineRange[] = [];
  for (const plan of plans) {
    const start = solids.indexCount;
    const starts = writeEach(solids, plan, (i) => writeBox(solids, plan.buildings, i));
    ranges.push({ neighborhood: plan.index, start, count: solids.indexCount - start, starts });
    writeGround(ground, plan);
  }
  return { skyline: solids.finish(), ranges, ground: ground.finish() };
}

interface Bounds {
  readonly minX: number;
  readonly minZ: number;
  readonly maxX: number;
  readonly maxZ: number;
}

function cellBounds(index: PlanIndex, plans: readonly NeighborhoodPlan[]): Bounds {
  let bounds = {
    minX: Number.MAX_VALUE,
    minZ: Number.MAX_VALUE,
    maxX: -Number.MAX_VALUE,
    maxZ: -Number.MAX_VALUE,
  };
  for (const plan of plans) {
    const entry = index.neighborhoods[plan.index];
    const x = (entry?.originXCm ?? 0) / 100;
    const z = (entry?.originZCm ?? 0) / 100;
    bounds = grown(grown(bounds, x - 60, z - 60), x + 360, z + 360);
  }
  return bounds;
}

function areaBounds(cells: Bounds, plans: readonly NeighborhoodPlan[]): Bounds {
  let bounds = cells;
  for (const { points } of plans.flatMap((plan) => plan.areas)) {
    for (let i = 0; i < points.length; i += 2) {
      bounds = grown(bounds, (points[i] ?? 0) / 100, (points[i + 1] ?? 0) / 100);
    }
  }
  return bounds;
}

function grown(b: Bounds, x: number, z: number): Bounds {
  return {
    minX: Math.min(b.minX, x),
    minZ: Math.min(b.minZ, z),
    maxX: Math.max(b.maxX, x),
    maxZ: Math.max(b.maxZ, z),
  };
}

/** Makes a writer whose 16-bit coordinates reach all of the bounds. */
function frameOf<T>(b: Bounds, make: (at: { xM: number; zM: number; unitM: number }) => T): T {
  const reachM = Math.max(b.maxX - b.minX, b.maxZ - b.minZ, 1000) / 2;
  return make({
    xM: (b.minX + b.maxX) / 2,
    zM: (b.minZ + b.maxZ) / 2,
    unitM: Math.max(0.03, reachM / INT16_REACH),
  });
}
