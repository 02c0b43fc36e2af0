import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { hashWords } from "#city/rng.ts";
import { type Access, doorAccess } from "./doors.ts";
import { PURPOSE } from "./purposes.ts";
import { nodeTarget } from "./routes.ts";
import type { TickRun } from "./run.ts";
import { AT_NODE, RESIDENT } from "./state.ts";
import type { Way } from "./trip-shape.ts";
import { type EngineContext, MODE_CAR, MODE_FOOT } from "./types.ts";

/** Where a trip goes: a building (and whether inside or to its door), or a street node. */
export interface Destination {
  /** Global building, or -1. */
  readonly building: number;
  /** Global street node, or -1. */
  readonly node: number;
  readonly enter: boolean;
}

/** What a started trip promises, simulated ms. A closed border makes it later. */
export interface TripStart {
  readonly startMs: number;
  readonly arriveMs: number;
  readonly mode: 0 | 1;
}
export type TripRefusal = "no_route" | "already_there";

/** Whether a place (kind and index as in state.ts) is the destination: for one to be entered, inside; else at its door. */
export function isThere(kind: number, index: number, destination: Destination): boolean {
  if (destination.building < 0) return kind === AT_NODE && index === destination.node;
  return kind !== AT_NODE && index === destination.building;
}

/** A building as a destination. */
export function toBuilding(building: number, enter: boolean): Destination {
  return { building, node: -1, enter };
}

/** A street node as a destination. */
export function toNode(node: number): Destination {
  return { building: -1, node, enter: false };
}

/** Ways longer than this (along the axes) are driven by who can. */
const RESIDENT_DRIVES_FROM_CM = 90_000;
const OUTSIDE_DRIVES_FROM_CM = 150_000;
const CAR_OWNERS_PERCENT = 55;

/** Walk or drive: by how far apart both ends are and whether this agent has a car. */
export function modeFor(run: TickRun, slot: number, destination: Destination): 0 | 1 {
  const { ctx, state } = run;
  const { bodies } = state;
  const here = pointOf(ctx, at(bodies.placeKind, slot), at(bodies.placeIndex, slot));
  return modeBetween(ctx, at(bodies.agent, slot), at(bodies.kind, slot), here, destination);
}

/** As modeFor, from any point. */
export function modeBetween(
  ctx: EngineContext,
  agent: number,
  kind: number,
  from: readonly [xCm: number, zCm: number],
  destination: Destination,
): 0 | 1 {
  const there =
    destination.building >= 0
      ? pointOf(ctx, 0, destination.building)
      : pointOf(ctx, AT_NODE, destination.node);
  const apartCm = Math.abs(from[0] - there[0]) + Math.abs(from[1] - there[1]);
  if (kind !== RESIDENT) return apartCm > OUTSIDE_DRIVES_FROM_CM ? MODE_CAR : MODE_FOOT;
  const hasCar = hashWords(ctx.genesis.seed, agent, PURPOSE.car) % 100 < CAR_OWNERS_PERCENT;
  return hasCar && apartCm > RESIDENT_DRIVES_FROM_CM ? MODE_CAR : MODE_FOOT;
}

/** Where a building's door or a street node is, cm. `kind` as in placeKind. */
export function pointOf(
  ctx: EngineContext,
  kind: number,
  index: number,
): readonly [xCm: number, zCm: number] {
  const { graph, buildings } = ctx.plan;
  return kind === AT_NODE
    ? [at(graph.nodeXCm, index), at(graph.nodeZCm, index)]
    : [at(buildings.doorXCm, index), at(buildings.doorZCm, index)];
}

/**
 * The way from a place (kind and index as in state.ts) to a destination, or null when there is none. Of a door's two street ends the
 * one with the shorter way is taken; ties go to the tail at the origin, and to ending the way early at the destination.
 */
export function wayTo(
  ctx: EngineContext,
  kind: number,
  index: number,
  destination: Destination,
  mode: 0 | 1,
): Way | null {
  const from = kind === AT_NODE ? -1 : index;
  const to = destination.building;
  const { doorEdge } = ctx.plan.buildings;
  if (from >= 0 && to >= 0 && doorEdge[from] === doorEdge[to]) return { from, nodes: [], to };
  const starts: readonly Access[] = from >= 0 ? doorAccess(ctx.plan, from) : [{ node: index, lengthCm: 0 }];
  const target = to >= 0 ? { key: to, ends: doorAccess(ctx.plan, to) } : nodeTarget(destination.node);
  const nodes = ctx.routes.way(starts, target, mode)?.nodes ?? null;
  if (nodes === null || nodes.length > LIMITS.routeNodesMax) return null;
  return { from, nodes, to };
}
