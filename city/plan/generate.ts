import { assert, assertExists, at } from "../assert.ts";
import { LIMITS } from "../limits.ts";
import { below, hashWords } from "../rng.ts";
import { carNodes } from "./cars.ts";
import { cityAreas } from "./city-areas.ts";
import { type Drawing, drawCity, mainSquareEdges } from "./draw.ts";
import { expandSheet } from "./expand.ts";
import { type GraphTable, tabulateGraph } from "./graph-table.ts";
import { numberHouses } from "./house-numbers.ts";
import { fillBlock, openBlock, placeLandmark } from "./lots.ts";
import { cityName, NameGiver } from "./names.ts";
import { type Partition, partitionCity } from "./partition.ts";
import { head, NO_STREET, tail } from "./planar.ts";
import { type DraftLot, type Selection, selectCity } from "./select.ts";
import { makeSetting } from "./setting.ts";
import { type SettledLot, Settler, scaleFor } from "./settle.ts";
import type { Sheet } from "./sheet.ts";
import {
  BUILDING_USES,
  type CityPlan,
  NEIGHBORHOOD_CELL_CM,
  PLAN_VERSION,
  type PlanArea,
  type PlanDistrict,
  type PlanIndex,
  type PlanNeighborhood,
  type PlanOptions,
} from "./types.ts";
import { joinPlan } from "./whole.ts";
import { ZONE_RULES } from "./zone-rules.ts";

/** Homes and jobs for so many thousandths of a person per building: enough for two, and some slack. */
const PEOPLE_PER_MILLE = 2_250;
/** Sizes tried until the drawing holds enough buildings, per mille of the usual ground. */
const SIZES = [1_000, 1_200, 1_450, 1_800, 2_400];

interface DraftCity {
  readonly drawing: Drawing;
  readonly selection: Selection;
  readonly townHall: DraftLot | null;
}

/** Lays out lots on all blocks. */
function layLots(d: Drawing): { lotsOf: Map<number, DraftLot[]>; townHall: DraftLot | null } {
  const { planar, setting } = d.draft;
  const cars = carNodes(
    planar,
    (edge) => d.kind[at(planar.face, edge)] !== "none" || d.kind[at(planar.face, edge ^ 1)] !== "none",
  );
  const mayFront = (edge: number): boolean =>
    at(planar.street, edge >> 1) !== NO_STREET &&
    at(cars, tail(planar, edge)) + at(cars, head(planar, edge)) > 0;
  const squareSides = mainSquareEdges(d).map((edge) => edge ^ 1);
  const lotsOf = new Map<number, DraftLot[]>();
  let townHall: DraftLot | null = null;
  const before = new Map(squareSides.map((edge) => [at(planar.face, edge), edge]));
  d.kind.forEach((kind, face) => {
    if (kind !== "block") return;
    const rule = ZONE_RULES[setting.quarters[at(d.quarter, face)]?.zone ?? "midtown"];
    const block = openBlock(planar, face);
    const landmarkEdge = townHall ? undefined : before.get(face);
    const hasLandmark =
      landmarkEdge !== undefined && mayFront(landmarkEdge) && placeLandmark(block, landmarkEdge);
    fillBlock(block, rule, setting.seed, mayFront);
    const lots = block.lots.map((lot, i): DraftLot => {
      const empty = below(hashWords(setting.seed, lot.edge, lot.offset, 0x656d), 1_000) < rule.emptyPerMille;
      return { ...lot, face, built: !empty || (hasLandmark && i === 0) };
    });
    if (hasLandmark) townHall = lots[0] ?? null;
    lotsOf.set(face, lots);
  });
  return { lotsOf, townHall };
}

function draftCity(options: PlanOptions): DraftCity {
  for (const perMille of SIZES) {
    const drawing = drawCity(makeSetting(options, perMille));
    const { lotsOf, townHall } = layLots(drawing);
    const selection = selectCity(drawing, lotsOf, options.buildings);
    if (selection) return { drawing, selection, townHall };
  }
  assert(false, "the ground holds the buildings asked for");
}

/** Names for the streets in use, and their final numbers by number in the drawing. */
function nameStreets(
  city: DraftCity,
  table: GraphTable,
  names: NameGiver,
): { streets: string[]; numberOf: Map<number, number> } {
  const { planar, streets: kinds } = city.drawing.draft;
  const used = [...new Set(table.halfEdge.map((h) => at(planar.street, h >> 1)))].sort((a, b) => a - b);
  assert(used.length <= 65_535, "streets are numbered in 16 bits");
  return {
    streets: used.map((street) => names.street(kinds[street] ?? "street")),
    numberOf: new Map(used.map((street, i) => [street, i])),
  };
}

function districtsOf(city: DraftCity, partition: Partition, names: NameGiver): PlanDistrict[] {
  return partition.quarterOfDistrict.map((quarter, i) => {
    const zone = city.drawing.draft.setting.quarters[quarter]?.zone ?? "midtown";
    const neighborhoods = [...partition.district.keys()].filter((n) => at(partition.district, n) === i);
    return { index: i + 1, name: names.district(zone), zone, neighborhoods };
  });
}

/** Running sums: where each neighborhood's rows begin, from how many each has. */
function basesOf(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum - count;
  });
}

function neighborhoodsOf(
  partition: Partition,
  districts: readonly PlanDistrict[],
  table: GraphTable,
  lots: readonly (readonly SettledLot[])[],
  names: NameGiver,
): PlanNeighborhood[] {
  const parcelBases = basesOf(lots.map((list) => list.length));
  const buildingCounts = lots.map((list) => list.filter((lot) => lot.building).length);
  const buildingBases = basesOf(buildingCounts);
  return partition.cells.map((cell, index) => {
    const district = at(partition.district, index);
    const nodeBase = at(table.nodeBase, index);
    const nodeEnd = at(table.nodeBase, index + 1);
    const edgeBase = at(table.edgeStart, nodeBase);
    return {
      index,
      name: names.neighborhood(),
      district: district + 1,
      zone: districts[district]?.zone ?? "midtown",
      originXCm: (cell % partition.grid.columns) * NEIGHBORHOOD_CELL_CM,
      originZCm: Math.floor(cell / partition.grid.columns) * NEIGHBORHOOD_CELL_CM,
      nodeBase,
      nodeCount: nodeEnd - nodeBase,
      edgeBase,
      edgeCount: at(table.edgeStart, nodeEnd) - edgeBase,
      buildingBase: at(buildingBases, index),
      buildingCount: at(buildingCounts, index),
      parcelBase: at(parcelBases, index),
      parcelCount: lots[index]?.length ?? 0,
    };
  });
}

function makeSheet(
  n: PlanNeighborhood,
  city: DraftCity,
  table: GraphTable,
  numberOf: ReadonlyMap<number, number>,
  lots: readonly SettledLot[],
  areas: readonly PlanArea[],
): Sheet {
  const p = city.drawing.draft.planar;
  const end = n.nodeBase + n.nodeCount;
  const isOwn = (node: number): boolean => node >= n.nodeBase && node < end;
  const heads = table.edgeTo.slice(n.edgeBase, n.edgeBase + n.edgeCount);
  const ghosts = [...new Set(heads.filter((node) => !isOwn(node)))].sort((a, b) => a - b);
  const ghostOf = new Map(ghosts.map((node, i) => [node, n.nodeCount + i]));
  const nodes = [...Array.from({ length: n.nodeCount }, (_, i) => n.nodeBase + i), ...ghosts];
  const halves = table.halfEdge.slice(n.edgeBase, n.edgeBase + n.edgeCount);
  return {
    index: n.index,
    nodeX: nodes.map((node) => at(table.nodeX, node)),
    nodeZ: nodes.map((node) => at(table.nodeZ, node)),
    nodeGlobal: nodes,
    nodeCount: n.nodeCount,
    edgeStart: table.edgeStart.slice(n.nodeBase, end + 1).map((start) => start - n.edgeBase),
    edgeTo: heads.map((node) => (isOwn(node) ? node - n.nodeBase : (ghostOf.get(node) ?? 0))),
    edgeStreet: halves.map((h) => numberOf.get(at(p.street, h >> 1)) ?? 0),
    edgeClass: halves.map((h) => at(p.streetClass, h >> 1)),
    lots: lots.map((lot) => ({ ...lot, edge: lot.edge - n.edgeBase })),
    runNumbers: [],
    areas,
  };
}

/**
 * Draws a whole city from a seed: the same seed and size give the same plan on every machine.
 * Throws RangeError when the number of buildings is out of range.
 */
export function generatePlan(options: PlanOptions): CityPlan {
  const { buildings } = options;
  if (
    !Number.isInteger(buildings) ||
    buildings < LIMITS.planBuildingsMin ||
    buildings > LIMITS.planBuildingsMax
  ) {
    throw new RangeError(`buildings must be ${LIMITS.planBuildingsMin} to ${LIMITS.planBuildingsMax}`);
  }
  const city = draftCity(options);
  const { setting } = city.drawing.draft;
  const partition = partitionCity(city.drawing, city.selection);
  const table = tabulateGraph(city.drawing, city.selection, partition);
  const names = new NameGiver(setting.seed);
  const districts = districtsOf(city, partition, names);
  const settled = new Settler(city.drawing, table, partition).settle(city.selection.lots, city.townHall);
  const lots: SettledLot[][] = partition.cells.map(() => []);
  for (const lot of settled) lots[lot.neighborhood]?.push(lot);
  const neighborhoods = neighborhoodsOf(partition, districts, table, lots, names);
  const { streets, numberOf } = nameStreets(city, table, names);
  const streetNames = new Map([...numberOf].map(([drawn, i]) => [drawn, streets[i] ?? ""]));
  const named = cityName(setting.seed);
  const areas = cityAreas(
    { d: city.drawing, selection: city.selection, partition, table, names, streetNames },
    `${named} Bay`,
    `River ${named.slice(0, 4)}`,
  );
  const hall = settled
    .filter((lot) => lot.building)
    .findIndex((lot) => lot.building?.use === BUILDING_USES.indexOf("town-hall"));
  const wanted = Math.ceil((buildings * PEOPLE_PER_MILLE) / 1_000);
  const index: PlanIndex = {
    version: PLAN_VERSION,
    seed: options.seed,
    cityName: named,
    widthCm: setting.widthCm,
    depthCm: setting.depthCm,
    districts,
    neighborhoods,
    streets,
    townHallBuilding: hall,
    homesPerMille: scaleFor(settled, true, wanted),
    jobsPerMille: scaleFor(settled, false, wanted),
  };
  const parts = neighborhoods.map((n) => {
    const own = areas.filter((area) => area.neighborhood === n.index);
    return expandSheet(
      index,
      makeSheet(n, city, table, numberOf, assertExists(lots[n.index], "lots of each"), own),
    );
  });
  const plan = joinPlan(index, parts);
  numberHouses(plan.graph, plan.buildings, setting.centreX, setting.centreZ);
  return plan;
}
