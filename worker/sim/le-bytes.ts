import { AssertionFault, at } from "#city/assert.ts";
import { type ColumnType, widthOf } from "./columns.ts";

/** Writes fixed-width little-endian values: what is hashed, and what snapshots and letters are made of. */
export class LeWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Asserts that a value fits its type exactly: an integer, no NaN, no -0. */
  put(type: ColumnType, value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      throw new AssertionFault(`state holds ${value}`);
    const offset = this.#reserve(widthOf(type));
    switch (type) {
      case "u8":
        this.#view.setUint8(offset, value);
        break;
      case "u16":
        this.#view.setUint16(offset, value, true);
        break;
      case "u32":
        this.#view.setUint32(offset, value, true);
        break;
      case "i32":
        this.#view.setInt32(offset, value, true);
        break;
      case "f64":
        this.#view.setFloat64(offset, value, true);
    }
  }

  /** A length, then that many u32. */
  list(values: ArrayLike<number>): void {
    this.put("u32", values.length);
    for (let i = 0; i < values.length; i++) this.put("u32", at(values, i));
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): number {
    const offset = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return offset;
  }
}

/** Reads what LeWriter wrote; throws RangeError where the bytes end early or a number is none of ours. */
export class LeReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#view.byteLength - this.#at;
  }

  get(type: ColumnType): number {
    const offset = this.#at;
    const width = widthOf(type);
    if (width > this.remaining) throw new RangeError("the bytes end early");
    this.#at += width;
    switch (type) {
      case "u8":
        return this.#view.getUint8(offset);
      case "u16":
        return this.#view.getUint16(offset, true);
      case "u32":
        return this.#view.getUint32(offset, true);
      case "i32":
        return this.#view.getInt32(offset, true);
      case "f64": {
        const value = this.#view.getFloat64(offset, true);
        if (!Number.isSafeInteger(value) || Object.is(value, -0))
          throw new RangeError(`${value} is no state`);
        return value;
      }
    }
  }

  list(lengthMax: number): number[] {
    const length = this.get("u32");
    if (length > lengthMax || length * 4 > this.remaining) throw new RangeError("a list is too long");
    const list: number[] = [];
    for (let i = 0; i < length; i++) list.push(this.get("u32"));
    return list;
  }

  /** Throws RangeError unless everything was read. */
  end(): void {
    if (this.remaining > 0) throw new RangeError(`${this.remaining} bytes too many`);
  }
}
