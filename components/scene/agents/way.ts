import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { type NeighborhoodPlan, STREET_CLASSES } from "#city/plan/types.ts";
import { legPath } from "#city/protocol/wire/legs.ts";
import type { LegEvent, StandEvent } from "#city/protocol/wire-types.ts";
import { hashWords } from "#city/rng.ts";
import { STREET_SHAPES } from "../worker/street-shape.ts";
import { offsetPath, type Polyline, toPolyline } from "./polyline.ts";

/** The way a body takes on its leg (local numbers): people on the pavement, cars on the right-hand lane. */
export function wayOfLeg(leg: LegEvent, place: NeighborhoodPlan): Polyline {
  const points = Array.from(legPath(leg, place), (cm) => cm / 100);
  if (points.length < 4) return toPolyline(points.length === 2 ? [...points, ...points] : [0, 0, 0, 0]);
  // Between two doors of one street there is no corner to turn: straight along the pavement.
  if (leg.nodes.length === 0) return toPolyline(points);
  const car = leg.mode === "car";
  // A few steps to the side, the same for one body always, so that a crowd does not walk in file.
  const word = hashWords(leg.agent, 17);
  const sway = ((word % 1000) / 1000 - 0.5) * (car ? 0.3 : 1.9);
  const segments = points.length / 2 - 1;
  const offsets: number[] = [];
  for (let i = 0; i < segments; i++) {
    const shape = STREET_SHAPES[STREET_CLASSES[segmentClass(leg, place, i)] ?? "street"];
    const outer = car && shape.halfRoadM > 7 && word % 3 !== 0 ? 3.6 : 0;
    const width = Math.min(1, (shape.halfPavedM - shape.halfRoadM) / 4);
    offsets.push(car ? shape.laneM + outer + sway : shape.walkM + sway * width);
  }
  if (leg.fromBuilding !== -1) openDoor(points, offsets, place, leg.fromBuilding, true, car);
  if (leg.toBuilding !== -1) openDoor(points, offsets, place, leg.toBuilding, false, car);
  return toPolyline(offsetPath(points, offsets, LIMITS.legVerticesMax));
}

/** Where a standing body stands: at its door, or on the pavement's corner of its node. */
export function placeOfStand(stand: StandEvent, place: NeighborhoodPlan): Polyline {
  if (stand.building !== -1) {
    const x = (place.buildings.doorXCm[stand.building] ?? 0) / 100;
    const z = (place.buildings.doorZCm[stand.building] ?? 0) / 100;
    const aside = ((stand.agent % 7) - 3) * 0.35;
    return toPolyline([x + aside, z + aside * 0.4, x + aside, z + aside * 0.4]);
  }
  const angle = ((hashWords(stand.agent, 3) % 360) * Math.PI) / 180;
  const reach = 6 + (hashWords(stand.agent, 4) % 30) / 10;
  const x = (place.nodeXCm[stand.node] ?? 0) / 100 + Math.cos(angle) * reach;
  const z = (place.nodeZCm[stand.node] ?? 0) / 100 + Math.sin(angle) * reach;
  return toPolyline([x, z, x, z]);
}

/**
 * Doors stand beside the street. The end of the way is moved to the middle line, and people keep to the door's side of
 * it (which brings them exactly to the door); cars keep to their lane and stop beside the door.
 */
function openDoor(
  points: number[],
  offsets: number[],
  place: NeighborhoodPlan,
  building: number,
  start: boolean,
  car: boolean,
): void {
  const { buildings } = place;
  const edge = at(buildings.doorEdge, building);
  const tail = tailOf(place, edge);
  const head = at(place.edgeTo, edge);
  const dx = at(place.nodeXCm, head) - at(place.nodeXCm, tail);
  const dz = at(place.nodeZCm, head) - at(place.nodeZCm, tail);
  const length = Math.max(1, Math.hypot(dx, dz));
  const along = at(buildings.doorOffsetCm, building) / length / 100;
  const x = at(place.nodeXCm, tail) / 100 + dx * along;
  const z = at(place.nodeZCm, tail) / 100 + dz * along;
  const door = start ? 0 : points.length / 2 - 1;
  const node = start ? 1 : door - 1;
  const doorX = at(points, door * 2);
  const doorZ = at(points, door * 2 + 1);
  points[door * 2] = x;
  points[door * 2 + 1] = z;
  if (car) return;
  const sign = start ? 1 : -1;
  const ux = (at(points, node * 2) - x) * sign;
  const uz = (at(points, node * 2 + 1) - z) * sign;
  const reach = Math.hypot(ux, uz);
  if (reach > 0.5) offsets[start ? 0 : offsets.length - 1] = ((doorX - x) * -uz + (doorZ - z) * ux) / reach;
}

/** The node an edge slot leaves from: the last whose row begins at or before it. */
function tailOf(place: NeighborhoodPlan, edge: number): number {
  let low = 0;
  let high = place.nodeCount - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((place.edgeStart[middle] ?? 0) <= edge) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Street class of segment `i` of a leg's path, by the nodes at its ends; a door's segment by its own street. */
function segmentClass(leg: LegEvent, place: NeighborhoodPlan, i: number): number {
  const first = leg.fromBuilding === -1 ? 0 : 1;
  const a = leg.nodes[i - first];
  const b = leg.nodes[i - first + 1];
  if (a !== undefined && b !== undefined) return edgeClass(place, a, b) ?? edgeClass(place, b, a) ?? 1;
  const building = a === undefined ? leg.fromBuilding : leg.toBuilding;
  const edge = building === -1 ? 0 : (place.buildings.doorEdge[building] ?? 0);
  return place.edgeClass[edge] ?? 1;
}

function edgeClass(place: NeighborhoodPlan, from: number, to: number): number | undefined {
  if (from >= place.nodeCount) return undefined;
  for (let slot = place.edgeStart[from] ?? 0; slot < (place.edgeStart[from + 1] ?? 0); slot++) {
    if (place.edgeTo[slot] === to) return place.edgeClass[slot];
  }
  return undefined;
}
