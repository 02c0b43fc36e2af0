import { LIMITS } from "../limits.ts";

/**
 * The city plan: what was built before anyone lived here. Generated once from a seed, stored by content hash, immutable.
 * All lengths are integer centimetres; x grows east, z grows south; y is up. Money is integer cents.
 * Global indices (node, edge, building, parcel) are contiguous per neighborhood: base of the neighborhood + local index.
 */

/** Bumped whenever the generator or the codec changes what a seed gives. */
export const PLAN_VERSION = 1;

/** Side of a neighborhood's cell. */
export const NEIGHBORHOOD_CELL_CM = LIMITS.neighborhoodCellCm;

export const ZONES = [
  "downtown",
  "old-town",
  "midtown",
  "terraces",
  "suburb",
  "industry",
  "harbour",
  "park",
] as const;
export type Zone = (typeof ZONES)[number];

export const STREET_CLASSES = ["avenue", "street", "lane", "promenade"] as const;
/** From the middle of a street to where its lots begin, pavement included, by index into STREET_CLASSES. */
export const STREET_HALF_WIDTH_CM = [1_300, 850, 350, 500] as const;
export type StreetClass = (typeof STREET_CLASSES)[number];

/** What a building is for. `home` houses people; every other use has jobs; shop and food sell to people. */
export const BUILDING_USES = [
  "home",
  "office",
  "shop",
  "food",
  "industry",
  "warehouse",
  "school",
  "clinic",
  "leisure",
  "civic",
  "town-hall",
] as const;
export type BuildingUse = (typeof BUILDING_USES)[number];

export const AREA_KINDS = ["water", "park", "square", "quay"] as const;
export type AreaKind = (typeof AREA_KINDS)[number];

export interface PlanDistrict {
  /** 1..n; 0 is City Hall, which has no streets and is not in this list. */
  readonly index: number;
  readonly name: string;
  readonly zone: Zone;
  /** Neighborhood indices, ascending; they form one connected patch. */
  readonly neighborhoods: readonly number[];
}

export interface PlanNeighborhood {
  readonly index: number;
  readonly name: string;
  readonly district: number;
  readonly zone: Zone;
  /** North-west corner of its cell, cm. Cells are NEIGHBORHOOD_CELL_CM square; a building may stand over the edge a little. */
  readonly originXCm: number;
  readonly originZCm: number;
  readonly nodeBase: number;
  readonly nodeCount: number;
  readonly edgeBase: number;
  readonly edgeCount: number;
  readonly buildingBase: number;
  readonly buildingCount: number;
  readonly parcelBase: number;
  readonly parcelCount: number;
}

/** Everything small about a plan; what the index file holds. */
export interface PlanIndex {
  readonly version: number;
  readonly seed: string;
  readonly cityName: string;
  readonly widthCm: number;
  readonly depthCm: number;
  readonly districts: readonly PlanDistrict[];
  readonly neighborhoods: readonly PlanNeighborhood[];
  /** Street names by street index. */
  readonly streets: readonly string[];
  readonly townHallBuilding: number;
  /** Scale that turns floor space into homes and into jobs, per mille; set so that the city has just enough of both. */
  readonly homesPerMille: number;
  readonly jobsPerMille: number;
}

/** Street graph in compressed rows: the edges leaving node n are edgeStart[n] .. edgeStart[n+1]-1 (its slots, in order). */
export interface StreetGraph {
  readonly nodeXCm: Int32Array;
  readonly nodeZCm: Int32Array;
  readonly nodeNeighborhood: Uint16Array;
  readonly edgeStart: Uint32Array;
  readonly edgeTo: Uint32Array;
  /** Index of the same street in the other direction. */
  readonly edgeReverse: Uint32Array;
  readonly edgeLengthCm: Uint32Array;
  readonly edgeStreet: Uint16Array;
  /** Index into STREET_CLASSES. Cars may not use lanes and promenades. */
  readonly edgeClass: Uint8Array;
}

/** Buildings, one column per fact. A building fronts one directed edge whose tail lies in the building's neighborhood. */
export interface BuildingTable {
  readonly count: number;
  readonly neighborhood: Uint16Array;
  readonly parcel: Uint32Array;
  readonly centreXCm: Int32Array;
  readonly centreZCm: Int32Array;
  /** Unit vector along the frontage times 16384: the building's local x axis (its local z axis is (-axisZ, axisX)). */
  readonly axisX: Int16Array;
  readonly axisZ: Int16Array;
  readonly widthCm: Uint16Array;
  readonly depthCm: Uint16Array;
  readonly heightCm: Uint16Array;
  readonly floors: Uint8Array;
  /** Index into BUILDING_USES. */
  readonly use: Uint8Array;
  /** Index into ZONES, for its looks. */
  readonly zone: Uint8Array;
  /** 0..255: shape, roof and colour are derived from it. */
  readonly style: Uint8Array;
  /** Directed edge it fronts, and where along it (from the edge's tail) the door is. */
  readonly doorEdge: Uint32Array;
  readonly doorOffsetCm: Uint32Array;
  /** Where someone at the door stands, on the pavement. */
  readonly doorXCm: Int32Array;
  readonly doorZCm: Int32Array;
  /** House number on its street. */
  readonly houseNumber: Uint16Array;
  /** How many people can live and work here. */
  readonly homes: Uint16Array;
  readonly jobs: Uint16Array;
}

/** Ownable lots; a lot has one building or none yet. */
export interface ParcelTable {
  readonly count: number;
  readonly neighborhood: Uint16Array;
  /** Building index, or NO_BUILDING. */
  readonly building: Uint32Array;
  readonly centreXCm: Int32Array;
  readonly centreZCm: Int32Array;
  readonly axisX: Int16Array;
  readonly axisZ: Int16Array;
  readonly widthCm: Uint16Array;
  readonly depthCm: Uint16Array;
  /** Directed edge it fronts. */
  readonly edge: Uint32Array;
  readonly landValueCents: Uint32Array;
}

export const NO_BUILDING = 0xffffffff;

/** A polygon of water, park, square or quay; points x, z, x, z … in cm, counter-clockwise seen from above (y up). */
export interface PlanArea {
  readonly neighborhood: number;
  readonly kind: AreaKind;
  readonly name: string;
  readonly points: Int32Array;
}

export interface CityPlan extends PlanIndex {
  readonly graph: StreetGraph;
  readonly buildings: BuildingTable;
  readonly parcels: ParcelTable;
  readonly areas: readonly PlanArea[];
}

/**
 * One neighborhood decoded alone, as the browser has it. Local node numbers: 0..nodeCount-1 are its own,
 * from nodeCount on come its ghosts: heads of its edges that lie in other neighborhoods, in ascending global order.
 */
export interface NeighborhoodPlan {
  readonly index: number;
  /** Global index of its first building, as in PlanNeighborhood. */
  readonly buildingBase: number;
  readonly nodeCount: number;
  /** Own nodes, then ghosts. */
  readonly nodeXCm: Int32Array;
  readonly nodeZCm: Int32Array;
  /** Global node index of own nodes and ghosts. */
  readonly nodeGlobal: Uint32Array;
  /** Compressed rows over own nodes; edgeTo holds local node numbers (a ghost may be the head). Slots are as in the whole graph. */
  readonly edgeStart: Uint32Array;
  readonly edgeTo: Uint32Array;
  readonly edgeStreet: Uint16Array;
  readonly edgeClass: Uint8Array;
  /** Same columns as the whole tables; `parcel`, `doorEdge` and the parcels' `building` and `edge` are local here. */
  readonly buildings: BuildingTable;
  readonly parcels: ParcelTable;
  readonly areas: readonly PlanArea[];
}

export interface PlanOptions {
  readonly seed: string;
  /** 200 (a hamlet, for tests) to 100,000. The plan has at least this many and at most 3 % more. */
  readonly buildings: number;
}
