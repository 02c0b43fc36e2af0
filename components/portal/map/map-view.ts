/** Where a map looks: the middle, in metres, and how many metres a pixel covers. */
export interface MapView {
  readonly xM: number;
  readonly zM: number;
  readonly metresPerPx: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface MapBounds {
  readonly widthM: number;
  readonly depthM: number;
}

/** The closest look; the widest one shows the whole city. */
const CLOSEST_METRES_PER_PX = 0.12;
const MARGIN = 1.05;

/** West, north, east and south in metres. */
export type MapBox = readonly [number, number, number, number];

/** A view that shows all of a box. */
export function boxView([west, north, east, south]: MapBox, size: Size): MapView {
  const metresPerPx = Math.max((east - west) / size.width, (south - north) / size.height) * MARGIN;
  return { xM: (west + east) / 2, zM: (north + south) / 2, metresPerPx };
}

/** A view that shows all. */
export function wholeView({ widthM, depthM }: MapBounds, size: Size): MapView {
  return boxView([0, 0, widthM, depthM], size);
}

/** A view of a square of `spanM` metres around a point. */
export function viewAround(
  point: { readonly xM: number; readonly zM: number; readonly spanM: number },
  size: Size,
): MapView {
  return { xM: point.xM, zM: point.zM, metresPerPx: point.spanM / Math.min(size.width, size.height) };
}

/** The same view, kept within the city and within sensible scales. */
export function keptInside(view: MapView, bounds: MapBounds, size: Size): MapView {
  const widest = wholeView(bounds, size).metresPerPx;
  const metresPerPx = Math.min(widest, Math.max(CLOSEST_METRES_PER_PX, view.metresPerPx));
  return {
    xM: Math.min(bounds.widthM, Math.max(0, view.xM)),
    zM: Math.min(bounds.depthM, Math.max(0, view.zM)),
    metresPerPx,
  };
}

/** Moves the picture by pixels. */
export function panned(view: MapView, dx: number, dy: number): MapView {
  return { ...view, xM: view.xM - dx * view.metresPerPx, zM: view.zM - dy * view.metresPerPx };
}

/** Zooms so that what lies under a point of the picture stays there. A factor above 1 comes closer. */
export function zoomed(view: MapView, factor: number, x: number, y: number, size: Size): MapView {
  const [beforeX, beforeZ] = toMetres(view, x, y, size);
  const next = { ...view, metresPerPx: Math.max(CLOSEST_METRES_PER_PX, view.metresPerPx / factor) };
  const [afterX, afterZ] = toMetres(next, x, y, size);
  return { ...next, xM: next.xM + beforeX - afterX, zM: next.zM + beforeZ - afterZ };
}

export function toMetres(view: MapView, x: number, y: number, size: Size): readonly [number, number] {
  return [
    view.xM + (x - size.width / 2) * view.metresPerPx,
    view.zM + (y - size.height / 2) * view.metresPerPx,
  ];
}

export function toPixels(view: MapView, xM: number, zM: number, size: Size): readonly [number, number] {
  return [
    size.width / 2 + (xM - view.xM) / view.metresPerPx,
    size.height / 2 + (zM - view.zM) / view.metresPerPx,
  ];
}

/** West, north, east and south of what is seen, whole metres. */
export function boxOf(view: MapView, size: Size): MapBox {
  const [west, north] = toMetres(view, 0, 0, size);
  const [east, south] = toMetres(view, size.width, size.height, size);
  return [Math.floor(west), Math.floor(north), Math.ceil(east), Math.ceil(south)];
}
