import { NEIGHBORHOOD_CELL_CM, type PlanIndex } from "#city/plan/types.ts";
import { mapColours, onTheme } from "./map-colours.ts";
import { MapPainter, type MapPicture } from "./map-draw.ts";
import { type MapParcel, parcelAt } from "./map-parcel.ts";
import {
  boxOf,
  boxView,
  keptInside,
  type MapBox,
  type MapView,
  panned,
  type Size,
  toMetres,
  viewAround,
  zoomed,
} from "./map-view.ts";
import type { MapPlan } from "./use-plan.ts";

/** What a map shows just now. */
export interface MapContent extends Pick<MapPicture, "paint" | "selected" | "markers"> {
  readonly plan: MapPlan;
  readonly onSelect: ((parcel: MapParcel) => void) | undefined;
  readonly onView: ((box: readonly [number, number, number, number]) => void) | undefined;
  /** What is pointed at, by the pointer or by the cross in the middle. */
  readonly onPoint: (parcel: MapParcel | null) => void;
}

export interface MapFocus {
  readonly xM: number;
  readonly zM: number;
  readonly spanM: number;
}

interface Pointer {
  readonly x: number;
  readonly y: number;
  readonly movedPx: number;
}

const PAN_PX = 64;
export const ZOOM_STEP = 1.5;
const CLICK_PX = 5;
const REST_MS = 350;
const WHEEL_PX_MAX = 240;
const WHEEL_LINE_PX = 16;

/** The box of all neighborhoods. */
function builtBox({ neighborhoods }: PlanIndex): MapBox {
  const xs = neighborhoods.map(({ originXCm }) => originXCm / 100);
  const zs = neighborhoods.map(({ originZCm }) => originZCm / 100);
  const cellM = NEIGHBORHOOD_CELL_CM / 100;
  return [Math.min(...xs), Math.min(...zs), Math.max(...xs) + cellM, Math.max(...zs) + cellM];
}

/** One map on one canvas: its view, what gestures do to it, and when it is drawn. */
export class MapController {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter = new MapPainter();
  readonly #pointers = new Map<number, Pointer>();
  readonly #abort = new AbortController();
  readonly #undo: (() => void)[] = [];
  #content: MapContent;
  #size: Size = { width: 1, height: 1 };
  #view: MapView | null = null;
  #focus: MapFocus | null;
  #hovered: MapParcel | null = null;
  #cross = false;
  #drawing = 0;
  #resting = 0;

  constructor(canvas: HTMLCanvasElement, content: MapContent, focus: MapFocus | null) {
    this.#canvas = canvas;
    this.#content = content;
    this.#focus = focus;
    const watcher = new ResizeObserver(() => this.#measure());
    watcher.observe(canvas);
    this.#undo.push(
      () => watcher.disconnect(),
      onTheme(() => this.#draw()),
    );
    this.#listen();
    this.#measure();
  }

  dispose(): void {
    this.#abort.abort();
    for (const undo of this.#undo) undo();
    cancelAnimationFrame(this.#drawing);
    window.clearTimeout(this.#resting);
  }

  /** Shows something else in the same view. */
  show(content: MapContent): void {
    this.#content = content;
    this.#draw();
  }

  lookAt(focus: MapFocus): void {
    this.#focus = focus;
    this.#look(viewAround(focus, this.#size));
  }

  /** Comes closer by a factor above 1, around the middle. */
  zoom(factor: number): void {
    this.#zoomAt(factor, this.#size.width / 2, this.#size.height / 2);
  }

  /** Shows all that is built; water and fields around it are a step out. */
  showAll(): void {
    this.#look(boxView(builtBox(this.#content.plan.index), this.#size));
  }

  get #bounds() {
    const { widthCm, depthCm } = this.#content.plan.index;
    return { widthM: widthCm / 100, depthM: depthCm / 100 };
  }

  #measure(): void {
    const box = this.#canvas.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    this.#size = { width: Math.max(1, box.width), height: Math.max(1, box.height) };
    this.#canvas.width = Math.round(this.#size.width * ratio);
    this.#canvas.height = Math.round(this.#size.height * ratio);
    if (this.#view !== null) this.#look(this.#view);
    else if (this.#focus !== null) this.lookAt(this.#focus);
    else this.showAll();
  }

  #look(view: MapView): void {
    this.#view = keptInside(view, this.#bounds, this.#size);
    this.#draw();
    window.clearTimeout(this.#resting);
    this.#resting = window.setTimeout(() => {
      if (this.#view !== null) this.#content.onView?.(boxOf(this.#view, this.#size));
    }, REST_MS);
  }

  #draw(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => {
      const context = this.#canvas.getContext("2d");
      if (!context || this.#view === null) return;
      const { plan, paint, selected, markers } = this.#content;
      const picture: MapPicture = {
        plan,
        paint,
        selected,
        markers,
        view: this.#view,
        size: this.#size,
        colours: mapColours(),
        hovered: this.#hovered?.parcel ?? null,
        cross: this.#cross,
      };
      this.#painter.draw(context, picture, window.devicePixelRatio || 1);
    });
  }

  #at(x: number, y: number): MapParcel | null {
    if (this.#view === null) return null;
    const [xM, zM] = toMetres(this.#view, x, y, this.#size);
    return parcelAt(this.#content.plan, xM, zM);
  }

  #atMiddle(): MapParcel | null {
    return this.#at(this.#size.width / 2, this.#size.height / 2);
  }

  #point(parcel: MapParcel | null): void {
    if (parcel?.parcel === this.#hovered?.parcel) return;
    this.#hovered = parcel;
    this.#content.onPoint(parcel);
    this.#draw();
  }

  #select(parcel: MapParcel | null): void {
    this.#point(parcel);
    if (parcel !== null) this.#content.onSelect?.(parcel);
  }

  #zoomAt(factor: number, x: number, y: number): void {
    if (this.#view !== null) this.#look(zoomed(this.#view, factor, x, y, this.#size));
  }

  #listen(): void {
    const canvas = this.#canvas;
    const { signal } = this.#abort;
    canvas.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    canvas.addEventListener("pointermove", (event) => this.#move(event), { signal });
    canvas.addEventListener("pointerup", (event) => this.#up(event), { signal });
    canvas.addEventListener("pointercancel", (event) => this.#pointers.delete(event.pointerId), { signal });
    canvas.addEventListener("pointerleave", () => this.#pointers.size === 0 && this.#point(null), { signal });
    canvas.addEventListener("keydown", (event) => this.#key(event), { signal });
    canvas.addEventListener("focus", () => this.#setCross(canvas.matches(":focus-visible")), { signal });
    canvas.addEventListener("blur", () => this.#setCross(false), { signal });
    // Not passive: the page must not scroll below the pointer.
    canvas.addEventListener("wheel", (event) => this.#turn(event), { signal, passive: false });
  }

  #setCross(on: boolean): void {
    this.#cross = on;
    this.#draw();
  }

  #spot(event: MouseEvent): { readonly x: number; readonly y: number } {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #down(event: PointerEvent): void {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, { ...this.#spot(event), movedPx: 0 });
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    const now = this.#spot(event);
    if (before === undefined) {
      this.#point(this.#at(now.x, now.y));
      return;
    }
    const movedPx = before.movedPx + Math.hypot(now.x - before.x, now.y - before.y);
    const [other] = [...this.#pointers].flatMap(([id, one]) => (id === event.pointerId ? [] : [one]));
    this.#pointers.set(event.pointerId, { ...now, movedPx });
    if (this.#view !== null && movedPx >= CLICK_PX)
      this.#look(dragged(this.#view, before, now, other, this.#size));
  }

  #up(event: PointerEvent): void {
    const begun = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    if (begun === undefined || begun.movedPx >= CLICK_PX || this.#pointers.size > 0) return;
    const { x, y } = this.#spot(event);
    this.#select(this.#at(x, y));
  }

  #turn(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE_PX : 1;
    const turned = Math.max(-WHEEL_PX_MAX, Math.min(WHEEL_PX_MAX, event.deltaY * lines));
    const { x, y } = this.#spot(event);
    this.#zoomAt(Math.exp(-turned * 0.002), x, y);
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey || event.ctrlKey || !this.#steer(event.key)) return;
    event.preventDefault();
    this.#setCross(true);
    this.#point(this.#atMiddle());
  }

  /** False for keys that mean nothing here. */
  #steer(key: string): boolean {
    const step = PAN_STEPS[key];
    if (step !== undefined && this.#view !== null)
      this.#look(panned(this.#view, step[0] * PAN_PX, step[1] * PAN_PX));
    else if (key === "+" || key === "=") this.zoom(ZOOM_STEP);
    else if (key === "-") this.zoom(1 / ZOOM_STEP);
    else if (key === "Home") this.showAll();
    else if (key === "Enter" || key === " ") this.#select(this.#atMiddle());
    else return false;
    return true;
  }
}

const PAN_STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

type Spot = Pick<Pointer, "x" | "y">;

/** One finger moves the map, a second one also zooms it. */
function dragged(view: MapView, before: Spot, now: Spot, other: Spot | undefined, size: Size): MapView {
  if (other === undefined) return panned(view, now.x - before.x, now.y - before.y);
  const apart = (a: Spot) => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
  const half = panned(view, (now.x - before.x) / 2, (now.y - before.y) / 2);
  return zoomed(half, apart(now) / apart(before), (now.x + other.x) / 2, (now.y + other.y) / 2, size);
}
