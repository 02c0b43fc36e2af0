import { assertExists, at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { NO_BUILDING, type PlanNeighborhood } from "#city/plan/types.ts";
import type { ActionParameters } from "#city/protocol/actions.ts";
import type { ResultCode } from "#city/protocol/codes.ts";
import { err, ok, type Result } from "#city/result.ts";
import { spotOf } from "../body-place.ts";
import { endActivity, isOnTheWay, nowOf } from "../outside-life.ts";
import type { TickRun } from "../run.ts";
import { AT_NODE, ON_TRIP } from "../state.ts";
import { type Destination, toBuilding, toNode } from "../trip-way.ts";
import { startTrip } from "../trips.ts";
import { MODE_CAR } from "../types.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { insideOf } from "./judge.ts";
import { buildingOf, otherOf, parcelOf } from "./targets.ts";

type Found = Result<Destination, Exclude<ResultCode, "applied">>;

/** Sets out for a building's door, a parcel, where an agent is now, or the door or corner nearest to a point; on the way it turns there. */
export const moveTo: ActionHandler<"move_to"> = (run, slot, parameters) => {
  const found = destinationOf(run, slot, parameters);
  if (!found.ok) return refused(found.code);
  const inside = insideOf(run, slot);
  if (inside >= 0 && inside === found.value.building) return refused("already_there");
  if (!isOnTheWay(run, slot)) endActivity(run, slot, nowOf(run, slot));
  const trip = startTrip(run, slot, found.value);
  if (!trip.ok) return refused(trip.code);
  const { startMs, arriveMs, mode } = trip.value;
  return applied({
    starts_at_ms: startMs,
    arrives_at_ms: arriveMs,
    mode: mode === MODE_CAR ? "car" : "foot",
  });
};

function destinationOf(run: TickRun, slot: number, parameters: ActionParameters["move_to"]): Found {
  const given = [parameters.building, parameters.parcel, parameters.agent, parameters.point];
  if (given.filter((target) => target !== undefined).length !== 1)
    return err("bad_target", "give one target");
  if (parameters.building !== undefined) {
    const building = buildingOf(run, parameters.building);
    return building.ok ? ok(toBuilding(building.value, false)) : building;
  }
  if (parameters.parcel !== undefined) {
    const parcel = parcelOf(run, parameters.parcel);
    return parcel.ok ? ok(parcelPlace(run, parcel.value)) : parcel;
  }
  if (parameters.agent !== undefined) {
    const other = otherOf(run, slot, parameters.agent);
    return other.ok ? ok(placeOfAgent(run, other.value)) : other;
  }
  const point = parameters.point;
  if (point === undefined || !isInCity(point.x) || !isInCity(point.z))
    return err("bad_target", "no such point");
  return ok(nearestPlace(run, Math.round(point.x * 100), Math.round(point.z * 100)));
}

/** Coordinates beyond this many metres are nobody's city, and too large to square exactly. */
function isInCity(metres: number): boolean {
  return Math.abs(metres) <= 100_000;
}

function parcelPlace(run: TickRun, parcel: number): Destination {
  const { parcels, graph } = run.ctx.plan;
  const building = at(parcels.building, parcel);
  if (building !== NO_BUILDING) return toBuilding(building, false);
  const edge = at(parcels.edge, parcel);
  const tail = at(graph.edgeTo, at(graph.edgeReverse, edge));
  const head = at(graph.edgeTo, edge);
  const apart = (node: number): number =>
    squared(
      at(graph.nodeXCm, node) - at(parcels.centreXCm, parcel),
      at(graph.nodeZCm, node) - at(parcels.centreZCm, parcel),
    );
  return toNode(apart(head) < apart(tail) ? head : tail);
}

/** Where an agent is, or for one on its way the corner it comes to next. */
function placeOfAgent(run: TickRun, other: number): Destination {
  const { bodies } = run.state;
  const kind = at(bodies.placeKind, other);
  if (kind === ON_TRIP) return toNode(spotOf(run.ctx, run.state, other, run.endMs).nodeB);
  const index = at(bodies.placeIndex, other);
  return kind === AT_NODE ? toNode(index) : toBuilding(index, false);
}

/** The door or street node nearest to a point; ties go to the node, then to the lower index. */
function nearestPlace(run: TickRun, xCm: number, zCm: number): Destination {
  const { plan } = run.ctx;
  const cells = plan.neighborhoods
    .map((cell) => ({ cell, distance: cellDistance(cell, xCm, zCm) }))
    .sort((a, b) => a.distance - b.distance || a.cell.index - b.cell.index);
  let best: Destination | null = null;
  let bestDistance = Number.MAX_SAFE_INTEGER;
  for (const { cell, distance } of cells) {
    if (distance > bestDistance) break;
    for (let node = cell.nodeBase; node < cell.nodeBase + cell.nodeCount; node++) {
      const apart = squared(at(plan.graph.nodeXCm, node) - xCm, at(plan.graph.nodeZCm, node) - zCm);
      if (apart < bestDistance) [best, bestDistance] = [toNode(node), apart];
    }
    for (let building = cell.buildingBase; building < cell.buildingBase + cell.buildingCount; building++) {
      const { doorXCm, doorZCm } = plan.buildings;
      const apart = squared(at(doorXCm, building) - xCm, at(doorZCm, building) - zCm);
      if (apart < bestDistance) [best, bestDistance] = [toBuilding(building, false), apart];
    }
  }
  return assertExists(best, "a city has street nodes");
}

/** Doors and nodes may lie a little outside of their cell. */
const CELL_MARGIN_CM = 3_000;

/** Squared distance of a point from a cell and its margin, cm². */
function cellDistance(cell: PlanNeighborhood, xCm: number, zCm: number): number {
  const side = LIMITS.neighborhoodCellCm + CELL_MARGIN_CM;
  const dx = Math.max(cell.originXCm - CELL_MARGIN_CM - xCm, 0, xCm - cell.originXCm - side);
  const dz = Math.max(cell.originZCm - CELL_MARGIN_CM - zCm, 0, zCm - cell.originZCm - side);
  return squared(dx, dz);
}

function squared(dx: number, dz: number): number {
  return dx * dx + dz * dz;
}
