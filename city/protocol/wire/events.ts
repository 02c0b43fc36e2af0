import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { AfterLeg, LegEvent, StandEvent } from "../wire-types.ts";
import type { ByteReader, ByteWriter } from "./bytes.ts";
import { knownNode, readNodes, writeNodes } from "./hops.ts";
import type { LocalWireEvent } from "./local.ts";

/** Order is the wire's: append only, and bump WIRE_VERSION for anything else. */
const KINDS = ["leg", "cancel", "stand", "gone", "speech", "name"] as const;
const AFTER: readonly AfterLeg[] = ["inside", "onward", "stay"];

/** The flags byte: three bits of kind, one of mode, two of what follows, one each for the two optional numbers. */
const KIND_MASK = 0x07;
const CAR = 0x08;
const AFTER_SHIFT = 4;
const AFTER_MASK = 0x03;
const FIRST_NUMBER = 0x40;
const SECOND_NUMBER = 0x80;
const AGENT_MAX = 0xffffffff;

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
export function eventMs(event: LocalWireEvent): number | null {
  switch (event.kind) {
    case "leg":
      return event.startMs;
    case "stand":
      return event.sinceMs;
    case "name":
      return null;
    default:
      return event.atMs;
  }
}

/** Writes one event. Events must come in ascending order of agent. Throws RangeError for what the wire cannot hold. */
export function writeEvent(
  writer: ByteWriter,
  event: LocalWireEvent,
  cursor: EventCursor,
  place: NeighborhoodPlan,
): void {
  if (event.agent > AGENT_MAX) throw new RangeError(`agent ${event.agent}`);
  writer.varint(event.agent - cursor.agent);
  if (event.agent !== cursor.agent) cursor.lastMs = -1;
  cursor.agent = event.agent;
  writer.byte(flagsOf(event));
  switch (event.kind) {
    case "leg":
      writeLeg(writer, event, cursor, place);
      break;
    case "stand":
      if (event.node !== -1) writer.varint(event.node);
      if (event.building !== -1) writer.varint(event.building);
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
    default:
      throw new RangeError(`no event of kind ${flags & KIND_MASK}`);
  }
}

function flagsOf(event: LocalWireEvent): number {
  const kind = KINDS.indexOf(event.kind);
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
  if (leg.fromBuilding !== -1) writer.varint(leg.fromBuilding);
  writeNodes(writer, leg.nodes, place);
  if (leg.toBuilding !== -1) writer.varint(leg.toBuilding);
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
