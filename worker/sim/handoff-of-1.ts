import { assertExists, at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import type { Bodies } from "./bodies.ts";
import { columnsMade } from "./columns.ts";
import { LeReader } from "./le-bytes.ts";
import { ACQUAINTANCES_MAX, BODY_COLUMNS, BODY_DEFAULTS } from "./state.ts";

/** Engine 1 knew neither policies nor heirs: everyone lived as is now the default. */
export const BODY_COLUMNS_OF_1 = BODY_COLUMNS.filter(
  ([name]) => name !== "policy" && name !== "halted" && name !== "heir",
);
/** The smallest body of that form is longer than this: keeps a forged count from reserving memory. */
const BODY_BYTES_MIN = 64;

/** Reads a handoff letter that engine 1 sent and that was still under way when it was replaced; throws RangeError when it is none. */
export function decodeHandoffOf1(body: Uint8Array, bodiesMax: number): Bodies {
  const reader = new LeReader(body);
  const count = reader.get("u32");
  if (count > bodiesMax || count * BODY_BYTES_MIN > reader.remaining) throw new RangeError("too many bodies");
  const values = columnsMade(BODY_COLUMNS, count);
  for (const [name, value] of BODY_DEFAULTS) values[name].fill(value);
  const acquaintances: number[][] = [];
  const routes: (readonly number[])[] = [];
  for (let i = 0; i < count; i++) {
    for (const [name, type] of BODY_COLUMNS_OF_1) values[name][i] = reader.get(type);
    const known = at(values.acquaintanceCount, i);
    if (known > ACQUAINTANCES_MAX) throw new RangeError("too many acquaintances");
    acquaintances.push(Array.from({ length: known }, () => reader.get("u32")));
    routes.push(assertExists(reader.list(LIMITS.routeNodesMax), "a list"));
  }
  reader.end();
  return { count, values, acquaintances, routes };
}
