import { at } from "#city/assert.ts";
import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { Bodies } from "./bodies.ts";
import {
  ACCOUNT,
  AT_BORDER,
  AT_NODE,
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
  let previous = -1;
  for (let i = 0; i < bodies.count; i++) {
    const agent = at(bodies.values.agent, i);
    const fault =
      (agent > previous ? null : "order") ??
      bodyFault(ctx, bodies, i) ??
      tripFault(bodies, i) ??
      placeFault(ctx, bodies, i, district);
    if (fault !== null) throw new RangeError(`body ${i} is broken: ${fault}`);
    previous = agent;
  }
}

/** Which fact of a body cannot be, or null. */
function bodyFault(ctx: EngineContext, { values: v }: Bodies, i: number): string | null {
  if (at(v.kind, i) !== kindOf(at(v.agent, i))) return "kind";
  if (at(v.policy, i) > RESIDENT_POLICY || at(v.halted, i) > 1) return "policy";
  if (at(v.activity, i) >= ACTIVITIES.length) return "activity";
  const buildings = ctx.plan.buildings.count;
  for (const building of [v.home, v.work, v.tripFrom, v.tripTo, v.nextTo]) {
    const number = at(building, i);
    if (number < -1 || number >= buildings) return "building";
  }
  const node = at(v.nextNode, i);
  if (node < -1 || node >= ctx.plan.graph.nodeXCm.length) return "nextNode";
  return at(v.purseCents, i) < 0 ? "purseCents" : null;
}

/** What a number can be. */
function kindOf(agent: number): number {
  if (agent < OUTSIDE_AGENT_BASE) return RESIDENT;
  return agent < OWNER_BASE ? OUTSIDE : ACCOUNT;
}

function tripFault({ values: v, routes }: Bodies, i: number): string | null {
  const phase = at(v.tripPhase, i);
  const place = at(v.placeKind, i);
  if (place > ON_TRIP || phase > AT_BORDER || at(v.tripMode, i) > 1 || at(v.tripEnter, i) > 1) return "place";
  if ((place === ON_TRIP) !== (phase !== NO_TRIP)) return "trip";
  const doors = (at(v.tripFrom, i) >= 0 ? 1 : 0) + (at(v.tripTo, i) >= 0 ? 1 : 0);
  const vertices = (routes[i]?.length ?? 0) + doors;
  if (phase === NO_TRIP) return vertices === 0 ? null : "route without a trip";
  const isInOrder = at(v.tripEndMs, i) >= at(v.tripStartMs, i);
  return isInOrder && at(v.tripPartEnd, i) < vertices && at(v.tripNextVertex, i) < vertices
    ? null
    : "trip times";
}

function placeFault(ctx: EngineContext, { values: v }: Bodies, i: number, district: number): string | null {
  const place = at(v.placeKind, i);
  if (at(v.kind, i) === ACCOUNT) {
    return district === CITY_HALL && place === INSIDE && at(v.placeIndex, i) === -1 ? null : "account";
  }
  if (place === ON_TRIP) return null;
  const { graph, buildings } = ctx.plan;
  const neighborhoods = place === AT_NODE ? graph.nodeNeighborhood : buildings.neighborhood;
  const neighborhood = neighborhoods[at(v.placeIndex, i)];
  if (neighborhood === undefined) return "placeIndex";
  return ctx.places.neighborhoodDistrict[neighborhood] === district ? null : "district";
}
