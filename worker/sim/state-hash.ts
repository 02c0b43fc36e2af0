import { at } from "#city/assert.ts";
import { writeBody } from "./bodies.ts";
import { LeWriter } from "./le-bytes.ts";
import {
  BUILDING_COLUMNS,
  DISTRICT_FIELDS,
  type DistrictState,
  PARCEL_COLUMNS,
  sortByAgent,
} from "./state.ts";

/**
 * Canonical bytes of everything touched since the last call (agents that left, bodies, buildings, deeds, then the district's
 * own numbers), and forgets what was touched.
 */
export function takeTouchedBytes(state: DistrictState): Uint8Array {
  const { touched } = state;
  const writer = new LeWriter(65_536);
  const removed = [...touched.removed].sort((a, b) => a - b);
  writer.list(removed);
  const slots = sortByAgent(state, touched.slots.toArray());
  writer.put("u32", slots.length);
  for (const slot of slots) writeBody(writer, state, slot);
  const buildings = touched.buildings.toArray();
  writer.list(buildings);
  for (const local of buildings) writeBuilding(writer, state, local);
  const parcels = touched.parcels.toArray();
  writer.list(parcels);
  for (const local of parcels) {
    for (const [name, type] of PARCEL_COLUMNS) writer.put(type, at(state.parcels[name], local));
  }
  writer.list(state.lastSeen.map((event) => event.agent));
  for (const name of DISTRICT_FIELDS) writer.put("f64", state.fields[name]);
  touched.removed.clear();
  touched.slots.clear();
  touched.buildings.clear();
  touched.parcels.clear();
  return writer.finish();
}

/** Canonical bytes of one building's record. */
export function writeBuilding(writer: LeWriter, state: DistrictState, local: number): void {
  for (const [name, type] of BUILDING_COLUMNS) writer.put(type, at(state.buildings[name], local));
}
