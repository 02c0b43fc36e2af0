import { assert, assertExists, at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { LeReader, LeWriter } from "./le-bytes.ts";
import { linkInside } from "./placing.ts";
import { checkRecord, loadRecord, type MutableValues, recordOf, zeroValues } from "./record.ts";
import {
  ACQUAINTANCES_MAX,
  addBody,
  BODY_COLUMNS,
  BUILDING_COLUMNS,
  DISTRICT_FIELDS,
  type DistrictState,
  emptyState,
  INSIDE,
  type LastSeen,
  slotsByAgent,
} from "./state.ts";
import { ENGINE_VERSION, type EngineContext } from "./types.ts";
import { rewind } from "./waking.ts";

/** "BRGH", and the version of this layout. */
const MAGIC = 0x48475242;
const LAYOUT = 1;
const SEEN = ["leg", "stand", "gone"] as const;
const FOLLOWS = ["inside", "onward", "stay"] as const;

/**
 * The whole state of a district as canonical little-endian bytes, columns one after another, bodies by agent number.
 * Caches are left out. Only between steps: asserts that nothing touched is waiting for the hash.
 */
export function encodeState(state: DistrictState): Uint8Array {
  assert(
    state.touched.slots.size === 0 && state.touched.removed.size === 0,
    "snapshots are taken between steps",
  );
  const records = slotsByAgent(state).map((slot) => recordOf(state, slot));
  const writer = new LeWriter(1024 + records.length * 200);
  for (const value of [MAGIC, LAYOUT, ENGINE_VERSION, state.district, records.length, state.buildingCount]) {
    writer.put("u32", value);
  }
  for (const name of DISTRICT_FIELDS) writer.put("f64", state.fields[name]);
  for (const [name, type] of BODY_COLUMNS)
    for (const record of records) writer.put(type, record.values[name]);
  for (const record of records) for (const agent of record.acquaintances) writer.put("u32", agent);
  for (const record of records) writer.list(record.route);
  for (const [name, type] of BUILDING_COLUMNS) {
    for (let local = 0; local < state.buildingCount; local++)
      writer.put(type, at(state.buildings[name], local));
  }
  writer.put("u32", state.lastSeen.length);
  for (const event of state.lastSeen) writeSeen(writer, event);
  return writer.finish();
}

/** The state that encodeState wrote, caches cold. Throws RangeError on garbage, a newer version or another plan's numbers. */
export function decodeState(ctx: EngineContext, bytes: Uint8Array): DistrictState {
  const reader = new LeReader(bytes);
  const [magic, layout, engine] = [reader.get("u32"), reader.get("u32"), reader.get("u32")];
  // What an older engine left in order is taken over as long as the layout is the same.
  if (magic !== MAGIC || layout !== LAYOUT || engine > ENGINE_VERSION)
    throw new RangeError("not a snapshot of this engine");
  const district = reader.get("u32");
  const count = reader.get("u32");
  const buildings = ctx.places.buildingsOf[district];
  if (buildings === undefined || reader.get("u32") !== buildings.length)
    throw new RangeError("a snapshot of another plan");
  if (count * BODY_COLUMNS.length > reader.remaining) throw new RangeError("the bytes end early");
  const state = emptyState(district, buildings.length, count);
  for (const name of DISTRICT_FIELDS) state.fields[name] = reader.get("f64");
  readBodies(ctx, state, reader, count);
  for (const [name, type] of BUILDING_COLUMNS) {
    for (let local = 0; local < buildings.length; local++) state.buildings[name][local] = reader.get(type);
  }
  const seen = reader.get("u32");
  if (seen > reader.remaining) throw new RangeError("the bytes end early");
  state.lastSeen = Array.from({ length: seen }, () => readSeen(ctx, reader));
  reader.end();
  state.touched.slots.clear();
  return state;
}

function readBodies(ctx: EngineContext, state: DistrictState, reader: LeReader, count: number): void {
  const all: MutableValues[] = Array.from({ length: count }, () => zeroValues());
  for (const [name, type] of BODY_COLUMNS) for (const values of all) values[name] = reader.get(type);
  const acquaintances = all.map((values) => {
    if (values.acquaintanceCount > ACQUAINTANCES_MAX) throw new RangeError("too many acquaintances");
    return Array.from({ length: values.acquaintanceCount }, () => reader.get("u32"));
  });
  let previous = -1;
  for (const [i, values] of all.entries()) {
    const record = {
      values,
      acquaintances: assertExists(acquaintances[i], "one list a body"),
      route: reader.list(LIMITS.routeNodesMax),
    };
    checkRecord(ctx, record, state.district);
    if (values.agent <= previous) throw new RangeError("bodies out of order");
    previous = values.agent;
    const slot = addBody(state, values.agent);
    loadRecord(state, slot, record);
    if (values.placeKind === INSIDE) linkInside(ctx, state, slot);
    rewind(state, slot);
  }
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
