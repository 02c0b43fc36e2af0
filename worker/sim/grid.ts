import { assert } from "#city/assert.ts";
import { type Extent, GridMemory } from "./grid-memory.ts";
import { NearestList } from "./nearest-list.ts";

/** Columns to a radius: what lies within it is up to so many columns away. More make the search narrower and the table longer. */
const REACH = 1;
/** Rows at most, so that points far apart do not make a huge table: they share taller rows. */
const ROWS_MAX = 1_024;
/** A cell with more points than this is a crowd: its points stand in the order of z, so that a search need not see them all. */
const CROWD = 48;
/** Differences are told by 16 bits with a sign, and reach over two rows. */
const RADIUS_MAX_CM = 16_383;
const DISTANCE_MAX_CM = RADIUS_MAX_CM * ROWS_MAX - 1;

/**
 * Points in rows as high as the radius they are asked with, and in columns of a fraction of it: whoever is within the radius
 * stands in the same row or an adjacent one, at most REACH columns away. Those of one row are one range of points.
 * Arrays are read with `?? 0`: indices come from the grid itself, and in these loops a checked read shows.
 */
export class Grid {
  readonly #radiusCm: number;
  /** The points in the order of their cells, and where each cell begins; the kernel's, which fills them. */
  readonly #memory = new GridMemory();
  #rowCm = 1;
  #columnCm = 1;
  #minXCm = 0;
  #minZCm = 0;
  /** With REACH empty ones on either side, and an empty row below, so that no range runs into another row. */
  #columns = 0;
  #rows = 0;
  #count = 0;
  readonly #nearest = new NearestList();

  /** A grid without points. Asserts that the radius is at least 1 cm, and at most what 16 bits hold. */
  constructor(radiusCm: number) {
    assert(radiusCm >= 1 && radiusCm <= RADIUS_MAX_CM, "a radius is 1 to 16,383 cm");
    this.#radiusCm = radiusCm;
  }

  /** Holds these points (cm, given by index) from now on, in place of those before. Asserts that each has two coordinates. */
  sort(xCm: Int32Array, zCm: Int32Array): void {
    assert(xCm.length === zCm.length, "points have two coordinates");
    this.#count = xCm.length;
    this.#measure(this.#memory.take(xCm, zCm));
    const cells = this.#columns * (this.#rows + 1);
    const fullest = this.#memory.sort({
      count: this.#count,
      cells,
      columns: this.#columns,
      margin: REACH,
      minXCm: this.#minXCm,
      minZCm: this.#minZCm,
      columnCm: this.#columnCm,
      rowCm: this.#rowCm,
    });
    if (fullest > CROWD) this.#orderCrowds(cells);
  }

  /**
   * Calls `see` with the points nearest to a spot, at most `most` of those within the radius that `isSeen` lets pass: nearest
   * first, by index where the distance (whole cm) is the same.
   */
  nearest(
    spot: { readonly xCm: number; readonly zCm: number },
    most: number,
    isSeen: (id: number, distanceCm: number) => boolean,
    see: (id: number, distanceCm: number) => void,
  ): void {
    const row = Math.floor((spot.zCm - this.#minZCm) / this.#rowCm);
    const column = Math.floor((spot.xCm - this.#minXCm) / this.#columnCm) + REACH;
    const found = this.#nearest;
    found.start(most, this.#radiusCm, this.#count);
    // Its own row first: who is near there spares looking at many in the others.
    for (const line of [row, row - 1, row + 1]) {
      if (line >= 0 && line < this.#rows) this.#searchRow(spot, line * this.#columns, column, isSeen);
    }
    found.tell(see);
  }

  /** Who stands at a place: points are held in an order of their own, and `pairs` tells of places in it. */
  idAt(place: number): number {
    return this.#memory.ids[place] ?? -1;
  }

  /**
   * Tells of each point those within the radius of it, leaving out pairs told already: every two are met once. Calls `see` with
   * a run of places from `first` up to `end` and with those they met: the others of a place end in `others` at `ends[place]`,
   * and begin where those of the place before end, or at 0. Both hold until `see` returns, in no order that means anything.
   */
  pairs(see: (first: number, end: number, others: Uint32Array, ends: Uint32Array) => void): void {
    const { met, ends } = this.#memory;
    for (let first = 0; first < this.#count; ) {
      const end = this.#memory.meet(
        first,
        this.#count,
        this.#columns,
        REACH,
        this.#radiusCm * this.#radiusCm,
      );
      see(first, end, met, ends);
      first = end;
    }
  }

  #measure({ minXCm, maxXCm, minZCm, maxZCm }: Extent): void {
    const widestCm = Math.max(maxXCm - minXCm, maxZCm - minZCm);
    assert(widestCm <= DISTANCE_MAX_CM, "points are at most 167 km apart");
    this.#rowCm = Math.max(this.#radiusCm, Math.ceil((widestCm + 1) / ROWS_MAX));
    this.#columnCm = Math.ceil(this.#rowCm / REACH);
    this.#minXCm = minXCm;
    this.#minZCm = minZCm;
    this.#columns = Math.floor((maxXCm - minXCm) / this.#columnCm) + 1 + 2 * REACH;
    this.#rows = Math.floor((maxZCm - minZCm) / this.#rowCm) + 1;
  }

  /** Puts the points of each crowd into the order of z. */
  #orderCrowds(cells: number): void {
    const { starts } = this.#memory;
    for (let cell = 0; cell < cells; cell++) {
      const [start, end] = [starts[cell] ?? 0, starts[cell + 1] ?? 0];
      if (end - start > CROWD) this.#orderCrowd(start, end);
    }
  }

  #orderCrowd(start: number, end: number): void {
    const { points, lows, ids } = this.#memory;
    const [before, whose] = [points.slice(2 * start, 2 * end), ids.slice(start, end)];
    const lowsBefore = lows.slice(start, end);
    const zOf = (i: number): number => before[2 * i + 1] ?? 0;
    const order = Uint32Array.from(whose.keys()).sort((a, b) => zOf(a) - zOf(b) || a - b);
    for (const [i, from] of order.entries()) {
      points.set(before.subarray(2 * from, 2 * from + 2), 2 * (start + i));
      lows[start + i] = lowsBefore[from] ?? 0;
      ids[start + i] = whose[from] ?? 0;
    }
  }

  /** Goes over those of one row who may be near: all at once, or in a dense row cell by cell, from the spot's own outward. */
  #searchRow(spot: Spot, line: number, column: number, isSeen: IsSeen): void {
    const { starts } = this.#memory;
    const first = Math.max(0, column - REACH);
    const last = Math.min(this.#columns - 1, column + REACH);
    if (first > last) return;
    const [start, end] = [starts[line + first] ?? 0, starts[line + last + 1] ?? 0];
    if (end - start <= CROWD) {
      for (let p = start; p < end; p++) this.#consider(spot, p, isSeen);
      return;
    }
    for (let away = 0; away <= REACH; away++) {
      this.#searchCell(spot, line, column + away, isSeen);
      if (away > 0) this.#searchCell(spot, line, column - away, isSeen);
    }
  }

  #searchCell(spot: Spot, line: number, column: number, isSeen: IsSeen): void {
    if (column < 0 || column >= this.#columns || this.#isTooFarAside(spot, column)) return;
    const { starts } = this.#memory;
    const [start, end] = [starts[line + column] ?? 0, starts[line + column + 1] ?? 0];
    if (end - start <= CROWD) {
      for (let p = start; p < end; p++) this.#consider(spot, p, isSeen);
      return;
    }
    const middle = this.#firstFrom(start, end, spot.zCm);
    const found = this.#nearest;
    for (let p = middle; p < end && this.#zAt(p) - spot.zCm <= found.withinCm; p++)
      this.#consider(spot, p, isSeen);
    for (let p = middle - 1; p >= start && spot.zCm - this.#zAt(p) <= found.withinCm; p--)
      this.#consider(spot, p, isSeen);
  }

  /** Whether all of a column lies farther away than anyone who would still count. */
  #isTooFarAside(spot: Spot, column: number): boolean {
    const west = this.#minXCm + (column - REACH) * this.#columnCm;
    const aside = Math.max(west - spot.xCm, spot.xCm - (west + this.#columnCm - 1));
    return aside > this.#nearest.withinCm;
  }

  /** The first point of a crowd at `zCm` or beyond it. */
  #firstFrom(start: number, end: number, zCm: number): number {
    let [low, high] = [start, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#zAt(middle) < zCm) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #consider(spot: Spot, p: number, isSeen: IsSeen): void {
    const dx = (this.#memory.points[2 * p] ?? 0) - spot.xCm;
    const dz = this.#zAt(p) - spot.zCm;
    const squared = dx * dx + dz * dz;
    if (squared > this.#nearest.squaredMax) return;
    const id = this.#memory.ids[p] ?? 0;
    const distanceCm = Math.floor(Math.sqrt(squared));
    if (isSeen(id, distanceCm)) this.#nearest.put(id, distanceCm);
  }

  #zAt(p: number): number {
    return this.#memory.points[2 * p + 1] ?? 0;
  }
}

type Spot = { readonly xCm: number; readonly zCm: number };
type IsSeen = (id: number, distanceCm: number) => boolean;
