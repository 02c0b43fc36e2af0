import { BUILDING_USES } from "../../plan/types.ts";
import type { DeedEvent, StandEvent, WireEvent } from "../wire-types.ts";
import type { BitReader, BitWriter } from "./bits.ts";
import { type Cursor, readTime, writeTime } from "./cursor.ts";
import { readLeg, writeLeg } from "./leg-code.ts";
import {
  type LocalWireEvent,
  localBuilding,
  localNode,
  readBuilding,
  readNode,
  writeIndex,
} from "./local.ts";
import { decodeText, encodeText } from "./utf8.ts";

/** Order is the wire's: append only, and bump WIRE_VERSION for anything else. */
const OTHERS = ["cancel", "stand", "gone", "speech", "name", "deed"] as const;
const KIND_BITS = 3;
/** What comes, as so many ones and a zero, the last without: an agent's first leg, another leg of the agent before, anything else. */
const NEXT_LEG = 1;
const OTHER = 2;

const AGENT_MAX = 0xffffffff;
const COLOUR_MAX = 0xffffff;
/** Numbers in deeds, which are few, have about as many low bits. */
const PARCEL_BITS = 12;
const OWNER_BITS = 24;
const COLOUR_BITS = 21;
const USE_BITS = 3;

type Who = { readonly neighborhood: number; readonly agent: number };

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
export function writeEvent(bits: BitWriter, event: WireEvent, cursor: Cursor): void {
  const { place, streets } = cursor;
  if (event.neighborhood !== place.index)
    throw new RangeError(`an event of neighborhood ${event.neighborhood} in a frame of ${place.index}`);
  if (event.kind === "leg") {
    const isNext = event.agent === cursor.agent;
    bits.put(isNext ? 1 : 0, isNext ? NEXT_LEG + 1 : 1);
    writeAgent(bits, event.agent, cursor);
    writeLeg(bits, event, cursor);
    return;
  }
  bits.put(((1 << OTHER) - 1) | (OTHERS.indexOf(event.kind) << OTHER), OTHER + KIND_BITS);
  if (event.kind === "deed") {
    writeDeed(bits, event, cursor);
    return;
  }
  bits.put(event.agent === cursor.agent ? 1 : 0, 1);
  writeAgent(bits, event.agent, cursor);
  switch (event.kind) {
    case "stand":
      writeIndex(bits, event.node === -1 ? -1 : localNode(event.node, place), streets.nodeBits);
      writeIndex(bits, localBuilding(event.building, place), streets.buildingBits);
      writeTime(bits, event.sinceMs, cursor);
      break;
    case "name":
      writeText(bits, event.name);
      break;
    case "speech":
      writeTime(bits, event.atMs, cursor);
      writeText(bits, event.text);
      break;
    default:
      writeTime(bits, event.atMs, cursor);
  }
}

/** Reads one event. Throws RangeError for bits that writeEvent cannot have written. */
export function readEvent(bits: BitReader, cursor: Cursor): LocalWireEvent {
  const { place } = cursor;
  const what = bits.ones(OTHER);
  if (what !== OTHER) {
    readAgent(bits, what === NEXT_LEG, cursor);
    return readLeg(bits, cursor);
  }
  const kind = OTHERS[bits.take(KIND_BITS)];
  if (kind === "deed") return readDeed(bits, cursor);
  readAgent(bits, bits.take(1) === 1, cursor);
  const who = { neighborhood: place.index, agent: cursor.agent };
  switch (kind) {
    case "stand":
      return readStand(bits, who, cursor);
    case "name":
      return { kind, ...who, name: readText(bits) };
    case "speech":
      return { kind, ...who, atMs: readTime(bits, cursor), text: readText(bits) };
    case "cancel":
    case "gone":
      return { kind, ...who, atMs: readTime(bits, cursor) };
    default:
      throw new RangeError("no event of this kind");
  }
}

function writeAgent(bits: BitWriter, agent: number, cursor: Cursor): void {
  if (agent === cursor.agent) return;
  bits.number(agent - cursor.agent - 1, cursor.agentBits);
  cursor.agent = agent;
  cursor.lastMs = -1;
}

function readAgent(bits: BitReader, isSame: boolean, cursor: Cursor): void {
  if (!isSame) {
    cursor.agent += 1 + bits.number(cursor.agentBits);
    cursor.lastMs = -1;
  }
  if (cursor.agent < 0 || cursor.agent > AGENT_MAX) throw new RangeError("no agent has this number");
}

function readStand(bits: BitReader, who: Who, cursor: Cursor): StandEvent {
  const { place, streets } = cursor;
  const node = readNode(bits, place, streets.nodeBits);
  const building = readBuilding(bits, place, streets.buildingBits);
  return { kind: "stand", ...who, node, building, sinceMs: readTime(bits, cursor) };
}

/** Stands before all bodies. */
function writeDeed(bits: BitWriter, deed: DeedEvent, { agent, place, streets }: Cursor): void {
  if (agent !== -1) throw new RangeError("deeds come before bodies");
  bits.number(deed.parcel, PARCEL_BITS);
  writeIndex(bits, localBuilding(deed.building, place), streets.buildingBits);
  bits.number(deed.owner + 1, OWNER_BITS);
  bits.number(deed.colour + 1, COLOUR_BITS);
  bits.number(deed.use + 1, USE_BITS);
  writeText(bits, deed.title);
  writeText(bits, deed.sign);
}

function readDeed(bits: BitReader, { agent, place, streets }: Cursor): DeedEvent {
  if (agent !== -1) throw new RangeError("a deed after bodies");
  const parcel = bits.number(PARCEL_BITS);
  const building = readBuilding(bits, place, streets.buildingBits);
  const owner = bits.number(OWNER_BITS) - 1;
  const colour = bits.number(COLOUR_BITS) - 1;
  const use = bits.number(USE_BITS) - 1;
  if (owner > AGENT_MAX || colour > COLOUR_MAX || use >= BUILDING_USES.length)
    throw new RangeError("a deed is out of range");
  const neighborhood = place.index;
  const [title, sign] = [readText(bits), readText(bits)];
  return { kind: "deed", neighborhood, parcel, building, owner, colour, use, title, sign };
}

function writeText(bits: BitWriter, text: string): void {
  bits.bytes(encodeText(text));
}

function readText(bits: BitReader): string {
  return decodeText(bits.bytes());
}
