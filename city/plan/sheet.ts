import type { PlanArea } from "./types.ts";

/** One lot of a sheet. Lengths in cm. */
export interface SheetLot {
  /** Local edge it fronts. */
  readonly edge: number;
  readonly offset: number;
  readonly width: number;
  readonly depth: number;
  /** Land value, cents per square metre. */
  readonly landCents: number;
  readonly building: SheetBuilding | null;
}

export interface SheetBuilding {
  /** Space between the front of the lot and the building, and on each side. */
  readonly front: number;
  readonly side: number;
  readonly depth: number;
  readonly floors: number;
  readonly use: number;
  readonly zone: number;
}

/** What a neighborhood's file holds: all else is computed from it (see expand.ts). */
export interface Sheet {
  readonly index: number;
  /** Own nodes, then ghosts. */
  readonly nodeX: readonly number[];
  readonly nodeZ: readonly number[];
  readonly nodeGlobal: readonly number[];
  readonly nodeCount: number;
  readonly edgeStart: readonly number[];
  readonly edgeTo: readonly number[];
  readonly edgeStreet: readonly number[];
  readonly edgeClass: readonly number[];
  /** By edge, then along it. */
  readonly lots: readonly SheetLot[];
  /** House number of the first building of each numbered run, in the order of numberRuns. */
  readonly runNumbers: readonly number[];
  readonly areas: readonly PlanArea[];
}
