import { assert, assertExists, at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { stepsJoin } from "./doors.ts";
import type { LeReader, LeWriter } from "./le-bytes.ts";
import {
  ACQUAINTANCES_MAX,
  AT_BORDER,
  AT_NODE,
  BODY_COLUMNS,
  type BodyColumns,
  type DistrictState,
  NO_TRIP,
  ON_TRIP,
  OUTSIDE,
  touch,
} from "./state.ts";
import type { EngineContext } from "./types.ts";
import { ACTIVITIES } from "./views.ts";

/** A body outside of any district: what a handoff carries and a snapshot holds. */
export interface BodyRecord {
  readonly values: { readonly [K in keyof BodyColumns]: number };
  readonly acquaintances: readonly number[];
  readonly route: readonly number[];
}

/** Copies a body out of its columns. */
export function recordOf(state: DistrictState, slot: number): BodyRecord {
  const values = zeroValues();
  for (const [name] of BODY_COLUMNS) values[name] = state.bodies[name][slot] ?? 0;
  const first = slot * ACQUAINTANCES_MAX;
  return {
    values,
    acquaintances: Array.from(state.acquaintances.subarray(first, first + values.acquaintanceCount)),
    route: assertExists(state.route[slot], "every slot has a route, be it empty"),
  };
}

/** Writes a record into the columns of its slot. Inside lists and the wheel are the caller's. */
export function loadRecord(state: DistrictState, slot: number, record: BodyRecord): void {
  for (const [name] of BODY_COLUMNS) state.bodies[name][slot] = record.values[name];
  state.acquaintances.set(record.acquaintances, slot * ACQUAINTANCES_MAX);
  state.route[slot] = record.route;
  touch(state, slot);
}

/** Writes the canonical bytes of a record. */
export function writeRecord(writer: LeWriter, record: BodyRecord): void {
  for (const [name, type] of BODY_COLUMNS) writer.put(type, record.values[name]);
  assert(record.acquaintances.length === record.values.acquaintanceCount, "acquaintances are counted");
  for (const agent of record.acquaintances) writer.put("u32", agent);
  writer.list(record.route);
}

/** Writes the canonical bytes of the body in `slot`: what writeRecord(recordOf(...)) would, without the copy. */
export function writeBody(writer: LeWriter, state: DistrictState, slot: number): void {
  // Unchecked reads: every touched body goes through here every tick.
  for (const [name, type] of BODY_COLUMNS) writer.put(type, state.bodies[name][slot] ?? 0);
  const first = slot * ACQUAINTANCES_MAX;
  const count = at(state.bodies.acquaintanceCount, slot);
  for (let i = first; i < first + count; i++) writer.put("u32", at(state.acquaintances, i));
  writer.list(assertExists(state.route[slot], "every slot has a route, be it empty"));
}

/** Reads a record that comes into a district; throws RangeError on bytes that hold none. */
export function readRecord(ctx: EngineContext, reader: LeReader, district: number): BodyRecord {
  const values = zeroValues();
  for (const [name, type] of BODY_COLUMNS) values[name] = reader.get(type);
  if (values.acquaintanceCount > ACQUAINTANCES_MAX) throw new RangeError("too many acquaintances");
  const acquaintances = Array.from({ length: values.acquaintanceCount }, () => reader.get("u32"));
  const record = { values, acquaintances, route: reader.list(LIMITS.routeNodesMax) };
  checkRecord(ctx, record, district);
  return record;
}

/** Throws RangeError on a record that no body of this district can have. */
export function checkRecord(ctx: EngineContext, record: BodyRecord, district: number): void {
  const fault = faultOf(ctx, record) ?? placeFault(ctx, record, district);
  if (fault !== null) throw new RangeError(`a body's record is broken: ${fault}`);
}

/** Which fact of a record cannot be, or null. */
function faultOf(ctx: EngineContext, record: BodyRecord): string | null {
  const v = record.values;
  const buildings = ctx.plan.buildings.count;
  const nodes = ctx.plan.graph.nodeXCm.length;
  if (v.kind > OUTSIDE || (v.kind === OUTSIDE) !== v.agent >= OUTSIDE_AGENT_BASE) return "kind";
  if (v.activity >= ACTIVITIES.length) return "activity";
  if (v.placeKind > ON_TRIP || v.tripPhase > AT_BORDER || v.tripMode > 1 || v.tripEnter > 1) return "place";
  if ((v.placeKind === ON_TRIP) !== (v.tripPhase !== NO_TRIP)) return "trip";
  for (const name of ["home", "work", "tripFrom", "tripTo", "nextTo"] as const) {
    if (v[name] < -1 || v[name] >= buildings) return name;
  }
  if (v.nextNode < -1 || v.nextNode >= nodes) return "nextNode";
  if (v.purseCents < 0) return "purseCents";
  return routeFault(ctx, record);
}

function placeFault(ctx: EngineContext, { values: v }: BodyRecord, district: number): string | null {
  if (v.placeKind === ON_TRIP) return null;
  const { graph, buildings } = ctx.plan;
  const neighborhood = (v.placeKind === AT_NODE ? graph.nodeNeighborhood : buildings.neighborhood)[
    v.placeIndex
  ];
  if (neighborhood === undefined) return "placeIndex";
  return ctx.places.neighborhoodDistrict[neighborhood] === district ? null : "district";
}

function routeFault(ctx: EngineContext, { values: v, route }: BodyRecord): string | null {
  const vertices = route.length + (v.tripFrom >= 0 ? 1 : 0) + (v.tripTo >= 0 ? 1 : 0);
  if (v.tripPhase === NO_TRIP) return vertices === 0 ? null : "route without a trip";
  if (v.tripEndMs < v.tripStartMs || v.tripPartEnd >= vertices || v.tripNextVertex >= vertices)
    return "trip times";
  return stepsJoin(ctx.plan, route) ? null : "route";
}

export type MutableValues = { -readonly [K in keyof BodyRecord["values"]]: number };

/** A record's values before they are read. */
export function zeroValues(): MutableValues {
  return { ...ZERO_VALUES };
}

/** Made once and copied: setting dozens of fields by name anew shows when thousands cross a border. */
const ZERO_VALUES = Object.fromEntries(BODY_COLUMNS.map(([name]) => [name, 0])) as MutableValues;
