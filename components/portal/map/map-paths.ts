import { AREA_KINDS, type AreaKind, type NeighborhoodPlan, STREET_HALF_WIDTH_CM } from "#city/plan/types.ts";
import type { ParcelPaint } from "./map-parcel.ts";

/** A neighborhood's shapes as paths in metres, made once. */
export interface PlacePaths {
  readonly areas: ReadonlyMap<AreaKind, Path2D>;
  /** Middle lines by street class. */
  readonly streets: readonly Path2D[];
  readonly lots: Path2D;
  readonly buildings: Path2D;
}

const AXIS_UNIT = 16_384;

export function pathsOf(place: NeighborhoodPlan): PlacePaths {
  const areas = new Map(AREA_KINDS.map((kind) => [kind, new Path2D()]));
  for (const { kind, points } of place.areas) {
    const path = areas.get(kind);
    for (let i = 0; i + 1 < points.length; i += 2) {
      const [x, z] = [(points[i] ?? 0) / 100, (points[i + 1] ?? 0) / 100];
      if (i === 0) path?.moveTo(x, z);
      else path?.lineTo(x, z);
    }
    path?.closePath();
  }
  const lots = new Path2D();
  for (let i = 0; i < place.parcels.count; i++) addRect(lots, place.parcels, i);
  const buildings = new Path2D();
  for (let i = 0; i < place.buildings.count; i++) addRect(buildings, place.buildings, i);
  return { areas, streets: streetsOf(place), lots, buildings };
}

function streetsOf({
  nodeCount,
  nodeXCm,
  nodeZCm,
  edgeStart,
  edgeTo,
  edgeClass,
}: NeighborhoodPlan): Path2D[] {
  const paths = STREET_HALF_WIDTH_CM.map(() => new Path2D());
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = edgeStart[node] ?? 0; edge < (edgeStart[node + 1] ?? 0); edge++) {
      const to = edgeTo[edge] ?? 0;
      // Every street is there in both directions; those to other neighborhoods are drawn from both sides.
      if (to < node) continue;
      const path = paths[edgeClass[edge] ?? 0];
      path?.moveTo((nodeXCm[node] ?? 0) / 100, (nodeZCm[node] ?? 0) / 100);
      path?.lineTo((nodeXCm[to] ?? 0) / 100, (nodeZCm[to] ?? 0) / 100);
    }
  }
  return paths;
}

/** Painted parcels of a neighborhood, one path a paint. */
export function paintedPaths(
  place: NeighborhoodPlan,
  parcelBase: number,
  paint: (parcel: number) => ParcelPaint | null,
): ReadonlyMap<ParcelPaint, Path2D> {
  const paths = new Map<ParcelPaint, Path2D>();
  for (let i = 0; i < place.parcels.count; i++) {
    const kind = paint(parcelBase + i);
    if (kind === null) continue;
    const path = paths.get(kind) ?? new Path2D();
    paths.set(kind, path);
    addRect(path, place.parcels, i);
  }
  return paths;
}

/** The outline of one parcel, by its number in the neighborhood. */
export function parcelPath(place: NeighborhoodPlan, local: number): Path2D {
  const path = new Path2D();
  addRect(path, place.parcels, local);
  return path;
}

type Rects = Pick<
  NeighborhoodPlan["parcels"],
  "centreXCm" | "centreZCm" | "axisX" | "axisZ" | "widthCm" | "depthCm"
>;

function addRect(path: Path2D, rects: Rects, i: number): void {
  const x = (rects.centreXCm[i] ?? 0) / 100;
  const z = (rects.centreZCm[i] ?? 0) / 100;
  const half = (rects.widthCm[i] ?? 0) / 200;
  const deep = (rects.depthCm[i] ?? 0) / 200;
  const ax = (rects.axisX[i] ?? 0) / AXIS_UNIT;
  const az = (rects.axisZ[i] ?? 0) / AXIS_UNIT;
  path.moveTo(x - ax * half + az * deep, z - az * half - ax * deep);
  path.lineTo(x + ax * half + az * deep, z + az * half - ax * deep);
  path.lineTo(x + ax * half - az * deep, z + az * half + ax * deep);
  path.lineTo(x - ax * half - az * deep, z - az * half + ax * deep);
  path.closePath();
}
