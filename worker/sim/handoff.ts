import { ByteReader, ByteWriter } from "#city/protocol/wire/bytes.ts";
import type { Bodies } from "./bodies.ts";
import { checkBodies } from "./check-bodies.ts";
import { type ArrayOf, columnsMade, fits, spans } from "./columns.ts";
import { decodeHandoffOf1 } from "./handoff-of-1.ts";
import { decodeHandoffOf2 } from "./handoff-of-2.ts";
import { ColumnReader, ColumnWriter } from "./packed-columns.ts";
import { packExits, unpackRoutes } from "./packed-routes.ts";
import { ACQUAINTANCES_MAX, BODY_COLUMNS, BODY_DEFAULTS, type BodyColumns } from "./state.ts";
import type { EngineContext } from "./types.ts";

/** Bodies handed over in one letter: more than a district could lose in a tick. */
const BODIES_MAX = 65_536;
/** Begins a letter of any form but the first, which began with a number of bodies that is never so large. */
const NUMBERED = [0xff, 0xff, 0xff, 0xff] as const;
const FORM = 3;
/** What a body takes, about. */
const BODY_BYTES = 32;
const NOBODY: readonly number[] = [];

/** From which column before it a column differs less than from its default; from the body before where it is the column itself. */
const LIKE: { readonly [C in keyof BodyColumns]?: keyof BodyColumns } = {
  agent: "agent",
  // Who lives together has neighboring numbers.
  home: "home",
  needsAtMs: "placeSinceMs",
  tripFrom: "home",
  tripTo: "work",
  tripStartMs: "needsAtMs",
  tripEndMs: "tripStartMs",
  tripNextVertex: "tripPartEnd",
};
const DEFAULTS: ReadonlyMap<keyof BodyColumns, number> = new Map(BODY_DEFAULTS);

/**
 * Body of a handoff letter: those who cross, ascending by agent, a column per fact, in as few bits as its range needs.
 * A route is its first node and the exits taken.
 */
export function encodeHandoff({ exits: table }: EngineContext, bodies: Bodies): Uint8Array {
  const { count, values, acquaintances, routes } = bodies;
  const columns = new ColumnWriter(count * BODY_BYTES);
  const [column, differences] = [new Float64Array(count), new Float64Array(count)];
  for (const [name] of BODY_COLUMNS) {
    const like = LIKE[name];
    column.set(values[name]);
    if (like !== undefined) takeDifferences(differences, column, values, name, like);
    columns.write(column, defaultOf(name), like === undefined ? undefined : differences);
  }
  columns.write(Float64Array.from(acquaintances.flat()), 0);
  for (let i = 0; i < count; i++) column[i] = routes[i]?.length ?? 0;
  columns.write(column, 0);
  // 0 is none.
  for (let i = 0; i < count; i++) column[i] = (routes[i]?.[0] ?? -1) + 1;
  columns.write(column, 0);
  const exits = packExits(table, routes, columns.bits);
  const letter = new ByteWriter();
  for (const byte of NUMBERED) letter.byte(byte);
  letter.byte(FORM);
  letter.varint(count);
  letter.varint(exits.length);
  letter.raw(exits);
  return columns.finish(letter);
}

/** Reads the body of a handoff letter to a district; throws RangeError when it is none. */
export function decodeHandoff(ctx: EngineContext, body: Uint8Array, to: number): Bodies {
  const bodies = decode(ctx, body);
  checkBodies(ctx, bodies, to);
  return bodies;
}

/** How many bodies a handoff letter of this form holds. */
export function bodyCount(body: Uint8Array): number {
  return new ByteReader(body.subarray(NUMBERED.length + 1)).varint();
}

/** Money that bodies carry, cents. */
export function pursesOf({ values }: Bodies): number {
  return values.purseCents.reduce((sum, cents) => sum + cents, 0);
}

function decode(ctx: EngineContext, body: Uint8Array): Bodies {
  if (!NUMBERED.every((byte, i) => body[i] === byte)) return decodeHandoffOf1(body, BODIES_MAX);
  const reader = new ByteReader(body.subarray(NUMBERED.length));
  const form = reader.byte();
  if (form === 2) return decodeHandoffOf2(ctx, reader, BODIES_MAX);
  if (form !== FORM) throw new RangeError(`a letter of form ${form}`);
  return decodeThis(ctx, reader);
}

function decodeThis({ exits: table }: EngineContext, reader: ByteReader): Bodies {
  const count = reader.varint();
  if (count > BODIES_MAX) throw new RangeError("too many bodies");
  const exits = reader.view(reader.varint());
  const columns = new ColumnReader(reader);
  const values = readValues(columns, count);
  const acquaintances = readAcquaintances(columns, values.acquaintanceCount);
  const [lengths, firsts] = [new Uint16Array(count), new Uint32Array(count)];
  readPlain(columns, "u16", lengths);
  readPlain(columns, "u32", firsts);
  const routes = unpackRoutes(table, firsts, lengths, exits, columns.bits);
  columns.end();
  return { count, values, acquaintances, routes };
}

function readValues(columns: ColumnReader, count: number): BodyColumns {
  const values = columnsMade(BODY_COLUMNS, count);
  const [column, others] = [new Float64Array(count), new Float64Array(count)];
  for (const [name, type] of BODY_COLUMNS) {
    const { isDifferences, least, most } = columns.read(column, defaultOf(name));
    if (isDifferences) {
      addLike(column, others, values, name);
      if (!fits(type, column)) throw new RangeError(`${name} is out of range`);
    } else if (!spans(type, least, most) && !fits(type, column))
      throw new RangeError(`${name} is out of range`);
    if (!isDifferences && least === most) values[name].fill(least);
    else values[name].set(column);
  }
  return values;
}

function readAcquaintances(columns: ColumnReader, counts: Uint8Array): (readonly number[])[] {
  let sum = 0;
  for (const known of counts) {
    if (known > ACQUAINTANCES_MAX) throw new RangeError("too many acquaintances");
    sum += known;
  }
  const agents = new Uint32Array(sum);
  readPlain(columns, "u32", agents);
  const lists: (readonly number[])[] = [];
  let start = 0;
  for (const known of counts) {
    lists.push(known === 0 ? NOBODY : Array.from(agents.subarray(start, start + known)));
    start += known;
  }
  return lists;
}

/** Reads a column that has no other it is like. */
function readPlain<T extends "u16" | "u32">(columns: ColumnReader, type: T, to: ArrayOf[T]): void {
  const column = new Float64Array(to.length);
  if (columns.read(column, 0).isDifferences || !fits(type, column))
    throw new RangeError(`no column of ${type}`);
  to.set(column);
}

function defaultOf(name: keyof BodyColumns): number {
  return DEFAULTS.get(name) ?? 0;
}

function takeDifferences(
  differences: Float64Array,
  column: Float64Array,
  values: BodyColumns,
  name: keyof BodyColumns,
  like: keyof BodyColumns,
): void {
  differences.set(values[like]);
  let before = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i] ?? 0;
    differences[i] = value - (name === like ? before : (differences[i] ?? 0));
    before = value;
  }
}

/** Turns differences back into a column; `others` is for its use. */
function addLike(
  column: Float64Array,
  others: Float64Array,
  values: BodyColumns,
  name: keyof BodyColumns,
): void {
  const like = LIKE[name];
  if (like === undefined) throw new RangeError(`${name} is like no other`);
  if (like === name) {
    for (let i = 1; i < column.length; i++) column[i] = (column[i] ?? 0) + (column[i - 1] ?? 0);
    return;
  }
  others.set(values[like]);
  for (let i = 0; i < column.length; i++) column[i] = (column[i] ?? 0) + (others[i] ?? 0);
}
