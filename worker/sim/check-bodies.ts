import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { Bodies } from "./bodies.ts";
import { isWithin } from "./columns.ts";
import {
  ACCOUNT,
  AT_BORDER,
  AT_NODE,
  type BodyColumns,
  INSIDE,
  NO_TRIP,
  ON_TRIP,
  OUTSIDE,
  RESIDENT,
  RESIDENT_POLICY,
} from "./state.ts";
import { CITY_HALL, type EngineContext } from "./types.ts";
import { ACTIVITIES } from "./views.ts";

/** Throws RangeError on bodies that this district cannot have. That routes follow streets is their reader's to prove. */
export function checkBodies(ctx: EngineContext, bodies: Bodies, district: number): void {
  const column = new Float64Array(bodies.count);
  for (const [name, least, most] of boundsOf(ctx)) {
    column.set(bodies.values[name]);
    if (!isWithin(column, least, most)) throw new RangeError(`a body is broken: ${name}`);
  }
  let previous = -1;
  // Unchecked reads from here on: thousands of bodies at a time come through here, and each column has a value for each.
  for (let i = 0; i < bodies.count; i++) {
    const agent = bodies.values.agent[i] ?? -1;
    const fault =
      (agent > previous ? null : "order") ??
      (bodies.values.kind[i] === kindOf(agent) ? null : "kind") ??
      tripFault(bodies, i) ??
      placeFault(ctx, bodies, i, district);
    if (fault !== null) throw new RangeError(`body ${i} is broken: ${fault}`);
    previous = agent;
  }
}

/** Between what each of these facts has to be. */
function boundsOf({ plan }: EngineContext): readonly (readonly [keyof BodyColumns, number, number])[] {
  const lastBuilding = plan.buildings.count - 1;
  return [
    ["policy", 0, RESIDENT_POLICY],
    ["halted", 0, 1],
    ["activity", 0, ACTIVITIES.length - 1],
    ["home", -1, lastBuilding],
    ["work", -1, lastBuilding],
    ["tripFrom", -1, lastBuilding],
    ["tripTo", -1, lastBuilding],
    ["nextTo", -1, lastBuilding],
    ["nextNode", -1, plan.graph.nodeXCm.length - 1],
    ["purseCents", 0, Number.MAX_SAFE_INTEGER],
    ["placeKind", INSIDE, ON_TRIP],
    ["tripPhase", NO_TRIP, AT_BORDER],
    ["tripMode", 0, 1],
    ["tripEnter", 0, 1],
  ];
}

/** What a number can be. */
function kindOf(agent: number): number {
  if (agent < OUTSIDE_AGENT_BASE) return RESIDENT;
  return agent < OWNER_BASE ? OUTSIDE : ACCOUNT;
}

function tripFault({ values: v, routes }: Bodies, i: number): string | null {
  const phase = v.tripPhase[i] ?? -1;
  if ((v.placeKind[i] === ON_TRIP) !== (phase !== NO_TRIP)) return "trip";
  const doors = ((v.tripFrom[i] ?? -1) >= 0 ? 1 : 0) + ((v.tripTo[i] ?? -1) >= 0 ? 1 : 0);
  const vertices = (routes[i]?.length ?? 0) + doors;
  if (phase === NO_TRIP) return vertices === 0 ? null : "route without a trip";
  const isInOrder = (v.tripEndMs[i] ?? -1) >= (v.tripStartMs[i] ?? 0);
  return isInOrder &&
    (v.tripPartEnd[i] ?? vertices) < vertices &&
    (v.tripNextVertex[i] ?? vertices) < vertices
    ? null
    : "trip times";
}

function placeFault(ctx: EngineContext, { values: v }: Bodies, i: number, district: number): string | null {
  const place = v.placeKind[i] ?? -1;
  if (v.kind[i] === ACCOUNT) {
    return district === CITY_HALL && place === INSIDE && v.placeIndex[i] === -1 ? null : "account";
  }
  if (place === ON_TRIP) return null;
  const { graph, buildings } = ctx.plan;
  const neighborhoods = place === AT_NODE ? graph.nodeNeighborhood : buildings.neighborhood;
  const neighborhood = neighborhoods[v.placeIndex[i] ?? -1];
  if (neighborhood === undefined) return "placeIndex";
  return ctx.places.neighborhoodDistrict[neighborhood] === district ? null : "district";
}
