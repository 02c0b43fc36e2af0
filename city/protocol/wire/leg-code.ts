import { at } from "../../assert.ts";
import { LIMITS } from "../../limits.ts";
import { CM_PER_S } from "../../world/travel.ts";
import type { AfterLeg, LegEvent } from "../wire-types.ts";
import type { BitReader, BitWriter } from "./bits.ts";
import { type Cursor, readTime, safeTime, writeTime } from "./cursor.ts";
import { readDuration, writeDuration } from "./duration.ts";
import { knownBuilding, knownNode, localBuilding, localNode, readBuilding, writeIndex } from "./local.ts";
import { DOOR_HEAD, DOOR_TAIL, DOOR_WIDTH } from "./streets.ts";
import { type Goal, readWay, traceWay, writeTraced } from "./way-code.ts";

/** How a leg ends, as so many ones and a zero. FREE is for legs that go no way a trip does: all is written out. */
const OVER_BORDER = 0;
const IN_BUILDING = 1;
const AT_NODE = 2;
const AT_DOOR = 3;
const FREE = 4;
/** By end. */
const THEN: readonly AfterLeg[] = ["onward", "inside", "stay", "stay"];

const AFTER: readonly AfterLeg[] = ["inside", "onward", "stay"];
const AFTER_BITS = 2;
const COUNT_BITS = 5;
const NOWHERE = -1;

/** Writes a leg, given with global numbers. Throws RangeError for what lies in another neighborhood. */
export function writeLeg(bits: BitWriter, leg: LegEvent, cursor: Cursor): void {
  const { place, streets } = cursor;
  const from = localBuilding(leg.fromBuilding, place);
  const to = localBuilding(leg.toBuilding, place);
  const end = endOf(leg);
  const isCar = leg.mode === "car" ? 1 : 0;
  let lengthCm = NOWHERE;
  if (end !== FREE) {
    const own = (leg.nodes[0] ?? -1) - streets.firstNode;
    const entry = own >= 0 && own < streets.comingIn.length ? own : localNode(leg.nodes[0] ?? -1, place);
    const last = end === AT_NODE ? localNode(leg.nodes[leg.nodes.length - 1] ?? -1, place) : -1;
    lengthCm = traceWay(leg.nodes, entry, from, to, goalOf(end, to, last, cursor), cursor);
    if (lengthCm >= 0) {
      bits.put(isCar | (((1 << end) - 1) << 1) | ((from < 0 ? 0 : 1) << (end + 2)), end + 3);
      writeEnds(bits, entry, from, to, last, cursor);
      writeTraced(bits, leg.nodes.length);
    }
  }
  if (lengthCm < 0) {
    bits.put(isCar | (((1 << FREE) - 1) << 1), FREE + 1);
    writeFree(bits, leg, from, to, cursor);
  }
  writeTime(bits, leg.startMs, cursor);
  writeDuration(
    bits,
    leg.endMs - leg.startMs,
    lengthCm,
    leg.mode === "car" ? CM_PER_S.car : CM_PER_S.foot,
    cursor,
  );
  cursor.lastMs = leg.endMs;
}

/** Reads what writeLeg wrote. Throws RangeError for bits it cannot have written. */
export function readLeg(bits: BitReader, cursor: Cursor): LegEvent {
  const who = { neighborhood: cursor.place.index, agent: cursor.agent };
  const mode = bits.take(1) === 1 ? "car" : "foot";
  const end = bits.ones(FREE);
  const way = end === FREE ? readFree(bits, cursor) : readTrip(bits, end, cursor);
  const { fromBuilding, nodes, toBuilding, then: after, lengthCm } = way;
  const startMs = readTime(bits, cursor);
  const endMs = safeTime(startMs + readDuration(bits, lengthCm, CM_PER_S[mode], cursor));
  cursor.lastMs = endMs;
  // biome-ignore lint/suspicious/noThenProperty: the wire type names what follows a leg `then`; it is never a function.
  return { kind: "leg", ...who, mode, fromBuilding, nodes, toBuilding, startMs, endMs, then: after };
}

/** A leg's way; its length is -1 where the wire does not know it. */
interface LegWay extends Pick<LegEvent, "fromBuilding" | "nodes" | "toBuilding" | "then"> {
  readonly lengthCm: number;
}

function endOf({ nodes, toBuilding, then }: LegEvent): number {
  if (nodes.length === 0 || nodes.length > LIMITS.legVerticesMax) return FREE;
  if (then === "onward") return toBuilding < 0 ? OVER_BORDER : FREE;
  if (then === "inside") return toBuilding < 0 ? FREE : IN_BUILDING;
  return toBuilding < 0 ? AT_NODE : AT_DOOR;
}

/** Over the border it ends at the first ghost, at a door at the first end of its street. */
function goalOf(end: number, to: number, last: number, { place, streets }: Cursor): Goal {
  if (end === OVER_BORDER) return { a: NOWHERE, b: NOWHERE, from: place.nodeCount };
  if (end === AT_NODE) return { a: last, b: last, from: Number.MAX_SAFE_INTEGER };
  const row = to * DOOR_WIDTH;
  const { doors } = streets;
  return { a: at(doors, row + DOOR_TAIL), b: at(doors, row + DOOR_HEAD), from: Number.MAX_SAFE_INTEGER };
}

/** Where a way begins (a door and which end of its street, or a node) and what it leads to. */
function writeEnds(
  bits: BitWriter,
  entry: number,
  from: number,
  to: number,
  last: number,
  { streets }: Cursor,
): void {
  if (from < 0) bits.put(entry, streets.nodeBits);
  else {
    bits.put(from, streets.buildingBits);
    bits.put(entry === streets.doors[from * DOOR_WIDTH + DOOR_TAIL] ? 0 : 1, 1);
  }
  if (to >= 0) bits.put(to, streets.buildingBits);
  else if (last >= 0) bits.put(last, streets.nodeBits);
}

function readTrip(bits: BitReader, end: number, cursor: Cursor): LegWay {
  const { place, streets } = cursor;
  const isFromDoor = bits.take(1) === 1;
  const fromBuilding = isFromDoor ? knownBuilding(bits.take(streets.buildingBits), place) : -1;
  const entry = isFromDoor
    ? at(streets.doors, fromBuilding * DOOR_WIDTH + (bits.take(1) === 1 ? DOOR_HEAD : DOOR_TAIL))
    : knownNode(bits.take(streets.nodeBits), place);
  const isToDoor = end === IN_BUILDING || end === AT_DOOR;
  const toBuilding = isToDoor ? knownBuilding(bits.take(streets.buildingBits), place) : -1;
  const last = end === AT_NODE ? knownNode(bits.take(streets.nodeBits), place) : -1;
  const goal = goalOf(end, toBuilding, last, cursor);
  const { nodes, lengthCm } = readWay(bits, entry, fromBuilding, toBuilding, goal, cursor);
  // biome-ignore lint/suspicious/noThenProperty: the wire type names what follows a leg `then`; it is never a function.
  return { fromBuilding, nodes, toBuilding, lengthCm, then: THEN[end] ?? "stay" };
}

function writeFree(bits: BitWriter, leg: LegEvent, from: number, to: number, cursor: Cursor): void {
  const { place, streets } = cursor;
  if (leg.nodes.length > LIMITS.legVerticesMax) throw new RangeError(`a leg of ${leg.nodes.length} nodes`);
  bits.put(AFTER.indexOf(leg.then), AFTER_BITS);
  writeIndex(bits, from, streets.buildingBits);
  writeIndex(bits, to, streets.buildingBits);
  bits.put(leg.nodes.length, COUNT_BITS);
  for (const node of leg.nodes) bits.put(localNode(node, place), streets.nodeBits);
}

function readFree(bits: BitReader, { place, streets }: Cursor): LegWay {
  const after = AFTER[bits.take(AFTER_BITS)];
  if (after === undefined) throw new RangeError("a leg leads nowhere known");
  const fromBuilding = readBuilding(bits, place, streets.buildingBits);
  const toBuilding = readBuilding(bits, place, streets.buildingBits);
  const count = bits.take(COUNT_BITS);
  if (count > LIMITS.legVerticesMax) throw new RangeError("a leg is too long");
  const nodes = Array.from({ length: count }, () => knownNode(bits.take(streets.nodeBits), place));
  // biome-ignore lint/suspicious/noThenProperty: the wire type names what follows a leg `then`; it is never a function.
  return { fromBuilding, nodes, toBuilding, lengthCm: NOWHERE, then: after };
}
