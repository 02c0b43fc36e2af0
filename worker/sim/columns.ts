import { assert } from "#city/assert.ts";

/** Widths of a column: the live array, the snapshot and the hash use the same one. f64 columns hold safe integers. */
interface ArrayOf {
  u8: Uint8Array;
  u16: Uint16Array;
  u32: Uint32Array;
  i32: Int32Array;
  f64: Float64Array;
}
export type ColumnType = keyof ArrayOf;
export type ColumnList = readonly (readonly [name: string, type: ColumnType])[];
export type ColumnsOf<L extends ColumnList> = { [C in L[number] as C[0]]: ArrayOf[C[1]] };

const BYTES: { readonly [T in ColumnType]: number } = { u8: 1, u16: 2, u32: 4, i32: 4, f64: 8 };

/** Bytes one value of this type takes. */
export function widthOf(type: ColumnType): number {
  return BYTES[type];
}

/** Zeroed columns with room for `capacity` records. */
export function columnsMade<L extends ColumnList>(list: L, capacity: number): ColumnsOf<L> {
  const made: Record<string, ArrayOf[ColumnType]> = {};
  for (const [name, type] of list) made[name] = arrayMade(type, capacity);
  return made as ColumnsOf<L>;
}

/** Replaces every column by a longer one with the same contents. */
export function columnsGrown<L extends ColumnList>(list: L, columns: ColumnsOf<L>, capacity: number): void {
  const grown = columns as Record<string, ArrayOf[ColumnType]>;
  for (const [name, type] of list) {
    const longer = arrayMade(type, capacity);
    const old = grown[name];
    assert(old !== undefined, `no column ${name}`);
    longer.set(old);
    grown[name] = longer;
  }
}

function arrayMade(type: ColumnType, length: number): ArrayOf[ColumnType] {
  switch (type) {
    case "u8":
      return new Uint8Array(length);
    case "u16":
      return new Uint16Array(length);
    case "u32":
      return new Uint32Array(length);
    case "i32":
      return new Int32Array(length);
    case "f64":
      return new Float64Array(length);
  }
}
