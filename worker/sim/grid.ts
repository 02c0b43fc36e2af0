import { assert } from "#city/assert.ts";

/** Columns to a radius: what lies within it is up to so many columns away. More make the search narrower and the table longer. */
const REACH = 4;
/** Rows at most, so that points far apart do not make a huge table: they share taller rows. */
const ROWS_MAX = 1_024;
/** Numbers a point takes: x, z, cell, id. */
const POINT = 4;

/**
 * Points in rows as high as the radius they are asked with, and in columns of a fraction of it: whoever is within the radius
 * stands in the same row or an adjacent one, at most REACH columns away. Those of one row are one range of points.
 * Arrays are read with `?? 0`: indices come from the grid itself, and in these loops a checked read shows.
 */
export class Grid {
  readonly #radiusCm: number;
  #rowCm = 1;
  #columnCm = 1;
  #minXCm = 0;
  #minZCm = 0;
  /** With REACH empty ones on either side, and an empty row below, so that no range runs into another row. */
  #columns = 0;
  #rows = 0;
  /** First point of each cell, one more at the end. Like the points it may be longer than what is used. */
  #starts = new Int32Array(0);
  /** The points in the order of their cells: coordinates relative to the least, cell, and who it was. */
  #points = new Int32Array(0);
  #cellOf = new Int32Array(0);
  #count = 0;

  /** A grid without points. Asserts that the radius is at least 1 cm. */
  constructor(radiusCm: number) {
    assert(radiusCm >= 1, "a radius is at least 1 cm");
    this.#radiusCm = radiusCm;
  }

  /** Holds these points (cm, given by index) from now on, in place of those before. Asserts that each has two coordinates. */
  sort(xCm: Int32Array, zCm: Int32Array): void {
    assert(xCm.length === zCm.length, "points have two coordinates");
    this.#measure(xCm, zCm);
    const cells = this.#columns * (this.#rows + 1) + 1;
    if (cells > this.#starts.length) this.#starts = new Int32Array(cells);
    else this.#starts.fill(0, 0, cells);
    if (xCm.length > this.#cellOf.length) {
      this.#cellOf = new Int32Array(xCm.length);
      this.#points = new Int32Array(xCm.length * POINT);
    }
    this.#count = xCm.length;
    this.#countCells(xCm, zCm, cells);
    this.#placePoints(xCm, zCm);
  }

  /** Calls `see` with every point within the radius of a spot, and the square of its distance. In no order that means anything. */
  around(xCm: number, zCm: number, see: (id: number, squaredCm: number) => void): void {
    const [starts, points, columns] = [this.#starts, this.#points, this.#columns];
    const [x, z] = [xCm - this.#minXCm, zCm - this.#minZCm];
    const column = Math.floor(x / this.#columnCm) + REACH;
    const row = Math.floor(z / this.#rowCm);
    const first = Math.max(0, column - REACH);
    const last = Math.min(columns - 1, column + REACH);
    if (first > last) return;
    const reach = this.#radiusCm * this.#radiusCm;
    const lastRow = Math.min(this.#rows - 1, row + 1);
    for (let line = Math.max(0, row - 1); line <= lastRow; line++) {
      const end = (starts[line * columns + last + 1] ?? 0) * POINT;
      for (let p = (starts[line * columns + first] ?? 0) * POINT; p < end; p += POINT) {
        const dx = (points[p] ?? 0) - x;
        const dz = (points[p + 1] ?? 0) - z;
        const squared = dx * dx + dz * dz;
        if (squared <= reach) see(points[p + 3] ?? 0, squared);
      }
    }
  }

  /** Calls `see` once with every two points within the radius of each other. In no order that means anything. */
  pairs(see: (id: number, other: number) => void): void {
    const [starts, points, below] = [this.#starts, this.#points, this.#columns];
    const reach = this.#radiusCm * this.#radiusCm;
    const stop = this.#count * POINT;
    for (let p = 0; p < stop; p += POINT) {
      const cell = points[p + 2] ?? 0;
      // Those after it in its row, and those around in the row below: the others meet it from their side.
      const end = starts[cell + REACH + 1] ?? 0;
      meet(points, p, p + POINT, end * POINT, reach, see);
      const startBelow = starts[cell + below - REACH] ?? 0;
      const endBelow = starts[cell + below + REACH + 1] ?? 0;
      meet(points, p, startBelow * POINT, endBelow * POINT, reach, see);
    }
  }

  #measure(xCm: Int32Array, zCm: Int32Array): void {
    const [minXCm, maxXCm] = extent(xCm);
    const [minZCm, maxZCm] = extent(zCm);
    const widestCm = Math.max(maxXCm - minXCm, maxZCm - minZCm);
    this.#rowCm = Math.max(this.#radiusCm, Math.ceil((widestCm + 1) / ROWS_MAX));
    this.#columnCm = Math.ceil(this.#rowCm / REACH);
    this.#minXCm = minXCm;
    this.#minZCm = minZCm;
    this.#columns = Math.floor((maxXCm - minXCm) / this.#columnCm) + 1 + 2 * REACH;
    this.#rows = Math.floor((maxZCm - minZCm) / this.#rowCm) + 1;
  }

  /** Counting sort, first half: leaves behind each cell where its points end. */
  #countCells(xCm: Int32Array, zCm: Int32Array, cells: number): void {
    const [starts, cellOf, columns] = [this.#starts, this.#cellOf, this.#columns];
    const [minXCm, minZCm, rowCm, columnCm] = [this.#minXCm, this.#minZCm, this.#rowCm, this.#columnCm];
    for (let id = 0; id < xCm.length; id++) {
      const column = Math.floor(((xCm[id] ?? 0) - minXCm) / columnCm) + REACH;
      const cell = Math.floor(((zCm[id] ?? 0) - minZCm) / rowCm) * columns + column;
      cellOf[id] = cell;
      starts[cell] = (starts[cell] ?? 0) + 1;
    }
    let total = 0;
    for (let cell = 0; cell < cells; cell++) {
      total += starts[cell] ?? 0;
      starts[cell] = total;
    }
  }

  /** Second half: from behind, so that each end moves down to its cell's first point. */
  #placePoints(xCm: Int32Array, zCm: Int32Array): void {
    const [starts, points, cellOf] = [this.#starts, this.#points, this.#cellOf];
    const [minXCm, minZCm] = [this.#minXCm, this.#minZCm];
    for (let id = xCm.length - 1; id >= 0; id--) {
      const cell = cellOf[id] ?? 0;
      const index = (starts[cell] ?? 0) - 1;
      starts[cell] = index;
      const p = index * POINT;
      points[p] = (xCm[id] ?? 0) - minXCm;
      points[p + 1] = (zCm[id] ?? 0) - minZCm;
      points[p + 2] = cell;
      points[p + 3] = id;
    }
  }
}

/** Calls `see` with the point at `p` and each of those in a range that is within reach of it. */
function meet(
  points: Int32Array,
  p: number,
  from: number,
  end: number,
  reach: number,
  see: (id: number, other: number) => void,
): void {
  const x = points[p] ?? 0;
  const z = points[p + 1] ?? 0;
  for (let q = from; q < end; q += POINT) {
    const dx = (points[q] ?? 0) - x;
    const dz = (points[q + 1] ?? 0) - z;
    if (dx * dx + dz * dz <= reach) see(points[p + 3] ?? 0, points[q + 3] ?? 0);
  }
}

function extent(values: Int32Array): readonly [least: number, most: number] {
  let least = values[0] ?? 0;
  let most = least;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
