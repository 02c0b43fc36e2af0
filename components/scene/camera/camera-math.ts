/** A view of the city: looking at a point of the ground from a distance. Lengths in metres, angles in degrees. */
export interface View {
  readonly xM: number;
  readonly zM: number;
  readonly distanceM: number;
  /** Compass direction looked towards: 0 is north (-z), 90 east (+x). */
  readonly bearing: number;
  /** 0 looks straight down, 90 along the ground. */
  readonly pitch: number;
}

export type Vec3 = readonly [number, number, number];

/** How far the view may go. */
export interface ViewBounds {
  readonly minXM: number;
  readonly minZM: number;
  readonly maxXM: number;
  readonly maxZM: number;
  readonly maxDistanceM: number;
}

export const MIN_DISTANCE_M = 12;
export const MAX_PITCH = 84;
export const FIELD_OF_VIEW = 42;
/** The eye never sinks below this. */
const EYE_FLOOR_M = 1.7;
const RADIANS = Math.PI / 180;

/** Brings a view back inside its bounds; bearing ends in [0, 360). */
export function clampView(view: View, bounds: ViewBounds): View {
  const distanceM = within(view.distanceM, MIN_DISTANCE_M, bounds.maxDistanceM);
  const lowest = (Math.acos(Math.min(1, EYE_FLOOR_M / distanceM)) / RADIANS) * 1;
  return {
    xM: within(view.xM, bounds.minXM, bounds.maxXM),
    zM: within(view.zM, bounds.minZM, bounds.maxZM),
    distanceM,
    bearing: ((view.bearing % 360) + 360) % 360,
    pitch: within(view.pitch, 0, Math.min(MAX_PITCH, lowest)),
  };
}

/** Where the eye is. */
export function eyeOf(view: View): Vec3 {
  const back = Math.sin(view.pitch * RADIANS) * view.distanceM;
  const [fx, fz] = forwardOf(view.bearing);
  return [view.xM - fx * back, Math.cos(view.pitch * RADIANS) * view.distanceM, view.zM - fz * back];
}

/** Horizontal unit vector of a bearing: x and z. */
export function forwardOf(bearing: number): readonly [number, number] {
  return [Math.sin(bearing * RADIANS), -Math.cos(bearing * RADIANS)];
}

/** Unit vector from the eye through a point of the screen; x and y in -1..1, y up. */
export function rayThrough(view: View, x: number, y: number, aspect: number): Vec3 {
  const [fx, fz] = forwardOf(view.bearing);
  const sin = Math.sin(view.pitch * RADIANS);
  const cos = Math.cos(view.pitch * RADIANS);
  const tan = Math.tan((FIELD_OF_VIEW / 2) * RADIANS);
  const side = x * tan * aspect;
  const up = y * tan;
  const dx = fx * sin + -fz * side + fx * cos * up;
  const dy = -cos + sin * up;
  const dz = fz * sin + fx * side + fz * cos * up;
  const length = Math.hypot(dx, dy, dz);
  return [dx / length, dy / length, dz / length];
}

/** Point of the ground under a point of the screen, or null above the horizon (or too far to be meant). */
export function groundUnder(
  view: View,
  x: number,
  y: number,
  aspect: number,
): readonly [number, number] | null {
  const eye = eyeOf(view);
  const ray = rayThrough(view, x, y, aspect);
  if (ray[1] > -0.01) return null;
  const t = -eye[1] / ray[1];
  return t > view.distanceM * 12 ? null : [eye[0] + ray[0] * t, eye[2] + ray[2] * t];
}

/** Zooms by a factor so that the ground under the given point of the screen stays there. */
export function zoomedAt(
  view: View,
  factor: number,
  x: number,
  y: number,
  aspect: number,
  bounds: ViewBounds,
): View {
  const anchor = groundUnder(view, x, y, aspect);
  const next = clampView({ ...view, distanceM: view.distanceM * factor }, bounds);
  if (!anchor) return next;
  const real = next.distanceM / view.distanceM;
  return clampView(
    { ...next, xM: anchor[0] + (view.xM - anchor[0]) * real, zM: anchor[1] + (view.zM - anchor[1]) * real },
    bounds,
  );
}

/** Moves the view so that the ground that was under `from` comes under `to` (points of the screen). */
export function dragged(
  view: View,
  from: readonly [number, number],
  to: readonly [number, number],
  aspect: number,
  bounds: ViewBounds,
): View {
  const a = groundUnder(view, from[0], from[1], aspect);
  const b = groundUnder(view, to[0], to[1], aspect);
  if (!(a && b)) return view;
  return clampView({ ...view, xM: view.xM + a[0] - b[0], zM: view.zM + a[1] - b[1] }, bounds);
}

/** A view on the way between two, `k` in 0..1: distances by ratio, angles the short way round. */
export function between(a: View, b: View, k: number): View {
  const turn = ((b.bearing - a.bearing + 540) % 360) - 180;
  return {
    xM: a.xM + (b.xM - a.xM) * k,
    zM: a.zM + (b.zM - a.zM) * k,
    distanceM: a.distanceM * (b.distanceM / a.distanceM) ** k,
    bearing: a.bearing + turn * k,
    pitch: a.pitch + (b.pitch - a.pitch) * k,
  };
}

/** Screen point of a place in the city, x and y in -1..1, or null behind the eye. */
export function projected(view: View, point: Vec3, aspect: number): readonly [number, number] | null {
  const eye = eyeOf(view);
  const [fx, fz] = forwardOf(view.bearing);
  const sin = Math.sin(view.pitch * RADIANS);
  const cos = Math.cos(view.pitch * RADIANS);
  const x = point[0] - eye[0];
  const y = point[1] - eye[1];
  const z = point[2] - eye[2];
  const depth = x * fx * sin - y * cos + z * fz * sin;
  if (depth < 0.1) return null;
  const tan = Math.tan((FIELD_OF_VIEW / 2) * RADIANS);
  const side = x * -fz + z * fx;
  const up = x * fx * cos + y * sin + z * fz * cos;
  return [side / (depth * tan * aspect), up / (depth * tan)];
}

function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
