import {
  BUILDING_USES,
  type BuildingTable,
  type BuildingUse,
  type CityPlan,
  type ParcelTable,
  PLAN_VERSION,
  type PlanDistrict,
  type PlanNeighborhood,
  type StreetGraph,
} from "#city/plan/types.ts";
import { below, hashWords } from "#city/rng.ts";

/** Streets a neighborhood has each way; nodes lie a street apart. */
const NODES_A_SIDE = 3;
const STREET_CM = 10_000;

export interface TinyPlanOptions {
  /** Neighborhoods each way; districts are columns of them. */
  readonly side: number;
  readonly districts: number;
  readonly seed: number;
}

/**
 * A plan without the generator: a crooked street grid, one building a directed street, districts side by side. For tests
 * of what lives in a city; it looks like nothing.
 */
export function tinyPlan({ side, districts, seed }: TinyPlanOptions): CityPlan {
  const grid = nodesOf(side, seed);
  const graph = streetsOf(grid, side, seed);
  const buildings = buildingsOf(graph, side, seed);
  const neighborhoods = neighborhoodsOf(graph, side, districts);
  const widthCm = side * NODES_A_SIDE * STREET_CM;
  return {
    version: PLAN_VERSION,
    seed: String(seed),
    cityName: "Tinyton",
    widthCm,
    depthCm: widthCm,
    districts: districtsOf(neighborhoods, districts),
    neighborhoods,
    streets: ["Only Street"],
    townHallBuilding: 0,
    homesPerMille: 1_000,
    jobsPerMille: 1_000,
    graph,
    buildings,
    parcels: parcelsOf(buildings),
    areas: [],
  };
}

interface Grid {
  readonly xCm: Int32Array;
  readonly zCm: Int32Array;
  readonly neighborhood: Uint16Array;
  /** Node number at a column and row. */
  readonly numberAt: (column: number, row: number) => number;
}

function nodesOf(side: number, seed: number): Grid {
  const across = side * NODES_A_SIDE;
  const each = NODES_A_SIDE * NODES_A_SIDE;
  const grid = {
    xCm: new Int32Array(across * across),
    zCm: new Int32Array(across * across),
    neighborhood: new Uint16Array(across * across),
    numberAt: (column: number, row: number): number => {
      const cell = Math.floor(row / NODES_A_SIDE) * side + Math.floor(column / NODES_A_SIDE);
      return cell * each + (row % NODES_A_SIDE) * NODES_A_SIDE + (column % NODES_A_SIDE);
    },
  };
  for (let row = 0; row < across; row++) {
    for (let column = 0; column < across; column++) {
      const node = grid.numberAt(column, row);
      grid.xCm[node] = column * STREET_CM + below(hashWords(seed, node, 1), 4_000);
      grid.zCm[node] = row * STREET_CM + below(hashWords(seed, node, 2), 4_000);
      grid.neighborhood[node] = Math.floor(node / each);
    }
  }
  return grid;
}

function streetsOf(grid: Grid, side: number, seed: number): StreetGraph {
  const across = side * NODES_A_SIDE;
  const heads: number[][] = Array.from({ length: across * across }, () => []);
  const join = (a: number, b: number): void => {
    heads[a]?.push(b);
    heads[b]?.push(a);
  };
  for (let row = 0; row < across; row++) {
    for (let column = 0; column < across; column++) {
      const node = grid.numberAt(column, row);
      if (column + 1 < across) join(node, grid.numberAt(column + 1, row));
      // Some blocks are joined: routes then have to bend.
      const isOpen = column % 2 === 0 || hashWords(seed, node, 3) % 4 !== 0;
      if (row + 1 < across && isOpen) join(node, grid.numberAt(column, row + 1));
    }
  }
  const edgeStart = new Uint32Array(heads.length + 1);
  for (const [node, list] of heads.entries()) edgeStart[node + 1] = (edgeStart[node] ?? 0) + list.length;
  const edgeTo = Uint32Array.from(heads.flat());
  const tails = heads.flatMap((list, node) => list.map(() => node));
  const edgeReverse = Uint32Array.from(tails, (tail, edge) => {
    const head = edgeTo[edge] ?? 0;
    return (edgeStart[head] ?? 0) + (heads[head]?.indexOf(tail) ?? 0);
  });
  const apart = (a: number, b: number): number => {
    const dx = (grid.xCm[a] ?? 0) - (grid.xCm[b] ?? 0);
    const dz = (grid.zCm[a] ?? 0) - (grid.zCm[b] ?? 0);
    return Math.floor(Math.sqrt(dx * dx + dz * dz));
  };
  const low = (edge: number): number => Math.min(edge, edgeReverse[edge] ?? edge);
  return {
    nodeXCm: grid.xCm,
    nodeZCm: grid.zCm,
    nodeNeighborhood: grid.neighborhood,
    edgeStart,
    edgeTo,
    edgeReverse,
    edgeLengthCm: Uint32Array.from(tails, (tail, edge) => apart(tail, edgeTo[edge] ?? 0)),
    edgeStreet: new Uint16Array(edgeTo.length),
    edgeClass: Uint8Array.from(
      tails,
      (_, edge) => [0, 1, 1, 1, 2, 3][hashWords(seed, low(edge), 4) % 6] ?? 1,
    ),
  };
}

const USES: readonly BuildingUse[] = [
  "home",
  "home",
  "home",
  "office",
  "home",
  "shop",
  "home",
  "food",
  "leisure",
];

function buildingsOf(graph: StreetGraph, side: number, seed: number): BuildingTable {
  const count = graph.edgeTo.length;
  const column = (value: (edge: number) => number): number[] =>
    Array.from({ length: count }, (_, edge) => value(edge));
  const tail = (edge: number): number => graph.edgeTo[graph.edgeReverse[edge] ?? 0] ?? 0;
  const share = (edge: number): number => 20 + (hashWords(seed, edge, 5) % 60);
  const between = (at: Int32Array, edge: number): number => {
    const from = at[tail(edge)] ?? 0;
    return from + Math.floor((((at[graph.edgeTo[edge] ?? 0] ?? 0) - from) * share(edge)) / 100);
  };
  const use = (edge: number): BuildingUse => USES[hashWords(seed, edge, 6) % USES.length] ?? "home";
  return {
    count,
    neighborhood: Uint16Array.from(column((edge) => graph.nodeNeighborhood[tail(edge)] ?? 0)),
    parcel: Uint32Array.from(column((edge) => edge)),
    centreXCm: Int32Array.from(column((edge) => between(graph.nodeXCm, edge) + 600)),
    centreZCm: Int32Array.from(column((edge) => between(graph.nodeZCm, edge) + 600)),
    axisX: new Int16Array(count).fill(16_384),
    axisZ: new Int16Array(count),
    widthCm: new Uint16Array(count).fill(1_000),
    depthCm: new Uint16Array(count).fill(1_000),
    heightCm: new Uint16Array(count).fill(900),
    floors: new Uint8Array(count).fill(3),
    use: Uint8Array.from(column((edge) => BUILDING_USES.indexOf(use(edge)))),
    zone: new Uint8Array(count),
    style: Uint8Array.from(column((edge) => hashWords(seed, edge, 7) & 255)),
    doorEdge: Uint32Array.from(column((edge) => edge)),
    doorOffsetCm: Uint32Array.from(
      column((edge) => Math.floor(((graph.edgeLengthCm[edge] ?? 0) * share(edge)) / 100)),
    ),
    doorXCm: Int32Array.from(column((edge) => between(graph.nodeXCm, edge) + 200)),
    doorZCm: Int32Array.from(column((edge) => between(graph.nodeZCm, edge) + 200)),
    houseNumber: Uint16Array.from(column((edge) => (edge % 60_000) + 1)),
    homes: Uint16Array.from(column((edge) => (use(edge) === "home" ? 4 + side : 0))),
    jobs: Uint16Array.from(column((edge) => (use(edge) === "home" ? 0 : 6))),
  };
}

function neighborhoodsOf(graph: StreetGraph, side: number, districts: number): PlanNeighborhood[] {
  const each = NODES_A_SIDE * NODES_A_SIDE;
  return Array.from({ length: side * side }, (_, index) => {
    const edgeBase = graph.edgeStart[index * each] ?? 0;
    const edgeCount = (graph.edgeStart[(index + 1) * each] ?? 0) - edgeBase;
    const rows = {
      buildingBase: edgeBase,
      buildingCount: edgeCount,
      parcelBase: edgeBase,
      parcelCount: edgeCount,
    };
    return {
      index,
      name: `Cell ${index}`,
      district: 1 + Math.floor(((index % side) * districts) / side),
      zone: "midtown",
      originXCm: (index % side) * NODES_A_SIDE * STREET_CM,
      originZCm: Math.floor(index / side) * NODES_A_SIDE * STREET_CM,
      nodeBase: index * each,
      nodeCount: each,
      edgeBase,
      edgeCount,
      ...rows,
    };
  });
}

function districtsOf(neighborhoods: readonly PlanNeighborhood[], districts: number): PlanDistrict[] {
  return Array.from({ length: districts }, (_, i) => ({
    index: i + 1,
    name: `District ${i + 1}`,
    zone: "midtown",
    neighborhoods: neighborhoods.filter((n) => n.district === i + 1).map((n) => n.index),
  }));
}

function parcelsOf(buildings: BuildingTable): ParcelTable {
  const { count } = buildings;
  return {
    count,
    neighborhood: buildings.neighborhood,
    building: Uint32Array.from({ length: count }, (_, parcel) => parcel),
    centreXCm: buildings.centreXCm,
    centreZCm: buildings.centreZCm,
    axisX: buildings.axisX,
    axisZ: buildings.axisZ,
    widthCm: new Uint16Array(count).fill(1_200),
    depthCm: new Uint16Array(count).fill(1_400),
    edge: buildings.doorEdge,
    landValueCents: new Uint32Array(count).fill(100_000),
  };
}
