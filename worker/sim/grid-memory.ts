import { GRID_KERNEL } from "./grid-kernel.ts";
import { type Address, bytesOfHex, instantiate, type Memory } from "./web-assembly.ts";

const PAGE_BYTES = 65_536;
/** Regions begin where four numbers can be read at once, the first of them behind the kernel's own table. */
const ALIGNED_BYTES = 16;
const TABLE_BYTES = 256;
/** Reading and writing goes on for up to so many bytes behind what counts. */
const SLACK_BYTES = 32;
/** Room for places met beyond that of one point with all others: the more, the fewer calls. */
const MET_PLACES = 16_384;
const NUMBER_BYTES = 4;
const NOWHERE: Extent = { minXCm: 0, maxXCm: 0, minZCm: 0, maxZCm: 0 };

/** What grid.wat exports. */
interface Kernel {
  readonly memory: Memory;
  readonly xCm: Address;
  readonly zCm: Address;
  readonly cellOf: Address;
  readonly starts: Address;
  readonly points: Address;
  readonly lows: Address;
  readonly ids: Address;
  readonly met: Address;
  readonly ends: Address;
  extent(from: number, count: number): [least: number, most: number];
  sort(
    count: number,
    cells: number,
    columns: number,
    margin: number,
    originX: number,
    originZ: number,
    perColumn: number,
    perRow: number,
  ): number;
  pairs(place: number, count: number, columns: number, margin: number, squared: number, full: number): number;
}

/** How far points reach. Of none it is 0 everywhere. */
export interface Extent {
  readonly minXCm: number;
  readonly maxXCm: number;
  readonly minZCm: number;
  readonly maxZCm: number;
}

/** Where cells lie. `margin`: empty columns on either side. */
export interface Cells {
  readonly count: number;
  readonly cells: number;
  readonly columns: number;
  readonly margin: number;
  readonly minXCm: number;
  readonly minZCm: number;
  readonly columnCm: number;
  readonly rowCm: number;
}

/** The memory that a grid shares with its kernel. Its arrays are other ones after each `sort`, and longer than what is used. */
export class GridMemory {
  /** First point of each cell, one more at the end. */
  starts = new Int32Array(0);
  /** x and z of each point, side by side, in the order of cells. */
  points = new Int32Array(0);
  /** The low 16 bits of both. */
  lows = new Int32Array(0);
  /** Whose each point is, in the order of cells. */
  ids = new Int32Array(0);
  /** Places met, and where among them those of each place end. */
  met = new Uint32Array(0);
  ends = new Uint32Array(0);
  readonly #kernel = instantiate<Kernel>(bytesOfHex(GRID_KERNEL));
  #xCm = new Int32Array(0);
  #zCm = new Int32Array(0);
  #full = 0;

  /** Takes over points (cm, by id) and says how far they reach. */
  take(xCm: Int32Array, zCm: Int32Array): Extent {
    const count = xCm.length;
    this.#makeRoom(count, this.starts.length);
    this.#xCm.set(xCm);
    this.#zCm.set(zCm);
    if (count === 0) return NOWHERE;
    const [minXCm, maxXCm] = this.#kernel.extent(this.#kernel.xCm.value, count);
    const [minZCm, maxZCm] = this.#kernel.extent(this.#kernel.zCm.value, count);
    return { minXCm, maxXCm, minZCm, maxZCm };
  }

  /** Sorts the points taken over into cells; returns how many the fullest holds. */
  sort({ count, cells, columns, margin, ...at }: Cells): number {
    this.#makeRoom(count, cells + 1);
    const [originX, originZ] = [at.minXCm - 0.5, at.minZCm - 0.5];
    const [perColumn, perRow] = [1 / at.columnCm, 1 / at.rowCm];
    return this.#kernel.sort(count, cells, columns, margin, originX, originZ, perColumn, perRow);
  }

  /** Fills `met` and `ends` for the points from `place` on, as many as there is room for; returns the first left out. */
  meet(place: number, count: number, columns: number, margin: number, squared: number): number {
    return this.#kernel.pairs(place, count, columns, margin, squared, this.#full);
  }

  #makeRoom(points: number, starts: number): void {
    if (points <= this.ids.length && starts <= this.starts.length) return;
    const kernel = this.#kernel;
    let end = TABLE_BYTES;
    const reserve = (region: Address, numbers: number): void => {
      region.value = end;
      end += NUMBER_BYTES * numbers + SLACK_BYTES;
      end += -end & (ALIGNED_BYTES - 1);
    };
    const room = Math.max(points, this.ids.length);
    const startsRoom = Math.max(starts, this.starts.length);
    const metRoom = room + MET_PLACES;
    for (const region of [kernel.xCm, kernel.zCm, kernel.cellOf, kernel.ids, kernel.lows, kernel.ends])
      reserve(region, room);
    reserve(kernel.points, 2 * room);
    reserve(kernel.met, metRoom);
    // Behind all that goes by points: these stay where they are when only cells become more.
    reserve(kernel.starts, startsRoom);
    this.#full = kernel.met.value + NUMBER_BYTES * metRoom;
    const missing = end - kernel.memory.buffer.byteLength;
    if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
    const { buffer } = kernel.memory;
    this.starts = new Int32Array(buffer, kernel.starts.value, startsRoom);
    this.#xCm = new Int32Array(buffer, kernel.xCm.value, room);
    this.#zCm = new Int32Array(buffer, kernel.zCm.value, room);
    this.ids = new Int32Array(buffer, kernel.ids.value, room);
    this.ends = new Uint32Array(buffer, kernel.ends.value, room);
    this.lows = new Int32Array(buffer, kernel.lows.value, room);
    this.points = new Int32Array(buffer, kernel.points.value, 2 * room);
    this.met = new Uint32Array(buffer, kernel.met.value, metRoom);
  }
}
