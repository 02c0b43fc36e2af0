import { assert } from "#city/assert.ts";

/** Widths of a column: the live array, the snapshot and the hash use the same one. f64 columns hold safe integers. */
export interface ArrayOf {
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

/** Copies the values at `slots` into the first places of a column of the same type. */
export function gather<T extends ColumnType>(
  type: T,
  from: ArrayOf[T],
  slots: readonly number[],
  to: ArrayOf[T],
): void {
  GATHER[type](from, slots, to);
}

/** Copies the first values of a column to `slots` of another of the same type. */
export function scatter<T extends ColumnType>(
  type: T,
  from: ArrayOf[T],
  slots: readonly number[],
  to: ArrayOf[T],
): void {
  SCATTER[type](from, slots, to);
}

type Copies = {
  readonly [T in ColumnType]: (from: ArrayOf[T], slots: readonly number[], to: ArrayOf[T]) => void;
};
// The same loop for each kind of array: one that sees several kinds is many times slower.
const GATHER: Copies = {
  u8: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[i] = from[slots[i] ?? -1] ?? 0;
  },
  u16: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[i] = from[slots[i] ?? -1] ?? 0;
  },
  u32: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[i] = from[slots[i] ?? -1] ?? 0;
  },
  i32: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[i] = from[slots[i] ?? -1] ?? 0;
  },
  f64: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[i] = from[slots[i] ?? -1] ?? 0;
  },
};
const SCATTER: Copies = {
  u8: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[slots[i] ?? -1] = from[i] ?? 0;
  },
  u16: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[slots[i] ?? -1] = from[i] ?? 0;
  },
  u32: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[slots[i] ?? -1] = from[i] ?? 0;
  },
  i32: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[slots[i] ?? -1] = from[i] ?? 0;
  },
  f64: (from, slots, to) => {
    for (let i = 0; i < slots.length; i++) to[slots[i] ?? -1] = from[i] ?? 0;
  },
};

/** Whether a column of this type can hold each of the values as it is. */
export function fits(type: ColumnType, values: Float64Array): boolean {
  const [least, most] = RANGES[type];
  return isWithin(values, least, most);
}

/** Whether a column of this type can hold everything from `least` to `most`. */
export function spans(type: ColumnType, least: number, most: number): boolean {
  return least >= RANGES[type][0] && most <= RANGES[type][1];
}

/** Whether each of the values is from `least` to `most`. */
export function isWithin(values: Float64Array, least: number, most: number): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < least || value > most) return false;
  }
  return true;
}

const RANGES: { readonly [T in ColumnType]: readonly [least: number, most: number] } = {
  u8: [0, 0xff],
  u16: [0, 0xffff],
  u32: [0, 0xffff_ffff],
  i32: [-0x8000_0000, 0x7fff_ffff],
  f64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};
