import { at } from "../../assert.ts";
import { LIMITS } from "../../limits.ts";
import { BITS_MAX, type BitReader, type BitWriter } from "./bits.ts";
import type { Cursor } from "./cursor.ts";
import {
  DOOR_HEAD,
  DOOR_HEAD_ARRIVAL,
  DOOR_HEAD_CM,
  DOOR_TAIL,
  DOOR_TAIL_ARRIVAL,
  DOOR_TAIL_CM,
  DOOR_WIDTH,
  EXIT_ARRIVAL,
  EXIT_CM,
  EXIT_GLOBAL,
  EXIT_NODE,
  EXIT_WIDTH,
  NO_ARRIVAL,
  RANKS,
} from "./streets.ts";

/** Where a way leads: the first of its nodes that is `a` or `b`, or from `from` on, is its last. */
export interface Goal {
  readonly a: number;
  readonly b: number;
  readonly from: number;
}

/** A hop by rank is so many ones and a zero; any other is RANKS ones and which of its node's edges it is. */
const SLOT_BITS = 3;
const SLOTS = 8;
const HOP_BITS_MAX = RANKS + SLOT_BITS;

/** Hops of the way traced last: a rank, or RANKS and the slot. */
const hops = new Uint8Array(LIMITS.legVerticesMax);

/**
 * Follows a way of global nodes from its local entry to its goal and keeps its hops for writeTraced. Returns its length in
 * cm, pieces to doors included, or -1 when it is no such way: not from an end of its door's street, not along streets, not to its goal.
 */
export function traceWay(
  nodes: readonly number[],
  entry: number,
  from: number,
  to: number,
  goal: Goal,
  cursor: Cursor,
): number {
  const { exits } = cursor.streets;
  let lengthCm = from < 0 ? 0 : doorCm(from, entry, cursor);
  if (lengthCm === NOT_AT_DOOR) return -1;
  let arrival = arrivalAt(entry, from, cursor);
  let node = entry;
  for (let i = 1; i < nodes.length; i++) {
    if (isGoal(node, goal) || arrival === NO_ARRIVAL) return -1;
    const row = takeExit(i, nodes[i] ?? -1, arrival, node, cursor);
    if (row < 0) return -1;
    lengthCm += exits[row + EXIT_CM] ?? 0;
    arrival = exits[row + EXIT_ARRIVAL] ?? NO_ARRIVAL;
    node = exits[row + EXIT_NODE] ?? -1;
  }
  if (!isGoal(node, goal)) return -1;
  return to < 0 ? lengthCm : lengthCm + doorCm(to, node, cursor);
}

/** Keeps hop `i`, to a global node; returns the row of its exit, or -1 when no street that can be named leads there. */
function takeExit(i: number, next: number, arrival: number, node: number, cursor: Cursor): number {
  const { exits, edgeRows } = cursor.streets;
  const ranked = arrival * RANKS * EXIT_WIDTH;
  for (let rank = 0; rank < RANKS; rank++) {
    const row = ranked + rank * EXIT_WIDTH;
    if (exits[row + EXIT_GLOBAL] !== next) continue;
    hops[i] = rank;
    return row;
  }
  const { edgeStart } = cursor.place;
  const first = at(edgeStart, node);
  const last = Math.min(at(edgeStart, node + 1), first + SLOTS);
  for (let edge = first; edge < last; edge++) {
    const row = edgeRows + edge * EXIT_WIDTH;
    if (exits[row + EXIT_GLOBAL] !== next) continue;
    hops[i] = RANKS + edge - first;
    return row;
  }
  return -1;
}

/** Writes the hops of the way traced last, which has `count` nodes. */
export function writeTraced(bits: BitWriter, count: number): void {
  let word = 0;
  let width = 0;
  for (let i = 1; i < count; i++) {
    const hop = hops[i] ?? 0;
    const code = hop < RANKS ? (1 << hop) - 1 : ((1 << RANKS) - 1) | ((hop - RANKS) << RANKS);
    word |= code << width;
    width += hop < RANKS ? hop + 1 : HOP_BITS_MAX;
    if (width > BITS_MAX - HOP_BITS_MAX) {
      bits.put(word, width);
      word = 0;
      width = 0;
    }
  }
  bits.put(word, width);
}

/** Reads what writeTraced wrote: local nodes, and the length in cm. Throws RangeError where no street leads on, or too far. */
export function readWay(
  bits: BitReader,
  entry: number,
  from: number,
  to: number,
  goal: Goal,
  cursor: Cursor,
): { readonly nodes: number[]; readonly lengthCm: number } {
  const { exits } = cursor.streets;
  const nodes = [entry];
  let lengthCm = from < 0 ? 0 : doorCm(from, entry, cursor);
  let arrival = arrivalAt(entry, from, cursor);
  let node = entry;
  while (!isGoal(node, goal)) {
    if (arrival === NO_ARRIVAL || nodes.length === LIMITS.legVerticesMax)
      throw new RangeError("a way leads nowhere");
    const row = readExit(bits, arrival, node, cursor);
    lengthCm += at(exits, row + EXIT_CM);
    arrival = at(exits, row + EXIT_ARRIVAL);
    node = at(exits, row + EXIT_NODE);
    nodes.push(node);
  }
  return { nodes, lengthCm: to < 0 ? lengthCm : lengthCm + doorCm(to, node, cursor) };
}

function readExit(bits: BitReader, arrival: number, node: number, { place, streets }: Cursor): number {
  const rank = bits.ones(RANKS);
  if (rank < RANKS) {
    const row = (arrival * RANKS + rank) * EXIT_WIDTH;
    if (at(streets.exits, row) < 0) throw new RangeError(`node ${node} has no exit of rank ${rank}`);
    return row;
  }
  const edge = at(place.edgeStart, node) + bits.take(SLOT_BITS);
  if (edge >= at(place.edgeStart, node + 1)) throw new RangeError(`node ${node} has fewer streets`);
  return streets.edgeRows + edge * EXIT_WIDTH;
}

function isGoal(node: number, goal: Goal): boolean {
  return node === goal.a || node === goal.b || node >= goal.from;
}

/** How a way arrives at its entry: out of a door, or by how one comes in there. */
function arrivalAt(entry: number, from: number, { streets }: Cursor): number {
  if (from < 0) return streets.comingIn[entry] ?? NO_ARRIVAL;
  const row = from * DOOR_WIDTH;
  const isTail = streets.doors[row + DOOR_TAIL] === entry;
  return at(streets.doors, row + (isTail ? DOOR_TAIL_ARRIVAL : DOOR_HEAD_ARRIVAL));
}

const NOT_AT_DOOR = -0x8000_0000;

/** From a building's door to an end of its street, cm; NOT_AT_DOOR for any other node. */
function doorCm(building: number, node: number, { streets: { doors } }: Cursor): number {
  const row = building * DOOR_WIDTH;
  if (doors[row + DOOR_TAIL] === node) return at(doors, row + DOOR_TAIL_CM);
  return doors[row + DOOR_HEAD] === node ? at(doors, row + DOOR_HEAD_CM) : NOT_AT_DOOR;
}
