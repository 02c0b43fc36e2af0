import { at } from "#city/assert.ts";
import {
  BUILDING_USES,
  type CityPlan,
  type PlanArea,
  type PlanNeighborhood,
  STREET_CLASSES,
} from "#city/plan/types.ts";

/** What residents look for near by: buildings, or for `green` street nodes at parks, squares, quays and promenades. */
export type Amenity = "shop" | "food" | "leisure" | "green";
const AMENITIES: readonly Amenity[] = ["shop", "food", "leisure", "green"];

/** Enough for variety; more would send people far away. */
const NEAR_MAX = 8;
/** A node this close to a park or square counts as being at it. */
const GREEN_MARGIN_CM = 1_500;

/** The nearest places of each kind, per neighborhood; nearest cells first, then by index. */
export type AmenityIndex = ReadonlyMap<Amenity, readonly (readonly number[])[]>;

const cache = new WeakMap<CityPlan, AmenityIndex>();

/** Places of a kind near a neighborhood: buildings, or nodes for `green`. Empty only when the city has none. */
export function amenitiesNear(plan: CityPlan, neighborhood: number, kind: Amenity): readonly number[] {
  let index = cache.get(plan);
  if (index === undefined) {
    index = amenityIndex(plan);
    cache.set(plan, index);
  }
  return index.get(kind)?.[neighborhood] ?? [];
}

function amenityIndex(plan: CityPlan): AmenityIndex {
  const own = new Map(AMENITIES.map((kind) => [kind, plan.neighborhoods.map(() => [] as number[])] as const));
  for (let building = 0; building < plan.buildings.count; building++) {
    const use = BUILDING_USES[at(plan.buildings.use, building)];
    if (use !== "shop" && use !== "food" && use !== "leisure") continue;
    own.get(use)?.[at(plan.buildings.neighborhood, building)]?.push(building);
  }
  const greens = greenNodes(plan);
  for (const node of greens) own.get("green")?.[at(plan.graph.nodeNeighborhood, node)]?.push(node);
  const order = plan.neighborhoods.map((from) => cellsByDistance(plan, from));
  return new Map(
    AMENITIES.map((kind) => [kind, order.map((cells) => gather(own.get(kind) ?? [], cells))] as const),
  );
}

/** Neighborhoods by distance of their cells, itself first. */
function cellsByDistance(plan: CityPlan, from: PlanNeighborhood): number[] {
  const distance = (n: PlanNeighborhood): number =>
    Math.abs(n.originXCm - from.originXCm) + Math.abs(n.originZCm - from.originZCm);
  return [...plan.neighborhoods]
    .sort((a, b) => distance(a) - distance(b) || a.index - b.index)
    .map((n) => n.index);
}

function gather(own: readonly (readonly number[])[], cells: readonly number[]): number[] {
  const found: number[] = [];
  for (const cell of cells) {
    if (found.length >= NEAR_MAX) break;
    found.push(...(own[cell] ?? []).slice(0, NEAR_MAX));
  }
  return found;
}

function greenNodes(plan: CityPlan): number[] {
  const { graph } = plan;
  const green = new Uint8Array(graph.nodeXCm.length);
  for (let edge = 0; edge < graph.edgeTo.length; edge++) {
    if (STREET_CLASSES[at(graph.edgeClass, edge)] === "promenade") green[at(graph.edgeTo, edge)] = 1;
  }
  for (const area of plan.areas) if (area.kind !== "water") markNodesAt(plan, area, green);
  const nodes: number[] = [];
  for (let node = 0; node < green.length; node++) if (green[node] === 1) nodes.push(node);
  return nodes;
}

/** Marks the area's neighborhood's nodes inside its bounding box and a margin. */
function markNodesAt(plan: CityPlan, area: PlanArea, green: Uint8Array): void {
  const home = plan.neighborhoods[area.neighborhood];
  if (home === undefined) return;
  let [west, east, north, south] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < area.points.length; i += 2) {
    west = Math.min(west, at(area.points, i));
    east = Math.max(east, at(area.points, i));
    north = Math.min(north, at(area.points, i + 1));
    south = Math.max(south, at(area.points, i + 1));
  }
  for (let node = home.nodeBase; node < home.nodeBase + home.nodeCount; node++) {
    const x = at(plan.graph.nodeXCm, node);
    const z = at(plan.graph.nodeZCm, node);
    const within =
      x >= west - GREEN_MARGIN_CM &&
      x <= east + GREEN_MARGIN_CM &&
      z >= north - GREEN_MARGIN_CM &&
      z <= south + GREEN_MARGIN_CM;
    if (within) green[node] = 1;
  }
}
