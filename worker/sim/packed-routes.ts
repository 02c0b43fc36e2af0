import { AssertionFault } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import type { BitReader, BitWriter } from "./bits.ts";
import type { ExitTable } from "./exit-table.ts";

const NO_ROUTE: readonly number[] = [];
/** Nearly every exit is one of a node's first three and takes two bits; for others this stands, and which it is goes to `further`. */
const FURTHER = 3;
const FURTHER_BITS = 8;
const EXITS_A_BYTE = 4;

/** Bytes of the exits of routes that have so many nodes after their first. */
function exitBytes(exits: number): number {
  return Math.ceil(exits / EXITS_A_BYTE);
}

/** The exits that routes take from their first nodes on, four a byte. */
export function packExits(
  { shift, heads }: ExitTable,
  routes: readonly (readonly number[])[],
  further: BitWriter,
): Uint8Array {
  const bytes = new Uint8Array(
    exitBytes(routes.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0)),
  );
  let count = 0;
  for (const route of routes) {
    let node = route[0] ?? 0;
    for (let i = 1; i < route.length; i++) {
      const next = route[i] ?? 0;
      const row = node << shift;
      // Unchecked reads, and no branches: where somebody turns no processor can foresee.
      const a = (heads[row] ?? 0) ^ next;
      const b = (heads[row + 1] ?? 0) ^ next;
      const c = (heads[row + 2] ?? 0) ^ next;
      const exit = isOther(a) & (1 + (isOther(b) & (1 + (isOther(c) & 1))));
      bytes[count >> 2] = (bytes[count >> 2] ?? 0) | (exit << ((count & 3) << 1));
      if (exit === FURTHER) further.put(furtherExit(heads, row, 1 << shift, next), FURTHER_BITS);
      count++;
      node = next;
    }
  }
  return bytes;
}

/** -1 for what is not 0. */
function isOther(difference: number): number {
  return (difference | -difference) >> 31;
}

function furtherExit(heads: Int32Array, row: number, exits: number, next: number): number {
  for (let exit = FURTHER; exit < exits; exit++) if (heads[row + exit] === next) return exit;
  throw new AssertionFault(`no street leads to node ${next}`);
}

/**
 * Reads routes of these lengths in nodes; `firsts` are one more than their first nodes, 0 where there is none. Whatever the
 * bytes are, routes follow streets. Throws RangeError on what are none.
 */
export function unpackRoutes(
  table: ExitTable,
  firsts: Uint32Array,
  lengths: Uint16Array,
  bytes: Uint8Array,
  further: BitReader,
): (readonly number[])[] {
  const routes: (readonly number[])[] = [];
  // Routes are cut out of one list: growing each by itself takes longer.
  const nodes = Array.from({ length: LIMITS.routeNodesMax }, () => 0);
  let count = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] ?? 0;
    const first = (firsts[i] ?? 0) - 1;
    if (length > LIMITS.routeNodesMax) throw new RangeError("a route is too long");
    if (length === 0 ? first >= 0 : first < 0 || first >= table.nodes)
      throw new RangeError("no such street node");
    if (length === 0) {
      routes.push(NO_ROUTE);
      continue;
    }
    if (exitBytes(count + length - 1) > bytes.length) throw new RangeError("the exits end early");
    follow(table, first, length, nodes, bytes, count, further);
    count += length - 1;
    routes.push(nodes.slice(0, length));
  }
  if (exitBytes(count) !== bytes.length) throw new RangeError("exits too many");
  return routes;
}

function follow(
  { shift, heads }: ExitTable,
  first: number,
  length: number,
  nodes: number[],
  bytes: Uint8Array,
  before: number,
  further: BitReader,
): void {
  let node = first;
  nodes[0] = node;
  for (let i = 1; i < length; i++) {
    const index = before + i - 1;
    let exit = ((bytes[index >> 2] ?? 0) >> ((index & 3) << 1)) & 3;
    if (exit === FURTHER) exit = further.get(FURTHER_BITS);
    if (exit >> shift !== 0) throw new RangeError("no such exit");
    node = heads[(node << shift) + exit] ?? -1;
    if (node < 0) throw new RangeError("no such exit");
    nodes[i] = node;
  }
}
