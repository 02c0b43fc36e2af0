import { LIMITS } from "#city/limits.ts";
import type { CityPlan } from "#city/plan/types.ts";
import type { ByteReader } from "#city/protocol/wire/bytes.ts";
import type { Bodies } from "./bodies.ts";
import { columnsMade, fits } from "./columns.ts";
import { ACQUAINTANCES_MAX, BODY_COLUMNS } from "./state.ts";
import type { EngineContext } from "./types.ts";

/** How a column was written: one value for all, or each as the difference to the one before. */
const SAME = 0;
const DIFFERENCES = 1;
const NOBODY: readonly number[] = [];

/**
 * Reads what follows the number of the form in a handoff letter of the second one, which logs hold and which may still be
 * under way; throws RangeError when it is none.
 */
export function decodeHandoffOf2(ctx: EngineContext, reader: ByteReader, bodiesMax: number): Bodies {
  const count = reader.varint();
  // Each takes a byte at least: keeps a forged count from reserving memory.
  if (count > bodiesMax || count > reader.remaining) throw new RangeError("too many bodies");
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
