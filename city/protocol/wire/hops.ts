import { at } from "../../assert.ts";
import { LIMITS } from "../../limits.ts";
import { exitsByStraightness } from "../../plan/exits.ts";
import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { ByteReader, ByteWriter } from "./bytes.ts";
import { localNode } from "./local.ts";

/** The count byte: five bits of count, three of the first hop's slot; this slot means that a varint follows. */
const COUNT_MASK = 0x1f;
const SLOT_SHIFT = 5;
const SLOT_FOLLOWS = 7;
/** Two bits a later hop; this rank means that a varint follows. */
const RANK_FOLLOWS = 3;
const RANKS_PER_BYTE = 4;
const TURNS_PER_EDGE = 4;

/**
 * Writes the nodes of a stretch, given with global numbers: count and first slot, entry node, two bits a later hop, then the hops
 * that did not fit. Nearly every turn is one of the three straightest exits, so a stretch of a few streets takes three bytes.
 */
export function writeNodes(writer: ByteWriter, nodes: readonly number[], place: NeighborhoodPlan): void {
  const count = nodes.length;
  if (count > LIMITS.legVerticesMax) throw new RangeError(`a leg of ${count} nodes`);
  if (count === 0) {
    writer.byte(0);
    return;
  }
  const entry = localNode(nodes[0] ?? -1, place);
  let slot = count > 1 ? hopTo(entry, nodes[1] ?? -1, place) : 0;
  let node = count > 2 ? nodeAfter(entry, slot, place) : entry;
  let explicit = 0;
  if (slot >= SLOT_FOLLOWS) explicitSlots[explicit++] = slot;
  writer.byte(count | (Math.min(slot, SLOT_FOLLOWS) << SLOT_SHIFT));
  writer.varint(entry);
  const ranks = count > 2 ? ranksOf(place) : NO_RANKS;
  let previous = entry;
  let packed = 0;
  let shift = 0;
  for (let hop = 2; hop < count; hop++) {
    const code = hopTo(node, nodes[hop] ?? -1, place);
    const rank = rankOfHop(ranks, place, previous, slot, node, code);
    if (rank === RANK_FOLLOWS) explicitSlots[explicit++] = code;
    packed |= rank << shift;
    shift += 2;
    if (shift === RANKS_PER_BYTE * 2) {
      writer.byte(packed);
      packed = 0;
      shift = 0;
    }
    previous = node;
    node = nodeAfter(node, code, place);
    slot = code;
  }
  if (shift > 0) writer.byte(packed);
  for (let i = 0; i < explicit; i++) writer.varint(explicitSlots[i] ?? 0);
}

/** Hops of the stretch in hand that are written out. */
const explicitSlots = new Uint32Array(LIMITS.legVerticesMax);

/** Reads what writeNodes wrote. Throws RangeError for nodes the neighborhood does not have. */
export function readNodes(reader: ByteReader, place: NeighborhoodPlan): number[] {
  const head = reader.byte();
  const count = head & COUNT_MASK;
  if (count > LIMITS.legVerticesMax) throw new RangeError("a leg is too long");
  if (count === 0) return [];
  const nodes = [knownNode(reader.varint(), place)];
  const ranks = count > 2 ? reader.view(Math.ceil((count - 2) / RANKS_PER_BYTE)) : new Uint8Array(0);
  for (let hop = 0; hop + 1 < count; hop++) {
    const node = at(nodes, hop);
    if (hop === 0) {
      const slot = head >> SLOT_SHIFT;
      nodes.push(followHop(node, slot === SLOT_FOLLOWS ? reader.varint() : slot, place));
      continue;
    }
    const rank =
      (at(ranks, Math.floor((hop - 1) / RANKS_PER_BYTE)) >> (((hop - 1) % RANKS_PER_BYTE) * 2)) & 3;
    if (rank === RANK_FOLLOWS) nodes.push(followHop(node, reader.varint(), place));
    else nodes.push(followRank(place, at(nodes, hop - 1), node, rank));
  }
  return nodes;
}

/** Refuses a node number outside the neighborhood and its ghosts. */
export function knownNode(node: number, place: NeighborhoodPlan): number {
  if (node >= place.nodeXCm.length) throw new RangeError(`no node ${node} in neighborhood ${place.index}`);
  return node;
}

/** Number of a node's slots; a ghost's streets are its own neighborhood's, so it has none here. */
function degree(node: number, place: NeighborhoodPlan): number {
  return node < place.nodeCount ? at(place.edgeStart, node + 1) - at(place.edgeStart, node) : 0;
}

/** Turns looked up before, by neighborhood and then by (previous, node): the same few are taken all day. */
const turns = new WeakMap<NeighborhoodPlan, Map<number, readonly number[]>>();

/** Slots by straightness; a ghost has none here. */
function exitsOf(place: NeighborhoodPlan, node: number, previous: number): readonly number[] {
  let known = turns.get(place);
  if (known === undefined) {
    known = new Map();
    turns.set(place, known);
  }
  const key = previous * place.nodeXCm.length + node;
  let exits = known.get(key);
  if (exits === undefined) {
    exits = node < place.nodeCount ? rankedExits(place, node, previous) : [];
    // Hostile bytes may name any pair of nodes; real turns are a few per node.
    if (known.size < place.edgeTo.length * TURNS_PER_EDGE) known.set(key, exits);
  }
  return exits;
}

function rankedExits(place: NeighborhoodPlan, node: number, previous: number): number[] {
  return exitsByStraightness(place.nodeXCm, place.nodeZCm, place.edgeStart, place.edgeTo, previous, node);
}

/** The slot that leads from `node` to a global node, or the degree plus its local number where no street does (from a ghost). */
function hopTo(node: number, next: number, place: NeighborhoodPlan): number {
  if (node >= place.nodeCount) return localNode(next, place);
  const { edgeStart, edgeTo, nodeGlobal } = place;
  const start = edgeStart[node] ?? 0;
  const stop = edgeStart[node + 1] ?? 0;
  for (let edge = start; edge < stop; edge++) if (nodeGlobal[edgeTo[edge] ?? 0] === next) return edge - start;
  return stop - start + localNode(next, place);
}

/** Where hopTo led. */
function nodeAfter(node: number, code: number, { nodeCount, edgeStart, edgeTo }: NeighborhoodPlan): number {
  if (node >= nodeCount) return code;
  const start = edgeStart[node] ?? 0;
  const slots = (edgeStart[node + 1] ?? 0) - start;
  return code < slots ? (edgeTo[start + code] ?? 0) : code - slots;
}

function followHop(node: number, code: number, place: NeighborhoodPlan): number {
  const slots = degree(node, place);
  if (code < slots) return at(place.edgeTo, at(place.edgeStart, node) + code);
  return knownNode(code - slots, place);
}

/** Ranks looked up before: a row of each own street, the rank of each exit where it ends. 255: not looked up yet. */
const ranksByPlace = new WeakMap<NeighborhoodPlan, Uint8Array>();
const EXITS_MAX = 8;
const UNKNOWN_RANK = 255;
const NO_RANKS = new Uint8Array(0);

function ranksOf(place: NeighborhoodPlan): Uint8Array {
  let ranks = ranksByPlace.get(place);
  if (ranks === undefined) {
    ranks = new Uint8Array(place.edgeTo.length * EXITS_MAX).fill(UNKNOWN_RANK);
    ranksByPlace.set(place, ranks);
  }
  return ranks;
}

/** Rank of the exit `code` of `node` for whoever came from `previous` by its slot `cameBy`. */
function rankOfHop(
  ranks: Uint8Array,
  place: NeighborhoodPlan,
  previous: number,
  cameBy: number,
  node: number,
  code: number,
): number {
  // From a ghost or by no street at all there is no row.
  const edge = (place.edgeStart[previous] ?? 0) + cameBy;
  const hasRow = previous < place.nodeCount && edge < (place.edgeStart[previous + 1] ?? 0);
  if (!hasRow || code >= EXITS_MAX) return rankTo(place, previous, node, code);
  const index = edge * EXITS_MAX + code;
  const known = ranks[index] ?? UNKNOWN_RANK;
  if (known !== UNKNOWN_RANK) return known;
  const rank = rankTo(place, previous, node, code);
  ranks[index] = rank;
  return rank;
}

function rankTo(place: NeighborhoodPlan, previous: number, node: number, code: number): number {
  const next = followHop(node, code, place);
  const exits = exitsOf(place, node, previous);
  for (let rank = 0; rank < RANK_FOLLOWS && rank < exits.length; rank++) {
    if (at(place.edgeTo, at(place.edgeStart, node) + at(exits, rank)) === next) return rank;
  }
  return RANK_FOLLOWS;
}

function followRank(place: NeighborhoodPlan, previous: number, node: number, rank: number): number {
  const slot = exitsOf(place, node, previous)[rank];
  if (slot === undefined) throw new RangeError(`node ${node} has no exit of rank ${rank}`);
  return at(place.edgeTo, at(place.edgeStart, node) + slot);
}
