import { AREA_KINDS, type PlanNeighborhood, STREET_HALF_WIDTH_CM } from "#city/plan/types.ts";
import type { MapColours } from "./map-colours.ts";
import type { ParcelPaint } from "./map-parcel.ts";
import { type PlacePaths, paintedPaths, parcelPath, pathsOf } from "./map-paths.ts";
import { boxOf, type MapView, type Size, toPixels } from "./map-view.ts";
import type { MapPlan } from "./use-plan.ts";

/** Something on the map besides parcels. */
export interface MapMarker {
  readonly id: string;
  readonly xM: number;
  readonly zM: number;
  readonly label: string;
}

export interface MapPicture {
  readonly plan: MapPlan;
  readonly view: MapView;
  readonly size: Size;
  readonly colours: MapColours;
  readonly paint: ((parcel: number) => ParcelPaint | null) | null;
  readonly selected: number | null;
  readonly hovered: number | null;
  readonly markers: readonly MapMarker[];
  /** A cross in the middle, for those who steer by keys. */
  readonly cross: boolean;
}

/** Closer than this lots and single buildings show; farther away only districts have names. */
const LOTS_METRES_PER_PX = 1.1;
const BUILDINGS_METRES_PER_PX = 6;
const PLACE_NAMES_METRES_PER_PX = 2;
const CELL_M = 300;
const PAINT_ORDER: readonly ParcelPaint[] = [
  "free",
  "choice",
  "owned",
  "to-let",
  "for-sale",
  "mine",
  "pending",
];

/** Draws a plan on a canvas. Keeps what it has made of each neighborhood. */
export class MapPainter {
  readonly #paths = new Map<number, PlacePaths>();
  #painted = new Map<number, ReadonlyMap<ParcelPaint, Path2D>>();
  #paint: MapPicture["paint"] = null;

  draw(canvas: CanvasRenderingContext2D, picture: MapPicture, pixelRatio: number): void {
    const { plan, view, size, colours } = picture;
    if (picture.paint !== this.#paint) {
      this.#paint = picture.paint;
      this.#painted = new Map();
    }
    canvas.setTransform(1, 0, 0, 1, 0, 0);
    canvas.fillStyle = colours.land;
    canvas.fillRect(0, 0, canvas.canvas.width, canvas.canvas.height);
    const scale = pixelRatio / view.metresPerPx;
    const middle = [(size.width * pixelRatio) / 2, (size.height * pixelRatio) / 2] as const;
    canvas.setTransform(scale, 0, 0, scale, middle[0] - view.xM * scale, middle[1] - view.zM * scale);
    const seen = seenPlaces(plan, view, size);
    this.#drawGround(canvas, picture, seen);
    this.#drawParcels(canvas, picture, seen);
    this.#outline(canvas, picture, picture.hovered, 1.5);
    this.#outline(canvas, picture, picture.selected, 3);
    canvas.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    drawNames(canvas, picture, seen);
    for (const marker of picture.markers) drawMarker(canvas, picture, marker);
    if (picture.cross) drawCross(canvas, size, colours);
  }

  #pathsAt(plan: MapPlan, n: number): PlacePaths | null {
    const known = this.#paths.get(n);
    const place = plan.places.get(n);
    if (known !== undefined || place === undefined) return known ?? null;
    const paths = pathsOf(place);
    this.#paths.set(n, paths);
    return paths;
  }

  #drawGround(
    canvas: CanvasRenderingContext2D,
    { plan, view, colours }: MapPicture,
    seen: readonly PlanNeighborhood[],
  ): void {
    const all = seen.flatMap((n) => this.#pathsAt(plan, n.index) ?? []);
    for (const kind of AREA_KINDS) {
      canvas.fillStyle = colours.areas[kind];
      for (const { areas } of all) fillPath(canvas, areas.get(kind));
    }
    if (view.metresPerPx < LOTS_METRES_PER_PX) {
      canvas.fillStyle = colours.lot;
      for (const { lots } of all) canvas.fill(lots);
    }
    canvas.lineCap = "round";
    drawStreets(canvas, all, { colour: colours.streetEdge, extraPx: 1.6, metresPerPx: view.metresPerPx });
    drawStreets(canvas, all, { colour: colours.street, extraPx: 0, metresPerPx: view.metresPerPx });
  }

  #drawParcels(
    canvas: CanvasRenderingContext2D,
    picture: MapPicture,
    seen: readonly PlanNeighborhood[],
  ): void {
    const near = picture.view.metresPerPx < BUILDINGS_METRES_PER_PX;
    for (const place of seen) {
      const paths = this.#pathsAt(picture.plan, place.index);
      if (paths === null) continue;
      const painted = this.#paintedAt(picture, place);
      drawPainted(canvas, painted, picture, near);
      canvas.globalAlpha = near ? 1 : 0.55;
      canvas.fillStyle = picture.colours.building;
      canvas.fill(paths.buildings);
      canvas.globalAlpha = 1;
      if (near) tintBuildings(canvas, paths, painted, picture.colours);
    }
  }

  #paintedAt({ plan, paint }: MapPicture, { index, parcelBase }: PlanNeighborhood): PaintedPaths {
    const place = plan.places.get(index);
    if (paint === null || place === undefined) return NOTHING_PAINTED;
    const painted = this.#painted.get(index) ?? paintedPaths(place, parcelBase, paint);
    this.#painted.set(index, painted);
    return painted;
  }

  #outline(
    canvas: CanvasRenderingContext2D,
    picture: MapPicture,
    parcel: number | null,
    widthPx: number,
  ): void {
    if (parcel === null) return;
    const home = picture.plan.index.neighborhoods.find(
      (n) => parcel >= n.parcelBase && parcel < n.parcelBase + n.parcelCount,
    );
    const place = home === undefined ? undefined : picture.plan.places.get(home.index);
    if (home === undefined || place === undefined) return;
    canvas.strokeStyle = picture.colours.selected;
    canvas.lineJoin = "round";
    canvas.lineWidth = widthPx * picture.view.metresPerPx;
    canvas.stroke(parcelPath(place, parcel - home.parcelBase));
  }
}

type PaintedPaths = ReadonlyMap<ParcelPaint, Path2D>;
const NOTHING_PAINTED: PaintedPaths = new Map();

function fillPath(canvas: CanvasRenderingContext2D, path: Path2D | undefined): void {
  if (path) canvas.fill(path);
}

interface StreetPen {
  readonly colour: string;
  readonly extraPx: number;
  readonly metresPerPx: number;
}

/** The roadway, without the pavements; never thinner than a hair. */
function drawStreets(
  canvas: CanvasRenderingContext2D,
  all: readonly PlacePaths[],
  { colour, extraPx, metresPerPx }: StreetPen,
): void {
  canvas.strokeStyle = colour;
  for (const [i, halfCm] of STREET_HALF_WIDTH_CM.entries()) {
    canvas.lineWidth = Math.max(halfCm / 80, metresPerPx * (i === 0 ? 1.6 : 0.7)) + extraPx * metresPerPx;
    for (const { streets } of all) canvas.stroke(streets[i] ?? new Path2D());
  }
}

function drawPainted(
  canvas: CanvasRenderingContext2D,
  painted: PaintedPaths,
  { colours, view }: MapPicture,
  near: boolean,
): void {
  for (const kind of PAINT_ORDER) {
    const path = painted.get(kind);
    if (!path || (kind === "free" && !near)) continue;
    canvas.fillStyle = colours.paints[kind];
    canvas.globalAlpha = near && kind !== "pending" ? 0.75 : 1;
    canvas.fill(path);
    if (near) continue;
    // From far away a lot is smaller than a pixel: a hair around it keeps it in sight.
    canvas.strokeStyle = colours.paints[kind];
    canvas.lineWidth = view.metresPerPx * 1.5;
    canvas.stroke(path);
  }
}

/** A building has a deeper tone of its lot's colour. */
function tintBuildings(
  canvas: CanvasRenderingContext2D,
  paths: PlacePaths,
  painted: ReadonlyMap<ParcelPaint, Path2D>,
  colours: MapColours,
): void {
  for (const [kind, path] of painted) {
    if (kind === "free") continue;
    canvas.save();
    canvas.clip(path);
    canvas.fillStyle = colours.paints[kind];
    canvas.fill(paths.buildings);
    canvas.restore();
  }
}

function seenPlaces(plan: MapPlan, view: MapView, size: Size): PlanNeighborhood[] {
  const [west, north, east, south] = boxOf(view, size);
  const slack = CELL_M / 4;
  return plan.index.neighborhoods.filter(({ originXCm, originZCm }) => {
    const [x, z] = [originXCm / 100, originZCm / 100];
    return x < east + slack && x + CELL_M > west - slack && z < south + slack && z + CELL_M > north - slack;
  });
}

function drawNames(
  canvas: CanvasRenderingContext2D,
  { plan, view, size, colours }: MapPicture,
  seen: readonly PlanNeighborhood[],
): void {
  const far = view.metresPerPx > PLACE_NAMES_METRES_PER_PX;
  canvas.font = `${far ? 600 : 500} ${far ? 13 : 12}px Inter Variable, sans-serif`;
  canvas.textAlign = "center";
  canvas.textBaseline = "middle";
  canvas.lineWidth = 3.5;
  canvas.lineJoin = "round";
  canvas.strokeStyle = colours.halo;
  canvas.fillStyle = colours.text;
  const names = far
    ? plan.index.districts.map(({ name, neighborhoods }) => ({ name, at: middleOf(plan, neighborhoods) }))
    : seen.filter((n) => n.buildingCount > 0).map((n) => ({ name: n.name, at: middleOf(plan, [n.index]) }));
  for (const { name, at } of names) {
    const [x, y] = toPixels(view, at[0], at[1], size);
    canvas.strokeText(name, x, y);
    canvas.fillText(name, x, y);
  }
}

function middleOf(plan: MapPlan, neighborhoods: readonly number[]): readonly [number, number] {
  let x = 0;
  let z = 0;
  for (const n of neighborhoods) {
    const place = plan.index.neighborhoods[n];
    x += ((place?.originXCm ?? 0) / 100 + CELL_M / 2) / neighborhoods.length;
    z += ((place?.originZCm ?? 0) / 100 + CELL_M / 2) / neighborhoods.length;
  }
  return [x, z];
}

function drawMarker(
  canvas: CanvasRenderingContext2D,
  { view, size, colours }: MapPicture,
  marker: MapMarker,
): void {
  const [x, y] = toPixels(view, marker.xM, marker.zM, size);
  canvas.beginPath();
  canvas.arc(x, y, 6, 0, Math.PI * 2);
  canvas.fillStyle = colours.paints.mine;
  canvas.fill();
  canvas.lineWidth = 2;
  canvas.strokeStyle = colours.halo;
  canvas.stroke();
  canvas.font = "600 12px Inter Variable, sans-serif";
  canvas.textAlign = "center";
  canvas.lineWidth = 3.5;
  canvas.strokeText(marker.label, x, y - 15);
  canvas.fillStyle = colours.text;
  canvas.fillText(marker.label, x, y - 15);
}

function drawCross(canvas: CanvasRenderingContext2D, size: Size, colours: MapColours): void {
  const [x, y] = [size.width / 2, size.height / 2];
  for (const [width, colour] of [
    [4, colours.halo],
    [1.5, colours.selected],
  ] as const) {
    canvas.lineWidth = width;
    canvas.strokeStyle = colour;
    canvas.beginPath();
    canvas.moveTo(x - 9, y);
    canvas.lineTo(x + 9, y);
    canvas.moveTo(x, y - 9);
    canvas.lineTo(x, y + 9);
    canvas.stroke();
  }
}
