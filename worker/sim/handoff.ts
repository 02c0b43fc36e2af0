import { assert } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import type { CityPlan } from "#city/plan/types.ts";
import { ByteReader, ByteWriter } from "#city/protocol/wire/bytes.ts";
import type { Bodies } from "./bodies.ts";
import { checkBodies } from "./check-bodies.ts";
import { columnsMade, fits } from "./columns.ts";
import { decodeHandoffOf1 } from "./handoff-of-1.ts";
import { ACQUAINTANCES_MAX, BODY_COLUMNS } from "./state.ts";
import type { EngineContext } from "./types.ts";

/** Bodies handed over in one letter: more than a district could lose in a tick. */
const BODIES_MAX = 65_536;
/** How a column is written: one value for all, or each as the difference to the one before. */
const SAME = 0;
const DIFFERENCES = 1;
const NOBODY: readonly number[] = [];
/** Begins a letter of this form: the first form began with a number of bodies, which is never so large. */
const FORM = [0xff, 0xff, 0xff, 0xff, 2] as const;

/**
 * Body of a handoff letter: those who cross, ascending by agent, a column per fact. Neighbors have much in common, so most
 * values take a byte; a route is its first node and the exits taken.
 */
export function encodeHandoff({ plan }: EngineContext, bodies: Bodies): Uint8Array {
  const writer = new ByteWriter();
  for (const byte of FORM) writer.byte(byte);
  writer.varint(bodies.count);
  for (const [name] of BODY_COLUMNS) writeColumn(writer, new Float64Array(bodies.values[name]));
  for (const known of bodies.acquaintances) for (const agent of known) writer.varint(agent);
  for (const route of bodies.routes) writer.varint(route.length);
  let first = 0;
  for (const route of bodies.routes) first = writeRoute(writer, plan, route, first);
  return writer.slice(0);
}

/** Reads the body of a handoff letter to a district; throws RangeError when it is none. */
export function decodeHandoff(ctx: EngineContext, body: Uint8Array, to: number): Bodies {
  const bodies = isOfThisForm(body) ? decode(ctx, body) : decodeHandoffOf1(body, BODIES_MAX);
  checkBodies(ctx, bodies, to);
  return bodies;
}

/** How many bodies a handoff letter of this form holds. */
export function bodyCount(body: Uint8Array): number {
  return new ByteReader(body.subarray(FORM.length)).varint();
}

function isOfThisForm(body: Uint8Array): boolean {
  return FORM.every((byte, i) => body[i] === byte);
}

function decode(ctx: EngineContext, body: Uint8Array): Bodies {
  const reader = new ByteReader(body.subarray(FORM.length));
  const count = reader.varint();
  // Each takes a byte at least: keeps a forged count from reserving memory.
  if (count > BODIES_MAX || count > reader.remaining) throw new RangeError("too many bodies");
  const values = columnsMade(BODY_COLUMNS, count);
  const column = new Float64Array(count);
  for (const [name, type] of BODY_COLUMNS) {
    readColumn(reader, column);
    if (!fits(type, column)) throw new RangeError(`${name} is out of range`);
    values[name].set(column);
  }
  const acquaintances = Array.from(values.acquaintanceCount, (known) => readAgents(reader, known));
  const lengths = Array.from({ length: count }, () => reader.varint());
  let first = 0;
  const routes = lengths.map((length) => {
    const route = readRoute(reader, ctx.plan, length, first);
    first = route[0] ?? first;
    return route;
  });
  if (reader.remaining > 0) throw new RangeError(`${reader.remaining} bytes too many`);
  return { count, values, acquaintances, routes };
}

/** Money that bodies carry, cents. */
export function pursesOf({ values }: Bodies): number {
  return values.purseCents.reduce((sum, cents) => sum + cents, 0);
}

function writeColumn(writer: ByteWriter, column: Float64Array): void {
  const first = column[0] ?? 0;
  let same = 0;
  while (same < column.length && column[same] === first) same++;
  if (same === column.length) {
    writer.byte(SAME);
    writer.signed(first);
    return;
  }
  writer.byte(DIFFERENCES);
  let before = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i] ?? 0;
    writer.signed(value - before);
    before = value;
  }
}

function readColumn(reader: ByteReader, column: Float64Array): void {
  const how = reader.byte();
  if (how === SAME) {
    column.fill(reader.signed());
    return;
  }
  if (how !== DIFFERENCES) throw new RangeError("a column of an unknown kind");
  let value = 0;
  for (let i = 0; i < column.length; i++) {
    value += reader.signed();
    column[i] = value;
  }
}

function readAgents(reader: ByteReader, count: number): readonly number[] {
  if (count === 0) return NOBODY;
  if (count > ACQUAINTANCES_MAX) throw new RangeError("too many acquaintances");
  return Array.from({ length: count }, () => {
    const agent = reader.varint();
    if (agent > 0xffff_ffff) throw new RangeError("no agent has this number");
    return agent;
  });
}

/** Writes the nodes of a route; returns its first, or that of the route before when it has none. */
function writeRoute(
  writer: ByteWriter,
  { graph }: CityPlan,
  route: readonly number[],
  previousFirst: number,
): number {
  const first = route[0];
  if (first === undefined) return previousFirst;
  writer.signed(first - previousFirst);
  let node = first;
  for (let i = 1; i < route.length; i++) {
    // Unchecked reads: a city's rush hour has tens of thousands of them; the assertion below finds any fault.
    const next = route[i] ?? -1;
    const start = graph.edgeStart[node] ?? 0;
    const stop = graph.edgeStart[node + 1] ?? 0;
    let edge = start;
    while (edge < stop && graph.edgeTo[edge] !== next) edge++;
    assert(edge < stop, `no street leads from node ${node} to ${next}`);
    writer.varint(edge - start);
    node = next;
  }
  return first;
}

/** Reads the nodes of a route; whatever the bytes are, they follow streets. */
function readRoute(
  reader: ByteReader,
  { graph }: CityPlan,
  length: number,
  previousFirst: number,
): readonly number[] {
  if (length > LIMITS.routeNodesMax || length > reader.remaining) throw new RangeError("a route is too long");
  if (length === 0) return [];
  let node = previousFirst + reader.signed();
  if (!(node >= 0 && node < graph.nodeXCm.length)) throw new RangeError("no such street node");
  const route = [node];
  while (route.length < length) {
    const edge: number = (graph.edgeStart[node] ?? 0) + reader.varint();
    if (edge >= (graph.edgeStart[node + 1] ?? 0)) throw new RangeError("no such exit");
    node = graph.edgeTo[edge] ?? 0;
    route.push(node);
  }
  return route;
}
