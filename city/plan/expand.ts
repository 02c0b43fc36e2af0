import { at } from "../assert.ts";
import { unitVector } from "../geometry/directions.ts";
import { below, hashText, hashWords } from "../rng.ts";
import { buildingHeightCm, capacity } from "./capacity.ts";
import { type Front, frontPoint, frontRectangle } from "./frontage.ts";
import { edgeRuns } from "./runs.ts";
import type { Sheet, SheetBuilding, SheetLot } from "./sheet.ts";
import { halfWidthCm } from "./street-class.ts";
import {
  BUILDING_USES,
  type BuildingTable,
  type NeighborhoodPlan,
  NO_BUILDING,
  type ParcelTable,
  type PlanIndex,
} from "./types.ts";

/** Where someone at a door stands: this far inside the edge of the street. */
const DOOR_STEP_CM = 100;
const SQUARE_CM_PER_M2 = 10_000;

/** Room for `count` buildings, all zero. */
export function emptyBuildings(count: number): BuildingTable {
  return {
    count,
    neighborhood: new Uint16Array(count),
    parcel: new Uint32Array(count),
    centreXCm: new Int32Array(count),
    centreZCm: new Int32Array(count),
    axisX: new Int16Array(count),
    axisZ: new Int16Array(count),
    widthCm: new Uint16Array(count),
    depthCm: new Uint16Array(count),
    heightCm: new Uint16Array(count),
    floors: new Uint8Array(count),
    use: new Uint8Array(count),
    zone: new Uint8Array(count),
    style: new Uint8Array(count),
    doorEdge: new Uint32Array(count),
    doorOffsetCm: new Uint32Array(count),
    doorXCm: new Int32Array(count),
    doorZCm: new Int32Array(count),
    houseNumber: new Uint16Array(count),
    homes: new Uint16Array(count),
    jobs: new Uint16Array(count),
  };
}

/** Room for `count` parcels, all zero. */
export function emptyParcels(count: number): ParcelTable {
  return {
    count,
    neighborhood: new Uint16Array(count),
    building: new Uint32Array(count),
    centreXCm: new Int32Array(count),
    centreZCm: new Int32Array(count),
    axisX: new Int16Array(count),
    axisZ: new Int16Array(count),
    widthCm: new Uint16Array(count),
    depthCm: new Uint16Array(count),
    edge: new Uint32Array(count),
    landValueCents: new Uint32Array(count),
  };
}

/** Line and class of the street along a local edge. */
function frontOf(sheet: Sheet, edge: number, tail: number): Front {
  const x = at(sheet.nodeX, tail);
  const z = at(sheet.nodeZ, tail);
  const to = at(sheet.edgeTo, edge);
  const [axisX, axisZ] = unitVector(at(sheet.nodeX, to) - x, at(sheet.nodeZ, to) - z);
  return { x, z, axisX, axisZ };
}

/** Tail of every local edge. */
export function edgeTails(edgeStart: ArrayLike<number>, nodeCount: number): Uint32Array {
  const tails = new Uint32Array(at(edgeStart, nodeCount));
  for (let node = 0; node < nodeCount; node++) tails.fill(node, at(edgeStart, node), at(edgeStart, node + 1));
  return tails;
}

/** What the style byte of a building is: any even spread will do, and so it costs no room in the file. */
function styleOf(seedWord: number, building: number): number {
  return below(hashWords(seedWord, building, 0x7374), 256);
}

function setParcel(
  parcels: ParcelTable,
  i: number,
  neighborhood: number,
  lot: SheetLot,
  front: Front,
  across: number,
): void {
  const r = frontRectangle(front, lot.offset, across, lot.width, lot.depth);
  parcels.neighborhood[i] = neighborhood;
  parcels.building[i] = NO_BUILDING;
  parcels.centreXCm[i] = r.x;
  parcels.centreZCm[i] = r.z;
  parcels.axisX[i] = front.axisX;
  parcels.axisZ[i] = front.axisZ;
  parcels.widthCm[i] = lot.width;
  parcels.depthCm[i] = lot.depth;
  parcels.edge[i] = lot.edge;
  parcels.landValueCents[i] = lot.landCents * Math.floor((lot.width * lot.depth) / SQUARE_CM_PER_M2);
}

function setBuilding(
  t: BuildingTable,
  i: number,
  lot: SheetLot,
  b: SheetBuilding,
  front: Front,
  across: number,
): void {
  const width = lot.width - 2 * b.side;
  const r = frontRectangle(front, lot.offset, across + b.front, width, b.depth);
  const [doorX, doorZ] = frontPoint(front, lot.offset, across - DOOR_STEP_CM);
  t.centreXCm[i] = r.x;
  t.centreZCm[i] = r.z;
  t.axisX[i] = front.axisX;
  t.axisZ[i] = front.axisZ;
  t.widthCm[i] = width;
  t.depthCm[i] = b.depth;
  t.heightCm[i] = buildingHeightCm(b.use, b.floors);
  t.floors[i] = b.floors;
  t.use[i] = b.use;
  t.zone[i] = b.zone;
  t.doorEdge[i] = lot.edge;
  t.doorOffsetCm[i] = lot.offset;
  t.doorXCm[i] = doorX;
  t.doorZCm[i] = doorZ;
}

/** Buildings by local edge, along it. */
export function buildingsByEdge(doorEdge: ArrayLike<number>, edges: number): number[][] {
  const rows: number[][] = Array.from({ length: edges }, () => []);
  for (let i = 0; i < doorEdge.length; i++) rows[at(doorEdge, i)]?.push(i);
  return rows;
}

/** Runs that have buildings, as lists of buildings in walking order: their house numbers go by twos. */
export function numberRuns(
  sheet: Pick<Sheet, "nodeCount" | "edgeStart" | "edgeTo" | "edgeStreet">,
  doorEdge: ArrayLike<number>,
): number[][] {
  const rows = buildingsByEdge(doorEdge, sheet.edgeTo.length);
  const runs = edgeRuns(sheet).map((run) => run.flatMap((edge) => rows[edge] ?? []));
  return runs.filter((run) => run.length > 0);
}

const HOME = BUILDING_USES.indexOf("home");

/** Computes the whole neighborhood from its sheet and the index. */
export function expandSheet(index: PlanIndex, sheet: Sheet): NeighborhoodPlan {
  const seedWord = hashText(index.seed);
  const base = index.neighborhoods[sheet.index]?.buildingBase ?? 0;
  const tails = edgeTails(sheet.edgeStart, sheet.nodeCount);
  const buildings = emptyBuildings(sheet.lots.reduce((sum, lot) => sum + (lot.building ? 1 : 0), 0));
  const parcels = emptyParcels(sheet.lots.length);
  let count = 0;
  sheet.lots.forEach((lot, i) => {
    const front = frontOf(sheet, lot.edge, at(tails, lot.edge));
    const across = halfWidthCm(at(sheet.edgeClass, lot.edge));
    setParcel(parcels, i, sheet.index, lot, front, across);
    const b = lot.building;
    if (!b) return;
    setBuilding(buildings, count, lot, b, front, across);
    const width = lot.width - 2 * b.side;
    const perMille = b.use === HOME ? index.homesPerMille : index.jobsPerMille;
    const people = capacity(b.use, b.floors, width, b.depth, perMille);
    buildings.homes[count] = b.use === HOME ? people : 0;
    buildings.jobs[count] = b.use === HOME ? 0 : people;
    buildings.neighborhood[count] = sheet.index;
    buildings.parcel[count] = i;
    buildings.style[count] = styleOf(seedWord, base + count);
    parcels.building[i] = count;
    count++;
  });
  numberRuns(sheet, buildings.doorEdge).forEach((run, r) => {
    const first = sheet.runNumbers[r] ?? 0;
    const step = first % 2 === 0 ? 2 : -2;
    run.forEach((building, i) => {
      buildings.houseNumber[building] = first + i * step;
    });
  });
  return {
    index: sheet.index,
    buildingBase: base,
    nodeCount: sheet.nodeCount,
    nodeXCm: Int32Array.from(sheet.nodeX),
    nodeZCm: Int32Array.from(sheet.nodeZ),
    nodeGlobal: Uint32Array.from(sheet.nodeGlobal),
    edgeStart: Uint32Array.from(sheet.edgeStart),
    edgeTo: Uint32Array.from(sheet.edgeTo),
    edgeStreet: Uint16Array.from(sheet.edgeStreet),
    edgeClass: Uint8Array.from(sheet.edgeClass),
    buildings,
    parcels,
    areas: sheet.areas,
  };
}
