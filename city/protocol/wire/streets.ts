import { at } from "../../assert.ts";
import { distance } from "../../geometry/integer.ts";
import { exitsByStraightness } from "../../plan/exits.ts";
import { edgeTails } from "../../plan/expand.ts";
import type { NeighborhoodPlan } from "../../plan/types.ts";
import { bitLength } from "./bits.ts";

/** An arrival is an edge, seen by whoever comes to its tail from its head (be that a ghost). Beyond a ghost there is none. */
export const NO_ARRIVAL = -1;
/** Exits of an arrival that have a rank: the straightest. */
export const RANKS = 3;

/** An exit in Streets.exits: its head's global and local number (-1: there is no such exit), its length, the arrival at its head. */
export const EXIT_GLOBAL = 0;
export const EXIT_NODE = 1;
export const EXIT_CM = 2;
export const EXIT_ARRIVAL = 3;
export const EXIT_WIDTH = 4;

/** A door in Streets.doors: the ends of its street, how far each is, the arrival of whoever comes to it from the door. */
export const DOOR_TAIL = 0;
export const DOOR_HEAD = 1;
export const DOOR_TAIL_CM = 2;
export const DOOR_HEAD_CM = 3;
export const DOOR_TAIL_ARRIVAL = 4;
export const DOOR_HEAD_ARRIVAL = 5;
export const DOOR_WIDTH = 6;

/** What writer and reader of ways look up of a neighborhood: few rows, each in one piece, since every frame is another place's. */
export interface Streets {
  /** RANKS exits a row, by arrival; then the same of every edge, by edge. */
  readonly exits: Int32Array;
  /** Where the rows of edges begin. */
  readonly edgeRows: number;
  /** By building. */
  readonly doors: Int32Array;
  /** By own node, the arrival of those who come in there: from its first ghost, or else along its first edge. */
  readonly comingIn: Int32Array;
  /** Global number of the first own node. */
  readonly firstNode: number;
  /** Bits of a node's and of a building's number. */
  readonly nodeBits: number;
  readonly buildingBits: number;
}

const known = new WeakMap<NeighborhoodPlan, Streets>();

/** The tables of a neighborhood, made when first asked for. */
export function streetsOf(place: NeighborhoodPlan): Streets {
  let streets = known.get(place);
  if (streets === undefined) {
    streets = tabulate(place);
    known.set(place, streets);
  }
  return streets;
}

function tabulate(place: NeighborhoodPlan): Streets {
  const edges = place.edgeTo.length;
  const edgeRows = edges * RANKS * EXIT_WIDTH;
  const exits = new Int32Array(edgeRows + edges * EXIT_WIDTH).fill(-1);
  const comingIn = new Int32Array(place.nodeCount).fill(NO_ARRIVAL);
  for (let node = 0; node < place.nodeCount; node++) {
    const [first, last] = [at(place.edgeStart, node), at(place.edgeStart, node + 1)];
    for (let edge = first; edge < last; edge++)
      setExit(exits, edgeRows + edge * EXIT_WIDTH, place, node, edge);
    for (let arrival = first; arrival < last; arrival++) {
      const from = at(place.edgeTo, arrival);
      const ranked = exitsByStraightness(
        place.nodeXCm,
        place.nodeZCm,
        place.edgeStart,
        place.edgeTo,
        from,
        node,
      );
      for (const [rank, slot] of ranked.slice(0, RANKS).entries())
        setExit(exits, (arrival * RANKS + rank) * EXIT_WIDTH, place, node, first + slot);
      if (comingIn[node] === NO_ARRIVAL && from >= place.nodeCount) comingIn[node] = arrival;
    }
    if (comingIn[node] === NO_ARRIVAL && first < last) comingIn[node] = first;
  }
  return {
    exits,
    edgeRows,
    doors: tabulateDoors(place),
    comingIn,
    firstNode: place.nodeGlobal[0] ?? 0,
    nodeBits: bitLength(Math.max(0, place.nodeGlobal.length - 1)),
    buildingBits: bitLength(Math.max(0, place.buildings.count - 1)),
  };
}

function setExit(exits: Int32Array, row: number, place: NeighborhoodPlan, node: number, edge: number): void {
  const to = at(place.edgeTo, edge);
  exits[row + EXIT_GLOBAL] = at(place.nodeGlobal, to);
  exits[row + EXIT_NODE] = to;
  exits[row + EXIT_CM] = lengthCm(place, node, to);
  exits[row + EXIT_ARRIVAL] = edgeBetween(place, to, node);
}

function tabulateDoors(place: NeighborhoodPlan): Int32Array {
  const { count, doorEdge, doorOffsetCm } = place.buildings;
  const tails = edgeTails(place.edgeStart, place.nodeCount);
  const doors = new Int32Array(count * DOOR_WIDTH);
  for (let building = 0; building < count; building++) {
    const row = building * DOOR_WIDTH;
    const edge = at(doorEdge, building);
    const [tail, head] = [at(tails, edge), at(place.edgeTo, edge)];
    doors[row + DOOR_TAIL] = tail;
    doors[row + DOOR_HEAD] = head;
    doors[row + DOOR_TAIL_CM] = at(doorOffsetCm, building);
    doors[row + DOOR_HEAD_CM] = lengthCm(place, tail, head) - at(doorOffsetCm, building);
    doors[row + DOOR_TAIL_ARRIVAL] = edge;
    doors[row + DOOR_HEAD_ARRIVAL] = edgeBetween(place, head, tail);
  }
  return doors;
}

function lengthCm({ nodeXCm, nodeZCm }: NeighborhoodPlan, a: number, b: number): number {
  return distance(at(nodeXCm, a), at(nodeZCm, a), at(nodeXCm, b), at(nodeZCm, b));
}

/** The first edge from one local node to another, or NO_ARRIVAL; none leaves a ghost. */
function edgeBetween({ nodeCount, edgeStart, edgeTo }: NeighborhoodPlan, from: number, to: number): number {
  if (from >= nodeCount) return NO_ARRIVAL;
  const last = at(edgeStart, from + 1);
  for (let edge = at(edgeStart, from); edge < last; edge++) if (edgeTo[edge] === to) return edge;
  return NO_ARRIVAL;
}
