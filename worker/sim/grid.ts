import { assert } from "#city/assert.ts";

/** Columns to a radius: what lies within it is up to so many columns away. More make the search narrower and the table longer. */
const REACH = 2;
/** Rows at most, so that points far apart do not make a huge table: they share taller rows. */
const ROWS_MAX = 1_024;
/** A cell with more points than this is a crowd: its points stand in the order of z, so that a search need not see them all. */
const CROWD = 48;

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
  /** First point of each cell, one more at the end. Like the columns of points it may be longer than what is used. */
  #starts = new Int32Array(0);
  #cellOf = new Int32Array(0);
  /** The points in the order of their cells: where (as floats, whose squares need no overflow checks), in which cell, and who it was. */
  #xCm = new Float64Array(0);
  #zCm = new Float64Array(0);
  #cells = new Int32Array(0);
  #ids = new Int32Array(0);
  /** Places of whom the point in hand has in reach. */
  #met = new Uint32Array(0);
  #count = 0;
  readonly #nearest = new NearestList();

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
    if (xCm.length > this.#cellOf.length) this.#makeRoom(xCm.length);
    this.#count = xCm.length;
    this.#countCells(xCm, zCm);
    const crowds = this.#endCells(cells);
    this.#placePoints(xCm, zCm);
    for (const cell of crowds) this.#orderCrowd(cell);
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
    return this.#ids[place] ?? -1;
  }

  /**
   * Calls `see` once with the place of each point and of those within the radius of it, leaving out pairs told already: every two
   * are met once. Only the first `count` of `others` hold, and only until `see` returns. In no order that means anything.
   */
  pairs(see: (place: number, others: Uint32Array, count: number) => void): void {
    const [starts, cells, below, points] = [this.#starts, this.#cells, this.#columns, this.#count];
    const [xCm, zCm, met] = [this.#xCm, this.#zCm, this.#met];
    const reach = this.#radiusCm * this.#radiusCm;
    for (let p = 0; p < points; p++) {
      const cell = cells[p] ?? 0;
      const x = xCm[p] ?? 0;
      const z = zCm[p] ?? 0;
      let count = 0;
      // Those after it in its row, and those around in the row below: the others meet it from their side. Each candidate is
      // written down and then kept or not by counting: whether it is in reach is a coin's toss, which no branch foretells.
      const end = starts[cell + REACH + 1] ?? 0;
      for (let q = p + 1; q < end; q++) {
        const dx = (xCm[q] ?? 0) - x;
        const dz = (zCm[q] ?? 0) - z;
        met[count] = q;
        count += Number(dx * dx + dz * dz <= reach);
      }
      const endBelow = starts[cell + below + REACH + 1] ?? 0;
      for (let q = starts[cell + below - REACH] ?? 0; q < endBelow; q++) {
        const dx = (xCm[q] ?? 0) - x;
        const dz = (zCm[q] ?? 0) - z;
        met[count] = q;
        count += Number(dx * dx + dz * dz <= reach);
      }
      see(p, met, count);
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

  #makeRoom(points: number): void {
    this.#cellOf = new Int32Array(points);
    this.#xCm = new Float64Array(points);
    this.#zCm = new Float64Array(points);
    this.#cells = new Int32Array(points);
    this.#ids = new Int32Array(points);
    this.#met = new Uint32Array(points);
  }

  /** Counting sort: how many points each cell has. */
  #countCells(xCm: Int32Array, zCm: Int32Array): void {
    const [starts, cellOf, columns] = [this.#starts, this.#cellOf, this.#columns];
    // A product by what a division would divide by is quicker; half a centimetre keeps whole ones away from where it would round.
    const [perRow, perColumn] = [1 / this.#rowCm, 1 / this.#columnCm];
    const [originX, originZ] = [this.#minXCm - 0.5, this.#minZCm - 0.5];
    for (let id = 0; id < xCm.length; id++) {
      // Nothing here is negative or long: cutting off what follows the point is rounding down.
      const column = (((xCm[id] ?? 0) - originX) * perColumn) | 0;
      const row = (((zCm[id] ?? 0) - originZ) * perRow) | 0;
      const cell = row * columns + column + REACH;
      cellOf[id] = cell;
      starts[cell] = (starts[cell] ?? 0) + 1;
    }
  }

  /** Leaves behind each cell where its points end. Returns the cells that are crowds. */
  #endCells(cells: number): readonly number[] {
    const starts = this.#starts;
    const crowds: number[] = [];
    let total = 0;
    for (let cell = 0; cell < cells; cell++) {
      const count = starts[cell] ?? 0;
      if (count > CROWD) crowds.push(cell);
      total += count;
      starts[cell] = total;
    }
    return crowds;
  }

  /** Puts the points where they belong: from behind, so that each end moves down to its cell's first point. */
  #placePoints(xCm: Int32Array, zCm: Int32Array): void {
    const [starts, cellOf, cells, ids] = [this.#starts, this.#cellOf, this.#cells, this.#ids];
    const [toXCm, toZCm] = [this.#xCm, this.#zCm];
    for (let id = xCm.length - 1; id >= 0; id--) {
      const cell = cellOf[id] ?? 0;
      const p = (starts[cell] ?? 0) - 1;
      starts[cell] = p;
      toXCm[p] = xCm[id] ?? 0;
      toZCm[p] = zCm[id] ?? 0;
      cells[p] = cell;
      ids[p] = id;
    }
  }

  /** Puts a crowd into the order of z. */
  #orderCrowd(cell: number): void {
    const [start, end] = [this.#starts[cell] ?? 0, this.#starts[cell + 1] ?? 0];
    const [xCm, zCm] = [this.#xCm.slice(start, end), this.#zCm.slice(start, end)];
    const ids = this.#ids.slice(start, end);
    const order = Uint32Array.from(zCm.keys()).sort((a, b) => (zCm[a] ?? 0) - (zCm[b] ?? 0) || a - b);
    for (const [i, from] of order.entries()) {
      this.#xCm[start + i] = xCm[from] ?? 0;
      this.#zCm[start + i] = zCm[from] ?? 0;
      this.#ids[start + i] = ids[from] ?? 0;
    }
  }

  /** Goes over those of one row who may be near: all at once, or in a dense row cell by cell, from the spot's own outward. */
  #searchRow(spot: Spot, line: number, column: number, isSeen: IsSeen): void {
    const starts = this.#starts;
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
    const [start, end] = [this.#starts[line + column] ?? 0, this.#starts[line + column + 1] ?? 0];
    if (end - start <= CROWD) {
      for (let p = start; p < end; p++) this.#consider(spot, p, isSeen);
      return;
    }
    const middle = this.#firstFrom(start, end, spot.zCm);
    const found = this.#nearest;
    for (let p = middle; p < end && (this.#zCm[p] ?? 0) - spot.zCm <= found.withinCm; p++)
      this.#consider(spot, p, isSeen);
    for (let p = middle - 1; p >= start && spot.zCm - (this.#zCm[p] ?? 0) <= found.withinCm; p--)
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
      if ((this.#zCm[middle] ?? 0) < zCm) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #consider(spot: Spot, p: number, isSeen: IsSeen): void {
    const dx = (this.#xCm[p] ?? 0) - spot.xCm;
    const dz = (this.#zCm[p] ?? 0) - spot.zCm;
    const squared = dx * dx + dz * dz;
    if (squared > this.#nearest.squaredMax) return;
    const id = this.#ids[p] ?? 0;
    const distanceCm = Math.floor(Math.sqrt(squared));
    if (isSeen(id, distanceCm)) this.#nearest.put(id, distanceCm);
  }
}

type Spot = { readonly xCm: number; readonly zCm: number };
type IsSeen = (id: number, distanceCm: number) => boolean;

/** The nearest so far, in order. One number each, distance and then index: comparing and moving it is one step. */
class NearestList {
  /** Whoever is farther away than this does not count (any more). */
  withinCm = 0;
  /** What squares of distances are to be compared with; those beyond do not count. */
  squaredMax = 0;
  #keys = new Float64Array(0);
  #count = 0;
  #most = 0;
  #ids = 1;

  /** Empties the list. `ids`: more than any index put in. */
  start(most: number, radiusCm: number, ids: number): void {
    if (most > this.#keys.length) this.#keys = new Float64Array(most);
    this.#count = 0;
    this.#most = most;
    this.#ids = ids;
    this.withinCm = radiusCm;
    this.squaredMax = radiusCm * radiusCm;
  }

  put(id: number, distanceCm: number): void {
    const keys = this.#keys;
    const key = distanceCm * this.#ids + id;
    let at = this.#count;
    if (at === this.#most) {
      if (at === 0 || key > (keys[at - 1] ?? 0)) return;
      at--;
    } else this.#count++;
    for (; at > 0 && (keys[at - 1] ?? 0) > key; at--) keys[at] = keys[at - 1] ?? 0;
    keys[at] = key;
    if (this.#count === this.#most) this.#narrow(keys[this.#most - 1] ?? 0);
  }

  /** Calls `see` with each, nearest first. */
  tell(see: (id: number, distanceCm: number) => void): void {
    for (let i = 0; i < this.#count; i++) {
      const key = this.#keys[i] ?? 0;
      see(key % this.#ids, Math.floor(key / this.#ids));
    }
  }

  /** Within one whole centimetre the index decides, so that much more is let through. */
  #narrow(lastKey: number): void {
    const lastCm = Math.floor(lastKey / this.#ids);
    this.withinCm = lastCm;
    this.squaredMax = Math.min(this.squaredMax, (lastCm + 1) * (lastCm + 1) - 1);
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
