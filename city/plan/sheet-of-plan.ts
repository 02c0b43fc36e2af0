import { assertExists, at } from "../assert.ts";
import { snapTo } from "../geometry/integer.ts";
import { UNIT } from "../geometry/rectangle.ts";
import { edgeTails, numberRuns } from "./expand.ts";
import type { Sheet, SheetLot } from "./sheet.ts";
import { halfWidthCm } from "./street-class.ts";
import { type CityPlan, NO_BUILDING, type PlanNeighborhood } from "./types.ts";

const SQUARE_CM_PER_M2 = 10_000;
/** Lots and buildings lie on this grid along and across their street. */
const FRONT_GRID_CM = 50;

/** One lot in the terms of its street. */
function lotOfPlan(plan: CityPlan, n: PlanNeighborhood, tails: ArrayLike<number>, parcel: number): SheetLot {
  const { parcels: q, buildings: b, graph } = plan;
  const edge = at(q.edge, parcel);
  const node = at(tails, edge - n.edgeBase) + n.nodeBase;
  const axisX = at(q.axisX, parcel);
  const axisZ = at(q.axisZ, parcel);
  const x = at(graph.nodeXCm, node);
  const z = at(graph.nodeZCm, node);
  const along = ((at(q.centreXCm, parcel) - x) * axisX + (at(q.centreZCm, parcel) - z) * axisZ) / UNIT;
  const width = at(q.widthCm, parcel);
  const depth = at(q.depthCm, parcel);
  const areaM2 = Math.floor((width * depth) / SQUARE_CM_PER_M2);
  const building = at(q.building, parcel);
  const lot = {
    edge: edge - n.edgeBase,
    offset: snapTo(along, FRONT_GRID_CM),
    width,
    depth,
    landCents: at(q.landValueCents, parcel) / areaM2,
  };
  if (building === NO_BUILDING) return { ...lot, building: null };
  const dx = at(b.centreXCm, building) - x;
  const dz = at(b.centreZCm, building) - z;
  const across = (dz * axisX - dx * axisZ) / UNIT;
  const buildingDepth = at(b.depthCm, building);
  const front = across - buildingDepth / 2 - halfWidthCm(at(graph.edgeClass, edge));
  return {
    ...lot,
    building: {
      front: snapTo(front, FRONT_GRID_CM),
      side: (width - at(b.widthCm, building)) / 2,
      depth: buildingDepth,
      floors: at(b.floors, building),
      use: at(b.use, building),
      zone: at(b.zone, building),
    },
  };
}

/** What must be stored of one neighborhood of a plan. */
export function sheetOfPlan(plan: CityPlan, index: number): Sheet {
  const n = assertExists(plan.neighborhoods[index], "neighborhood exists");
  const { graph } = plan;
  const end = n.nodeBase + n.nodeCount;
  const heads = [...graph.edgeTo.subarray(n.edgeBase, n.edgeBase + n.edgeCount)];
  const isOwn = (node: number): boolean => node >= n.nodeBase && node < end;
  const ghosts = [...new Set(heads.filter((node) => !isOwn(node)))].sort((a, b) => a - b);
  const ghostOf = new Map(ghosts.map((node, i) => [node, n.nodeCount + i]));
  const nodes = [...Array.from({ length: n.nodeCount }, (_, i) => n.nodeBase + i), ...ghosts];
  const streets = {
    nodeCount: n.nodeCount,
    edgeStart: [...graph.edgeStart.subarray(n.nodeBase, end + 1)].map((start) => start - n.edgeBase),
    edgeTo: heads.map((node) => (isOwn(node) ? node - n.nodeBase : (ghostOf.get(node) ?? 0))),
    edgeStreet: [...graph.edgeStreet.subarray(n.edgeBase, n.edgeBase + n.edgeCount)],
  };
  const tails = edgeTails(streets.edgeStart, n.nodeCount);
  const doorEdge = plan.buildings.doorEdge.subarray(n.buildingBase, n.buildingBase + n.buildingCount);
  const runs = numberRuns(
    streets,
    Array.from(doorEdge, (edge) => edge - n.edgeBase),
  );
  return {
    ...streets,
    index,
    nodeX: nodes.map((node) => at(graph.nodeXCm, node)),
    nodeZ: nodes.map((node) => at(graph.nodeZCm, node)),
    nodeGlobal: nodes,
    edgeClass: [...graph.edgeClass.subarray(n.edgeBase, n.edgeBase + n.edgeCount)],
    lots: Array.from({ length: n.parcelCount }, (_, i) => lotOfPlan(plan, n, tails, n.parcelBase + i)),
    runNumbers: runs.map((run) => at(plan.buildings.houseNumber, n.buildingBase + (run[0] ?? 0))),
    areas: plan.areas.filter((area) => area.neighborhood === index),
  };
}
