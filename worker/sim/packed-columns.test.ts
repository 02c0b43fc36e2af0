import { expect, test } from "vitest";
import { ByteReader, ByteWriter } from "#city/protocol/wire/bytes.ts";
import { Draws } from "#tests/util/seed.ts";
import { BitReader, BitWriter } from "./bits.ts";
import { type ExitTable, exitTable } from "./exit-table.ts";
import { ColumnReader, ColumnWriter } from "./packed-columns.ts";
import { packExits, unpackRoutes } from "./packed-routes.ts";

const SEED = 11;
/** The largest number of either sign. */
const MOST = 2 ** 52 - 1;

/** Columns of every kind: of one value, mostly of one, of any width, and none at all. */
function anyColumn(draws: Draws): number[] {
  const range = draws.pick([0, 1, 7, 1_000, 2 ** 31, 2 ** 32, 2 ** 40]);
  const base = draws.pick([0, -1, -2_000_000_000, 2 ** 45, -(2 ** 50)]);
  const usual = draws.pick([0, 30, 95]);
  return Array.from({ length: draws.below(70) }, () =>
    draws.chance(usual) ? -1 : base + Math.floor((draws.below(1 << 30) / (1 << 30)) * range),
  );
}

function written(columns: readonly (readonly number[])[]): Uint8Array {
  const writer = new ColumnWriter(16);
  for (const column of columns) writer.write(Float64Array.from(column), -1);
  return writer.finish(new ByteWriter());
}

test("[LT-8] columns come back as they went, whatever their numbers are", () => {
  const draws = new Draws(SEED);
  for (let round = 0; round < 200; round++) {
    const columns = Array.from({ length: draws.below(6) }, () => anyColumn(draws));
    expectBack(columns, `seed ${SEED}, round ${round}`);
  }
  expectBack([[-MOST, 0], [MOST], [-MOST, MOST, 5]], "the largest");
  expect(() => written([[Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]])).toThrow(RangeError);
});

function expectBack(columns: readonly (readonly number[])[], what: string): void {
  const reader = new ColumnReader(new ByteReader(written(columns)));
  for (const column of columns) {
    const read = new Float64Array(column.length);
    const { least, most } = reader.read(read, -1);
    expect([...read], what).toEqual(column);
    expect(column.every((value) => value >= least && value <= most)).toBe(true);
  }
  reader.end();
}

test("[LT-8] a column goes as differences where these take less", () => {
  const [column, near] = [
    [5_000, 9_000, 7_000],
    [1, 0, 2],
  ];
  const writer = new ColumnWriter(16);
  writer.write(Float64Array.from(column), 0, Float64Array.from(near));
  writer.write(Float64Array.from(near), 0, Float64Array.from(column));
  const reader = new ColumnReader(new ByteReader(writer.finish(new ByteWriter())));
  const read = new Float64Array(3);
  for (const isDifferences of [true, false]) {
    expect(reader.read(read, 0).isDifferences).toBe(isDifferences);
    expect([...read]).toEqual(near);
  }
});

test("[LT-4] damaged columns end in RangeError, or are other columns", () => {
  const draws = new Draws(SEED);
  for (let round = 0; round < 500; round++) {
    const columns = Array.from({ length: 3 }, () => anyColumn(draws));
    const bytes = written(columns);
    const damaged = draws.chance(50) ? bytes.slice(0, draws.below(bytes.length)) : bytes.slice();
    if (damaged.length > 0) damaged[draws.below(damaged.length)] = draws.below(256);
    try {
      const reader = new ColumnReader(new ByteReader(damaged));
      for (const column of columns) reader.read(new Float64Array(column.length), -1);
      reader.end();
    } catch (fault) {
      expect(fault, `seed ${SEED}, round ${round}`).toBeInstanceOf(RangeError);
    }
  }
});

test("[LT-8] routes come back by any exit, and what leads along no street is refused", () => {
  const table = starTable(9);
  // Out by each of the middle's exits, and back by the only one there is.
  const routes = [...Array.from({ length: 9 }, (_, i) => [i + 1, 0, 9 - i, 0]), [], [4]];
  const further = new BitWriter(16);
  const exits = packExits(table, routes, further);
  const firsts = Uint32Array.from(routes, (route) => (route[0] ?? -1) + 1);
  const lengths = Uint16Array.from(routes, (route) => route.length);
  const read = (bytes: Uint8Array, bits: Uint8Array, from = firsts) =>
    unpackRoutes(table, from, lengths, bytes, new BitReader(bits));
  const bits = further.finish();
  expect(read(exits, bits)).toEqual(routes);
  expect(() => read(exits.subarray(1), bits)).toThrow(RangeError);
  expect(() => read(new Uint8Array(exits.length + 1), bits)).toThrow(RangeError);
  expect(() => read(exits, new Uint8Array(0))).toThrow(RangeError);
  expect(() =>
    read(
      exits.map(() => 0xaa),
      bits,
    ),
  ).toThrow(RangeError);
  expect(() =>
    read(
      exits,
      bits.map(() => 0xff),
    ),
  ).toThrow(RangeError);
  expect(() =>
    read(
      exits,
      bits,
      firsts.map(() => 11),
    ),
  ).toThrow(RangeError);
  expect(() => packExits(table, [[1, 2]], new BitWriter(4))).toThrow("no street");
});

/** Node 0 in the middle of so many dead ends. */
function starTable(ends: number): ExitTable {
  const none = new Uint32Array(2 * ends);
  const nodes = new Int32Array(ends + 1);
  return exitTable({
    nodeXCm: nodes,
    nodeZCm: nodes,
    nodeNeighborhood: new Uint16Array(ends + 1),
    edgeStart: Uint32Array.from({ length: ends + 2 }, (_, n) => (n === 0 ? 0 : ends + n - 1)),
    edgeTo: Uint32Array.from({ length: 2 * ends }, (_, edge) => (edge < ends ? edge + 1 : 0)),
    edgeReverse: none,
    edgeLengthCm: none,
    edgeStreet: new Uint16Array(2 * ends),
    edgeClass: new Uint8Array(2 * ends),
  });
}
