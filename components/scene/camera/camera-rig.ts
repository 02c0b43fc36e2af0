import {
  between,
  clampView,
  dragged,
  groundUnder,
  type View,
  type ViewBounds,
  zoomedAt,
} from "./camera-math.ts";

const KEY_PAN = 0.09;
const KEY_TURN = 15;
/** Right and up of each arrow key. */
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const WHEEL_STEP = 0.0016;
const CLICK_SLOP_PX = 5;
const DOUBLE_CLICK_MS = 350;
const FLIGHT_MS = 1_100;
/** Share of a fling's speed left after one second. */
const FLING_LEFT = 0.012;
const FLING_MIN = 0.02;

export interface RigEvents {
  /** A click without a drag, in -1..1 of the canvas. */
  readonly onClick: (x: number, y: number) => void;
  /** The visitor took the camera into their own hands. */
  readonly onTaken: () => void;
}

interface Pointer {
  x: number;
  y: number;
}

/** Turns pointers, wheel and keys into a view, in the manner map users know. */
export class CameraRig {
  readonly #canvas: HTMLCanvasElement;
  readonly #events: RigEvents;
  readonly #still: boolean;
  readonly #abort = new AbortController();
  readonly #pointers = new Map<number, Pointer>();
  #view: View;
  #home: View;
  #bounds: ViewBounds;
  #flight: {
    readonly from: View;
    readonly to: View;
    readonly startMs: number;
    readonly lastMs: number;
  } | null = null;
  #fling: [number, number] = [0, 0];
  #zoomSpeed = 0;
  #zoomAt: readonly [number, number] = [0, 0];
  #moved = 0;
  #turning = false;
  #lastMoveMs = 0;
  #lastTap = { ms: 0, x: 0, y: 0 };

  /** `still` drops flights and flings (reduced motion). */
  constructor(
    canvas: HTMLCanvasElement,
    home: View,
    view: View,
    bounds: ViewBounds,
    still: boolean,
    events: RigEvents,
  ) {
    this.#canvas = canvas;
    this.#events = events;
    this.#still = still;
    this.#home = home;
    this.#bounds = bounds;
    this.#view = clampView(view, bounds);
    const signal = this.#abort.signal;
    canvas.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    canvas.addEventListener("pointermove", (event) => this.#move(event), { signal });
    canvas.addEventListener("pointerup", (event) => this.#up(event), { signal });
    canvas.addEventListener("pointercancel", (event) => this.#pointers.delete(event.pointerId), { signal });
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  }

  get view(): View {
    return this.#view;
  }

  get aspect(): number {
    return this.#canvas.clientWidth / Math.max(1, this.#canvas.clientHeight);
  }

  setLimits(home: View, bounds: ViewBounds): void {
    this.#home = home;
    this.#bounds = bounds;
  }

  /** Looks at a place at once. */
  jump(view: View): void {
    this.#flight = null;
    this.#view = clampView(view, this.#bounds);
  }

  /** Flies there; with reduced motion it jumps. */
  fly(to: Partial<View>, durationMs = FLIGHT_MS): void {
    this.#stop();
    const target = clampView({ ...this.#view, ...to }, this.#bounds);
    if (this.#still) {
      this.#view = target;
      return;
    }
    this.#flight = { from: this.#view, to: target, startMs: performance.now(), lastMs: durationMs };
  }

  flyHome(): void {
    this.#events.onTaken();
    this.fly(this.#home);
  }

  zoom(factor: number): void {
    this.fly({ distanceM: (this.#flight?.to ?? this.#view).distanceM * factor }, 320);
  }

  turn(bearing: number, pitch: number): void {
    const base = this.#flight?.to ?? this.#view;
    this.fly({ bearing: base.bearing + bearing, pitch: base.pitch + pitch }, 260);
  }

  /** Keeps the middle of the view on a moving place. */
  keepOn(xM: number, zM: number): void {
    if (this.#flight) {
      this.#flight = { ...this.#flight, to: { ...this.#flight.to, xM, zM } };
      return;
    }
    this.#view = clampView({ ...this.#view, xM, zM }, this.#bounds);
  }

  /** Handles a map key; true when it was one. */
  key(event: KeyboardEvent): boolean {
    const { key, shiftKey } = event;
    if (key === "Home") this.flyHome();
    else if (key === "+" || key === "=") this.zoom(1 / 1.5);
    else if (key === "-" || key === "_") this.zoom(1.5);
    else {
      const [right, up] = ARROWS[key] ?? [0, 0];
      if (right === 0 && up === 0) return false;
      const step = this.#view.distanceM * KEY_PAN;
      if (shiftKey) this.turn(KEY_TURN * right, (KEY_TURN / 2) * up);
      else this.#pan(step * right, step * up);
    }
    return true;
  }

  /** Moves on what is under way; call once a frame with the seconds since the last. */
  advance(nowMs: number, seconds: number): void {
    if (this.#flight) {
      const k = Math.min(1, (nowMs - this.#flight.startMs) / this.#flight.lastMs);
      const eased = k < 0.5 ? 4 * k * k * k : 1 - (-2 * k + 2) ** 3 / 2;
      this.#view = clampView(between(this.#flight.from, this.#flight.to, eased), this.#bounds);
      if (k >= 1) this.#flight = null;
      return;
    }
    if (Math.abs(this.#zoomSpeed) > 0.002) {
      const [x, y] = this.#zoomAt;
      const step = this.#zoomSpeed * Math.min(1, seconds * 14);
      this.#zoomSpeed -= step;
      this.#view = zoomedAt(this.#view, Math.exp(step), x, y, this.aspect, this.#bounds);
    }
    const speed = Math.hypot(this.#fling[0], this.#fling[1]);
    if (this.#pointers.size === 0 && speed > FLING_MIN) {
      const left = FLING_LEFT ** seconds;
      this.#fling = [this.#fling[0] * left, this.#fling[1] * left];
      const to = [this.#fling[0] * seconds, this.#fling[1] * seconds] as const;
      this.#view = dragged(this.#view, [0, -0.2], [to[0], -0.2 + to[1]], this.aspect, this.#bounds);
    }
  }

  dispose(): void {
    this.#abort.abort();
  }

  #pan(right: number, ahead: number): void {
    this.#events.onTaken();
    const base = this.#flight?.to ?? this.#view;
    const angle = (base.bearing * Math.PI) / 180;
    const xM = base.xM + Math.cos(angle) * right + Math.sin(angle) * ahead;
    const zM = base.zM + Math.sin(angle) * right - Math.cos(angle) * ahead;
    this.fly({ xM, zM }, 220);
  }

  #stop(): void {
    this.#flight = null;
    this.#fling = [0, 0];
    this.#zoomSpeed = 0;
  }

  #point(event: { clientX: number; clientY: number }): readonly [number, number] {
    const box = this.#canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * 2 - 1,
      1 - ((event.clientY - box.top) / box.height) * 2,
    ];
  }

  #down(event: PointerEvent): void {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#canvas.focus({ preventScroll: true });
    this.#stop();
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#moved = this.#pointers.size > 1 ? Number.POSITIVE_INFINITY : 0;
    this.#turning = event.button === 2 || event.ctrlKey;
  }

  #move(event: PointerEvent): void {
    const pointer = this.#pointers.get(event.pointerId);
    if (!pointer) return;
    const before = { ...pointer };
    this.#moved += Math.hypot(event.clientX - before.x, event.clientY - before.y);
    if (this.#moved < CLICK_SLOP_PX) return;
    const others = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (others) this.#pinch(before, { x: event.clientX, y: event.clientY }, others);
    else if (this.#turning) this.#turn(event.clientX - before.x, event.clientY - before.y);
    else this.#drag(before, event);
    pointer.x = event.clientX;
    pointer.y = event.clientY;
  }

  #drag(before: Pointer, event: PointerEvent): void {
    this.#events.onTaken();
    const from = this.#point({ clientX: before.x, clientY: before.y });
    const to = this.#point(event);
    // Near the horizon the ground races away: there the drag works from lower on the screen.
    const top = this.#lowestGrip();
    const drop = Math.min(0, top - Math.max(from[1], to[1]));
    this.#view = dragged(
      this.#view,
      [from[0], from[1] + drop],
      [to[0], to[1] + drop],
      this.aspect,
      this.#bounds,
    );
    const seconds = Math.max(0.008, (event.timeStamp - this.#lastMoveMs) / 1000);
    this.#lastMoveMs = event.timeStamp;
    const blend = seconds > 0.1 ? 0 : 0.6;
    this.#fling = this.#still
      ? [0, 0]
      : [
          this.#fling[0] * blend + ((to[0] - from[0]) / seconds) * (1 - blend),
          this.#fling[1] * blend + ((to[1] - from[1]) / seconds) * (1 - blend),
        ];
  }

  /** Height on the screen above which the ground is too far off to be dragged. */
  #lowestGrip(): number {
    for (let y = 1; y > -0.9; y -= 0.1) if (groundUnder(this.#view, 0, y + 0.1, this.aspect)) return y;
    return -0.9;
  }

  #turn(dx: number, dy: number): void {
    this.#events.onTaken();
    this.#view = clampView(
      { ...this.#view, bearing: this.#view.bearing + dx * 0.4, pitch: this.#view.pitch - dy * 0.3 },
      this.#bounds,
    );
  }

  #pinch(before: Pointer, after: Pointer, other: Pointer): void {
    this.#events.onTaken();
    const old = { x: before.x - other.x, y: before.y - other.y };
    const now = { x: after.x - other.x, y: after.y - other.y };
    const ratio = Math.hypot(old.x, old.y) / Math.max(1, Math.hypot(now.x, now.y));
    const middle = this.#point({ clientX: (after.x + other.x) / 2, clientY: (after.y + other.y) / 2 });
    const wasMiddle = this.#point({ clientX: (before.x + other.x) / 2, clientY: (before.y + other.y) / 2 });
    const angle = ((Math.atan2(now.y, now.x) - Math.atan2(old.y, old.x)) * 180) / Math.PI;
    const turned = Math.abs(angle) > 180 ? 0 : angle;
    let view = zoomedAt(this.#view, ratio, middle[0], middle[1], this.aspect, this.#bounds);
    // Two fingers moved up or down together tilt; to the side they pan.
    const together = (after.y - before.y) / 2;
    const spread = Math.abs(Math.hypot(now.x, now.y) - Math.hypot(old.x, old.y));
    if (spread < Math.abs(together)) view = { ...view, pitch: view.pitch - together * 0.5 };
    else view = dragged(view, wasMiddle, middle, this.aspect, this.#bounds);
    this.#view = clampView({ ...view, bearing: view.bearing - turned }, this.#bounds);
  }

  #up(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
    if (event.timeStamp - this.#lastMoveMs > 90) this.#fling = [0, 0];
    if (this.#moved >= CLICK_SLOP_PX || event.button !== 0) return;
    const [x, y] = this.#point(event);
    const near = Math.hypot(event.clientX - this.#lastTap.x, event.clientY - this.#lastTap.y) < 24;
    if (near && event.timeStamp - this.#lastTap.ms < DOUBLE_CLICK_MS) {
      this.#events.onTaken();
      this.fly(zoomedAt(this.#view, 0.5, x, y, this.aspect, this.#bounds), 420);
      this.#lastTap.ms = 0;
      return;
    }
    this.#lastTap = { ms: event.timeStamp, x: event.clientX, y: event.clientY };
    this.#events.onClick(x, y);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    this.#flight = null;
    const unit = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? 240 : 1;
    const step = Math.max(-260, Math.min(260, event.deltaY * unit)) * WHEEL_STEP;
    const [x, y] = this.#point(event);
    if (this.#still) {
      this.#view = zoomedAt(this.#view, Math.exp(step), x, y, this.aspect, this.#bounds);
      return;
    }
    this.#zoomAt = [x, y];
    this.#zoomSpeed = Math.max(-1.6, Math.min(1.6, this.#zoomSpeed + step));
  }
}
