import { assert, at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { bodiesOf, placeBodies } from "./bodies.ts";
import { checkBodies } from "./check-bodies.ts";
import { columnsMade } from "./columns.ts";
import { stepsJoin } from "./doors.ts";
import { BODY_COLUMNS_OF_1 } from "./handoff-of-1.ts";
import { LeReader, LeWriter } from "./le-bytes.ts";
import { linkInside } from "./placing.ts";
import {
  ACCOUNT,
  ACQUAINTANCES_MAX,
  BODY_COLUMNS,
  BUILDING_COLUMNS,
  DISTRICT_FIELDS,
  type DistrictState,
  emptyState,
  INSIDE,
  type LastSeen,
  PARCEL_COLUMNS,
  slotsByAgent,
} from "./state.ts";
import { ENGINE_VERSION, type EngineContext } from "./types.ts";
import { rewind } from "./waking.ts";

/** Columns of a parcel that hold cents of which there cannot be less than none. */
const PARCEL_MONEY = [
  "offerCents",
  "balanceCents",
  "rentCents",
  "arrearsCents",
  "askedCents",
  "rentAskedCents",
] as const;
/** "BRGH", and the version of this layout. */
const MAGIC = 0x48475242;
const LAYOUT = 2;
const SEEN = ["leg", "stand", "gone"] as const;
const FOLLOWS = ["inside", "onward", "stay"] as const;

/**
 * The whole state of a district as canonical little-endian bytes, columns one after another, bodies by agent number.
 * Caches are left out. Only between steps: asserts that nothing touched is waiting for the hash.
 */
export function encodeState(state: DistrictState): Uint8Array {
  assert(
    state.touched.slots.isEmpty && state.touched.removed.size === 0,
    "snapshots are taken between steps",
  );
  const bodies = bodiesOf(state, slotsByAgent(state));
  const writer = new LeWriter(1024 + bodies.count * 200);
  for (const value of [MAGIC, LAYOUT, ENGINE_VERSION, state.district, bodies.count, state.buildingCount]) {
    writer.put("u32", value);
  }
  writer.put("u32", state.parcelCount);
  for (const name of DISTRICT_FIELDS) writer.put("f64", state.fields[name]);
  for (const [name, type] of BODY_COLUMNS) for (const value of bodies.values[name]) writer.put(type, value);
  for (const known of bodies.acquaintances) for (const agent of known) writer.put("u32", agent);
  for (const route of bodies.routes) writer.list(route);
  for (const [name, type] of BUILDING_COLUMNS) {
    for (let local = 0; local < state.buildingCount; local++)
      writer.put(type, at(state.buildings[name], local));
  }
  for (const [name, type] of PARCEL_COLUMNS) {
    for (let local = 0; local < state.parcelCount; local++) writer.put(type, at(state.parcels[name], local));
  }
  writer.put("u32", state.lastSeen.length);
  for (const event of state.lastSeen) writeSeen(writer, event);
  return writer.finish();
}

/** The state that encodeState wrote, caches cold. Throws RangeError on garbage, a newer version or another plan's numbers. */
export function decodeState(ctx: EngineContext, bytes: Uint8Array): DistrictState {
  const reader = new LeReader(bytes);
  const [magic, layout, engine] = [reader.get("u32"), reader.get("u32"), reader.get("u32")];
  // What an older engine left in order is taken over.
  if (magic !== MAGIC || layout < 1 || layout > LAYOUT || engine > ENGINE_VERSION)
    throw new RangeError("not a snapshot of this engine");
  const district = reader.get("u32");
  const count = reader.get("u32");
  const buildings = ctx.places.buildingsOf[district];
  if (buildings === undefined || reader.get("u32") !== buildings.length)
    throw new RangeError("a snapshot of another plan");
  const parcelCount = ctx.places.parcelsOf[district]?.length ?? 0;
  if (layout > 1 && reader.get("u32") !== parcelCount) throw new RangeError("a snapshot of another plan");
  if (count * BODY_COLUMNS_OF_1.length > reader.remaining) throw new RangeError("the bytes end early");
  const state = emptyState(district, buildings.length, parcelCount, count);
  for (const name of DISTRICT_FIELDS) state.fields[name] = reader.get("f64");
  readBodies(ctx, state, reader, count, layout > 1 ? BODY_COLUMNS : BODY_COLUMNS_OF_1);
  for (const [name, type] of BUILDING_COLUMNS) {
    for (let local = 0; local < buildings.length; local++) state.buildings[name][local] = reader.get(type);
  }
  if (layout > 1) readParcels(state, reader);
  const seen = reader.get("u32");
  if (seen > reader.remaining) throw new RangeError("the bytes end early");
  state.lastSeen = Array.from({ length: seen }, () => readSeen(ctx, reader));
  reader.end();
  state.touched.slots.clear();
  return state;
}

function readBodies(
  ctx: EngineContext,
  state: DistrictState,
  reader: LeReader,
  count: number,
  columns: readonly (typeof BODY_COLUMNS)[number][],
): void {
  const values = columnsMade(BODY_COLUMNS, count);
  values.heir.fill(-1);
  for (const [name, type] of columns) for (let i = 0; i < count; i++) values[name][i] = reader.get(type);
  const acquaintances = Array.from(values.acquaintanceCount, (known) => {
    if (known > ACQUAINTANCES_MAX) throw new RangeError("too many acquaintances");
    return Array.from({ length: known }, () => reader.get("u32"));
  });
  const routes = Array.from({ length: count }, () => readRoute(ctx, reader));
  const bodies = { count, values, acquaintances, routes };
  checkBodies(ctx, bodies, state.district);
  for (const slot of placeBodies(state, bodies)) {
    if (at(state.bodies.kind, slot) === ACCOUNT) continue;
    if (at(state.bodies.placeKind, slot) === INSIDE) linkInside(ctx, state, slot);
    rewind(state, slot);
  }
}

function readParcels(state: DistrictState, reader: LeReader): void {
  const { parcels, parcelCount } = state;
  for (const [name, type] of PARCEL_COLUMNS) {
    for (let local = 0; local < parcelCount; local++) parcels[name][local] = reader.get(type);
  }
  for (const name of PARCEL_MONEY) {
    for (const cents of parcels[name]) if (!(cents >= 0)) throw new RangeError(`a deed is broken: ${name}`);
  }
}

function readRoute(ctx: EngineContext, reader: LeReader): number[] {
  const route = reader.list(LIMITS.routeNodesMax);
  if (!stepsJoin(ctx.plan, route)) throw new RangeError("a route leaves the streets");
  return route;
}

function writeSeen(writer: LeWriter, event: LastSeen): void {
  writer.put("u8", SEEN.indexOf(event.kind));
  writer.put("u32", event.neighborhood);
  writer.put("u32", event.agent);
  if (event.kind === "gone") {
    writer.put("f64", event.atMs);
    return;
  }
  if (event.kind === "stand") {
    writer.put("i32", event.node);
    writer.put("i32", event.building);
    writer.put("f64", event.sinceMs);
    return;
  }
  writer.put("u8", event.mode === "car" ? 1 : 0);
  writer.put("u8", FOLLOWS.indexOf(event.then));
  writer.put("i32", event.fromBuilding);
  writer.put("i32", event.toBuilding);
  writer.put("f64", event.startMs);
  writer.put("f64", event.endMs);
  writer.list(event.nodes);
}

function readSeen(ctx: EngineContext, reader: LeReader): LastSeen {
  const kind = SEEN[reader.get("u8")];
  const neighborhood = reader.get("u32");
  const agent = reader.get("u32");
  if (kind === undefined || neighborhood >= ctx.plan.neighborhoods.length)
    throw new RangeError("an event is broken");
  if (kind === "gone") return { kind, neighborhood, agent, atMs: reader.get("f64") };
  if (kind === "stand") {
    const [node, building] = [reader.get("i32"), reader.get("i32")];
    return { kind, neighborhood, agent, node, building, sinceMs: reader.get("f64") };
  }
  const mode = reader.get("u8") === 1 ? "car" : "foot";
  const then = FOLLOWS[reader.get("u8")];
  if (then === undefined) throw new RangeError("a leg is broken");
  const [fromBuilding, toBuilding] = [reader.get("i32"), reader.get("i32")];
  const [startMs, endMs] = [reader.get("f64"), reader.get("f64")];
  const nodes = reader.list(LIMITS.legVerticesMax);
  return { kind, neighborhood, agent, mode, then, fromBuilding, toBuilding, startMs, endMs, nodes };
}
