import { ByteReader, ByteWriter } from "#city/protocol/wire/bytes.ts";
import { BitReader, BitWriter } from "./bits.ts";

/** Widest integer that is safe, and the widest that the bits hold in one piece. */
const WIDTH_MAX = 53;
const PIECE = 32;
const PIECE_VALUES = 0x1_0000_0000;
/** Flags of a column's first byte, above its width in bits. */
const SPARSE = 0x40;
const DIFFERENCES = 0x80;

/** How a column is packed: `width` bits a value above `base`, or one bit for each usual value and those for the others. */
interface Packing {
  readonly isSparse: boolean;
  readonly base: number;
  readonly width: number;
  /** All bits it takes. */
  readonly bits: number;
}

/** What was found in a column: whether it is differences, and what its values are between. */
export interface Found {
  readonly isDifferences: boolean;
  readonly least: number;
  readonly most: number;
}

/**
 * Packs columns of integers into as few bits as their ranges need. A value that most have takes a bit, or none where all
 * have it.
 */
export class ColumnWriter {
  readonly #heads = new ByteWriter();
  /** For whoever adds to the columns. */
  readonly bits: BitWriter;

  /** For columns that take about so many bytes. */
  constructor(capacity: number) {
    this.bits = new BitWriter(capacity);
  }

  /**
   * Writes a column whose usual value is `usual`, or how it differs from another where that takes less; both are used up.
   * Throws RangeError for numbers too far apart.
   */
  write(column: Float64Array, usual: number, differences?: Float64Array): void {
    const plain = packingOf(column, usual);
    const other = differences === undefined ? null : packingOf(differences, 0);
    if (differences !== undefined && other !== null && other.bits < plain.bits)
      this.#put(differences, 0, other, DIFFERENCES);
    else this.#put(column, usual, plain, 0);
  }

  /** Everything after a beginning of the caller's: the heads with their length in bytes in front, then the bits. */
  finish(beginning: ByteWriter): Uint8Array {
    beginning.varint(this.#heads.length);
    beginning.raw(this.#heads.slice(0));
    const bits = this.bits.finish();
    const all = new Uint8Array(beginning.length + bits.length);
    all.set(beginning.slice(0));
    all.set(bits, beginning.length);
    return all;
  }

  #put(column: Float64Array, usual: number, { isSparse, base, width }: Packing, flag: number): void {
    if (width > WIDTH_MAX) throw new RangeError("a column of numbers too far apart");
    this.#heads.byte(width | (isSparse ? SPARSE : 0) | flag);
    this.#heads.signed(base);
    const values = isSparse ? this.#putUnusual(column, usual) : column;
    if (width === 0) return;
    this.bits.putAll(values, base, Math.min(width, PIECE));
    if (width <= PIECE) return;
    for (let i = 0; i < values.length; i++) values[i] = Math.floor(((values[i] ?? 0) - base) / PIECE_VALUES);
    this.bits.putAll(values, 0, width - PIECE);
  }

  /** Writes which values are not the usual one, and moves these to the front: they are what is returned. */
  #putUnusual(column: Float64Array, usual: number): Float64Array {
    let others = 0;
    for (let i = 0; i < column.length; i++) {
      const value = column[i] ?? usual;
      this.bits.put(value === usual ? 0 : 1, 1);
      if (value !== usual) column[others++] = value;
    }
    return column.subarray(0, others);
  }
}

/** Reads what ColumnWriter wrote. Throws RangeError on bytes that are not that. */
export class ColumnReader {
  readonly #heads: ByteReader;
  readonly bits: BitReader;

  /** `body` has nothing but the columns left. */
  constructor(body: ByteReader) {
    this.#heads = new ByteReader(body.view(body.varint()));
    this.bits = new BitReader(body.view(body.remaining));
  }

  /** Reads a column whose usual value is `usual`; says what it found. Where least and most are the same, that is all of it. */
  read(column: Float64Array, usual: number): Found {
    const how = this.#heads.byte();
    const base = this.#heads.signed();
    const width = how & (SPARSE - 1);
    const isDifferences = (how & DIFFERENCES) !== 0;
    if (width > WIDTH_MAX) throw new RangeError("a column of too many bits");
    const most = base + largestOf(width);
    if ((how & SPARSE) === 0) {
      this.#getValues(column, base, width);
      return { isDifferences, least: base, most };
    }
    const common = isDifferences ? 0 : usual;
    this.#getSparse(column, common, base, width);
    return { isDifferences, least: Math.min(base, common), most: Math.max(most, common) };
  }

  /** Throws RangeError unless everything was read. */
  end(): void {
    if (this.#heads.remaining > 0) throw new RangeError("columns too many");
    this.bits.end();
  }

  #getSparse(column: Float64Array, usual: number, base: number, width: number): void {
    this.bits.getAll(column, 0, 1);
    let others = 0;
    for (let i = 0; i < column.length; i++) others += column[i] ?? 0;
    const values = new Float64Array(others);
    this.#getValues(values, base, width);
    let next = 0;
    for (let i = 0; i < column.length; i++) column[i] = column[i] === 1 ? (values[next++] ?? usual) : usual;
  }

  #getValues(values: Float64Array, base: number, width: number): void {
    if (width === 0) values.fill(base);
    else this.bits.getAll(values, base, Math.min(width, PIECE));
    if (width <= PIECE) return;
    for (let i = 0; i < values.length; i++)
      values[i] = (values[i] ?? 0) + this.bits.get(width - PIECE) * PIECE_VALUES;
  }
}

function packingOf(column: Float64Array, usual: number): Packing {
  let others = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < column.length; i++) {
    const value = column[i] ?? usual;
    if (value === usual) continue;
    others++;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (others === 0) return { isSparse: false, base: usual, width: 0, bits: 0 };
  const width = widthOf(most - least);
  const sparse = { isSparse: true, base: least, width, bits: column.length + others * width };
  if (others === column.length) return { ...sparse, isSparse: false, bits: others * width };
  const base = Math.min(least, usual);
  const wide = widthOf(Math.max(most, usual) - base);
  const dense = { isSparse: false, base, width: wide, bits: column.length * wide };
  return sparse.bits < dense.bits ? sparse : dense;
}

/** Bits of a whole number; more than any column may have when it is no safe one. */
function widthOf(value: number): number {
  if (!(value <= Number.MAX_SAFE_INTEGER)) return WIDTH_MAX + 1;
  return value < PIECE_VALUES
    ? PIECE - Math.clz32(value)
    : 2 * PIECE - Math.clz32(Math.floor(value / PIECE_VALUES));
}

/** The largest number of so many bits. */
function largestOf(width: number): number {
  if (width === 0) return 0;
  if (width <= PIECE) return 0xffff_ffff >>> (PIECE - width);
  return (largestOf(width - PIECE) + 1) * PIECE_VALUES - 1;
}
