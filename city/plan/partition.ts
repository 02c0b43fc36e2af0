import { assert, at } from "../assert.ts";
import type { Drawing } from "./draw.ts";
import { tail } from "./planar.ts";
import { type CellGrid, cellGrid, cellOf, type Selection } from "./select.ts";

/** The cells that became neighborhoods, in their order, and the district (0..n-1) of each. */
export interface Partition {
  readonly grid: CellGrid;
  /** Cell by neighborhood. */
  readonly cells: readonly number[];
  /** Neighborhood by cell, or -1. */
  readonly neighborhoodOfCell: Int32Array;
  /** District by neighborhood. */
  readonly district: Int32Array;
  /** Quarter by district. */
  readonly quarterOfDistrict: readonly number[];
}

function beside(grid: CellGrid, cell: number): number[] {
  const column = cell % grid.columns;
  const found: number[] = [];
  if (cell >= grid.columns) found.push(cell - grid.columns);
  if (column > 0) found.push(cell - 1);
  if (column + 1 < grid.columns) found.push(cell + 1);
  if (cell + grid.columns < grid.columns * grid.rows) found.push(cell + grid.columns);
  return found;
}

/** The quarter that has most faces around the nodes of each cell; -1 for cells without nodes. */
function quarterByCell(d: Drawing, selection: Selection, grid: CellGrid): Int32Array {
  const p = d.draft.planar;
  const quarters = d.draft.setting.quarters.length;
  const votes = new Int32Array(grid.columns * grid.rows * quarters);
  const quarterOf = new Int32Array(grid.columns * grid.rows).fill(-1);
  for (let h = 0; h < selection.edges.length; h++) {
    if (!at(selection.edges, h)) continue;
    const node = tail(p, h);
    const cell = cellOf(grid, at(p.nodeX, node), at(p.nodeZ, node));
    if (at(quarterOf, cell) < 0) quarterOf[cell] = 0;
    const quarter = at(d.quarter, at(p.face, h));
    if (quarter < 0) continue;
    const slot = cell * quarters + quarter;
    votes[slot] = at(votes, slot) + 1;
    if (at(votes, slot) > at(votes, cell * quarters + at(quarterOf, cell))) quarterOf[cell] = quarter;
  }
  return quarterOf;
}

/** The connected cells of one quarter around a cell; marks them as seen. */
function patchAround(grid: CellGrid, quarterOf: Int32Array, start: number, seen: Uint8Array): number[] {
  const patch = [start];
  seen[start] = 1;
  for (let i = 0; i < patch.length; i++) {
    for (const cell of beside(grid, at(patch, i))) {
      if (at(seen, cell) || at(quarterOf, cell) !== at(quarterOf, start)) continue;
      seen[cell] = 1;
      patch.push(cell);
    }
  }
  return patch;
}

/** Gives cells that are not settled to the nearest quarter that is, from the settled ones outwards. */
function spread(grid: CellGrid, quarterOf: Int32Array, settledCells: readonly number[]): void {
  const settled = new Uint8Array(quarterOf.length);
  const queue = [...settledCells];
  for (const cell of queue) settled[cell] = 1;
  for (let i = 0; i < queue.length; i++) {
    const from = at(queue, i);
    for (const cell of beside(grid, from)) {
      if (at(settled, cell) || at(quarterOf, cell) < 0) continue;
      settled[cell] = 1;
      quarterOf[cell] = at(quarterOf, from);
      queue.push(cell);
    }
  }
}

/** Keeps the largest patch of each quarter and gives the rest to a neighboring one, so that every quarter is one patch. */
function joinPatches(grid: CellGrid, quarterOf: Int32Array, quarters: number): void {
  const largest: number[][] = Array.from({ length: quarters }, () => []);
  const seen = new Uint8Array(quarterOf.length);
  quarterOf.forEach((quarter, start) => {
    if (quarter < 0 || at(seen, start)) return;
    const patch = patchAround(grid, quarterOf, start, seen);
    if (patch.length > (largest[quarter]?.length ?? 0)) largest[quarter] = patch;
  });
  spread(grid, quarterOf, largest.flat());
}

/** A plan needs two districts at least: halves the cells by their order when there is only one quarter. */
function ensureTwo(grid: CellGrid, quarterOf: Int32Array): void {
  const cells = [...quarterOf.keys()].filter((cell) => at(quarterOf, cell) >= 0);
  const first = cells[0];
  if (first === undefined || cells.some((cell) => at(quarterOf, cell) !== at(quarterOf, first))) return;
  const patch = [first];
  const taken = new Set(patch);
  for (let i = 0; i < patch.length && patch.length * 2 < cells.length; i++) {
    for (const cell of beside(grid, at(patch, i))) {
      if (taken.has(cell) || at(quarterOf, cell) < 0 || patch.length * 2 >= cells.length) continue;
      taken.add(cell);
      patch.push(cell);
    }
  }
  const other = at(quarterOf, first) === 0 ? 1 : 0;
  for (const cell of patch) quarterOf[cell] = other;
}

/** Divides the selected streets into neighborhoods and districts. */
export function partitionCity(d: Drawing, selection: Selection): Partition {
  const { widthCm, depthCm, quarters } = d.draft.setting;
  const grid = cellGrid(widthCm, depthCm);
  const quarterOf = quarterByCell(d, selection, grid);
  joinPatches(grid, quarterOf, quarters.length);
  ensureTwo(grid, quarterOf);
  joinPatches(grid, quarterOf, quarters.length);
  const cells = [...quarterOf.keys()].filter((cell) => at(quarterOf, cell) >= 0);
  assert(cells.length <= 65_535, "neighborhoods are numbered in 16 bits");
  const neighborhoodOfCell = new Int32Array(quarterOf.length).fill(-1);
  cells.forEach((cell, index) => {
    neighborhoodOfCell[cell] = index;
  });
  const quarterOfDistrict = quarters
    .map((_, q) => q)
    .filter((q) => cells.some((cell) => at(quarterOf, cell) === q));
  const district = Int32Array.from(cells, (cell) => quarterOfDistrict.indexOf(at(quarterOf, cell)));
  return { grid, cells, neighborhoodOfCell, district, quarterOfDistrict };
}
