import { BUILDING_USES, type NeighborhoodPlan } from "../../plan/types.ts";
import type { AfterLeg, DeedEvent, LegEvent, StandEvent, WireEvent } from "../wire-types.ts";
import type { ByteReader, ByteWriter } from "./bytes.ts";
import { knownNode, readNodes, writeNodes } from "./hops.ts";
import { type LocalWireEvent, localBuilding, localNode } from "./local.ts";

/** Order is the wire's: append only, and bump WIRE_VERSION for anything else. */
const KINDS = ["leg", "cancel", "stand", "gone", "speech", "name", "deed"] as const;
const LEG = KINDS.indexOf("leg");
const AFTER: readonly AfterLeg[] = ["inside", "onward", "stay"];

/** The flags byte: three bits of kind, one of mode, two of what follows, one each for the two optional numbers. */
const KIND_MASK = 0x07;
const CAR = 0x08;
const AFTER_SHIFT = 4;
const AFTER_MASK = 0x03;
const FIRST_NUMBER = 0x40;
const SECOND_NUMBER = 0x80;
const AGENT_MAX = 0xffffffff;
const COLOUR_MAX = 0xffffff;

/** What the next event's agent and times are relative to; starts anew on every page. */
export interface EventCursor {
  readonly baseMs: number;
  agent: number;
  /** End of the same agent's event before, or -1. */
  lastMs: number;
}

/** Cursor at the start of a page whose times are relative to `baseMs`. */
export function startCursor(baseMs: number): EventCursor {
  return { baseMs, agent: 0, lastMs: -1 };
}

/** The earliest simulated ms an event speaks of, or null. */
export function eventMs(event: WireEvent): number | null {
  switch (event.kind) {
    case "leg":
      return event.startMs;
    case "stand":
      return event.sinceMs;
    case "name":
    case "deed":
      return null;
    default:
      return event.atMs;
  }
}

/** Where an event stands in a frame: parcels (-1) first, then bodies by number. */
export function orderOf(event: WireEvent): number {
  return event.kind === "deed" ? -1 : event.agent;
}

/**
 * Writes one event, given with global indices, in the neighborhood's own. Events must come in the order of orderOf.
 * Throws RangeError for what the wire cannot hold, and for what lies in another neighborhood.
 */
export function writeEvent(
  writer: ByteWriter,
  event: WireEvent,
  cursor: EventCursor,
  place: NeighborhoodPlan,
): void {
  if (event.neighborhood !== place.index)
    throw new RangeError(`an event of neighborhood ${event.neighborhood} in a frame of ${place.index}`);
  if (event.kind === "deed") {
    writeDeed(writer, event, cursor, place);
    return;
  }
  const { agent } = event;
  writer.varint(agent - cursor.agent);
  if (agent !== cursor.agent) cursor.lastMs = -1;
  cursor.agent = agent;
  writer.byte(flagsOf(event));
  switch (event.kind) {
    case "leg":
      writeLeg(writer, event, cursor, place);
      break;
    case "stand":
      if (event.node !== -1) writer.varint(localNode(event.node, place));
      if (event.building !== -1) writer.varint(localBuilding(event.building, place));
      writeTime(writer, event.sinceMs, cursor);
      break;
    case "name":
      writer.text(event.name);
      break;
    case "speech":
      writeTime(writer, event.atMs, cursor);
      writer.text(event.text);
      break;
    default:
      writeTime(writer, event.atMs, cursor);
  }
}

/** Reads one event. Throws RangeError for bytes that writeEvent cannot have written. */
export function readEvent(reader: ByteReader, cursor: EventCursor, place: NeighborhoodPlan): LocalWireEvent {
  const gap = reader.varint();
  const agent = cursor.agent + gap;
  if (agent > AGENT_MAX) throw new RangeError("an agent's number is too large");
  if (gap > 0) cursor.lastMs = -1;
  cursor.agent = agent;
  const flags = reader.byte();
  const kind = KINDS[flags & KIND_MASK];
  const who = { neighborhood: place.index, agent };
  switch (kind) {
    case "leg":
      return readLeg(reader, flags, who, cursor, place);
    case "stand":
      return readStand(reader, flags, who, cursor, place);
    case "name":
      return { kind, ...who, name: reader.text() };
    case "speech":
      return { kind, ...who, atMs: readTime(reader, cursor), text: reader.text() };
    case "cancel":
    case "gone":
      return { kind, ...who, atMs: readTime(reader, cursor) };
    case "deed":
      return readDeed(reader, flags, agent, place);
    default:
      throw new RangeError(`no event of kind ${flags & KIND_MASK}`);
  }
}

/** Stands where an agent's number would: before all bodies, so that the gap to the first of them is its number. */
function writeDeed(writer: ByteWriter, deed: DeedEvent, cursor: EventCursor, place: NeighborhoodPlan): void {
  if (cursor.agent !== 0) throw new RangeError("deeds come before bodies");
  writer.varint(0);
  writer.byte(flagsOf(deed));
  writer.varint(deed.parcel);
  if (deed.building !== -1) writer.varint(localBuilding(deed.building, place));
  if (deed.owner !== -1) writer.varint(deed.owner);
  writer.varint(deed.colour + 1);
  writer.varint(deed.use + 1);
  writer.text(deed.title);
  writer.text(deed.sign);
}

function readDeed(reader: ByteReader, flags: number, agent: number, place: NeighborhoodPlan): DeedEvent {
  if (agent !== 0) throw new RangeError("a deed after bodies");
  const parcel = reader.varint();
  const building = flags & FIRST_NUMBER ? readBuilding(reader, place) : -1;
  const owner = flags & SECOND_NUMBER ? reader.varint() : -1;
  const colour = reader.varint() - 1;
  const use = reader.varint() - 1;
  if (owner > AGENT_MAX || colour > COLOUR_MAX || use >= BUILDING_USES.length)
    throw new RangeError("a deed is out of range");
  const neighborhood = place.index;
  const [title, sign] = [reader.text(), reader.text()];
  return { kind: "deed", neighborhood, parcel, building, owner, colour, use, title, sign };
}

function flagsOf(event: WireEvent): number {
  const kind = event.kind === "leg" ? LEG : KINDS.indexOf(event.kind);
  if (event.kind === "deed") {
    return kind | (event.building === -1 ? 0 : FIRST_NUMBER) | (event.owner === -1 ? 0 : SECOND_NUMBER);
  }
  if (event.kind === "stand") {
    return kind | (event.node === -1 ? 0 : FIRST_NUMBER) | (event.building === -1 ? 0 : SECOND_NUMBER);
  }
  if (event.kind !== "leg") return kind;
  return (
    kind |
    (event.mode === "car" ? CAR : 0) |
    (AFTER.indexOf(event.then) << AFTER_SHIFT) |
    (event.fromBuilding === -1 ? 0 : FIRST_NUMBER) |
    (event.toBuilding === -1 ? 0 : SECOND_NUMBER)
  );
}

function writeLeg(writer: ByteWriter, leg: LegEvent, cursor: EventCursor, place: NeighborhoodPlan): void {
  if (leg.fromBuilding !== -1) writer.varint(localBuilding(leg.fromBuilding, place));
  writeNodes(writer, leg.nodes, place);
  if (leg.toBuilding !== -1) writer.varint(localBuilding(leg.toBuilding, place));
  writeTime(writer, leg.startMs, cursor);
  writer.varint(leg.endMs - leg.startMs);
  cursor.lastMs = leg.endMs;
}

type Who = { readonly neighborhood: number; readonly agent: number };

function readLeg(
  reader: ByteReader,
  flags: number,
  who: Who,
  cursor: EventCursor,
  place: NeighborhoodPlan,
): LegEvent {
  const fromBuilding = flags & FIRST_NUMBER ? readBuilding(reader, place) : -1;
  const nodes = readNodes(reader, place);
  const toBuilding = flags & SECOND_NUMBER ? readBuilding(reader, place) : -1;
  const startMs = readTime(reader, cursor);
  const endMs = safeTime(startMs + reader.varint());
  const after = AFTER[(flags >> AFTER_SHIFT) & AFTER_MASK];
  if (after === undefined) throw new RangeError("a leg leads nowhere known");
  cursor.lastMs = endMs;
  const mode = flags & CAR ? "car" : "foot";
  // biome-ignore lint/suspicious/noThenProperty: the wire type names what follows a leg `then`; it is never a function.
  return { kind: "leg", ...who, mode, fromBuilding, nodes, toBuilding, startMs, endMs, then: after };
}

function readStand(
  reader: ByteReader,
  flags: number,
  who: Who,
  cursor: EventCursor,
  place: NeighborhoodPlan,
): StandEvent {
  const node = flags & FIRST_NUMBER ? knownNode(reader.varint(), place) : -1;
  const building = flags & SECOND_NUMBER ? readBuilding(reader, place) : -1;
  return { kind: "stand", ...who, node, building, sinceMs: readTime(reader, cursor) };
}

/** A second event of one agent mostly starts where its first ended: then the time takes one byte. */
function writeTime(writer: ByteWriter, ms: number, cursor: EventCursor): void {
  if (cursor.lastMs === -1) writer.varint(ms - cursor.baseMs);
  else writer.signed(ms - cursor.lastMs);
  cursor.lastMs = ms;
}

function readTime(reader: ByteReader, cursor: EventCursor): number {
  const ms = cursor.lastMs === -1 ? cursor.baseMs + reader.varint() : cursor.lastMs + reader.signed();
  cursor.lastMs = safeTime(ms);
  return ms;
}

function safeTime(ms: number): number {
  if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError("a time is out of range");
  return ms;
}

function readBuilding(reader: ByteReader, place: NeighborhoodPlan): number {
  const building = reader.varint();
  if (building >= place.buildings.count)
    throw new RangeError(`no building ${building} in neighborhood ${place.index}`);
  return building;
}
