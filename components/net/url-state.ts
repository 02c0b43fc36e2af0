import type { View } from "#components/scene/camera/camera-math.ts";

/** What of the page lives in its address. */
export interface UrlState {
  readonly view: View | null;
  /** Id of the selected agent or building. */
  readonly selected: string | null;
}

/** Reads `?cam=x,z,distance,bearing,pitch&sel=id`; what is malformed counts as absent. */
export function readUrlState(search: string): UrlState {
  const query = new URLSearchParams(search);
  const numbers = (query.get("cam") ?? "").split(",").map(Number);
  const [xM, zM, distanceM, bearing, pitch] = numbers;
  const whole = numbers.length === 5 && numbers.every(Number.isFinite);
  const selected = query.get("sel");
  return {
    view:
      whole &&
      xM !== undefined &&
      zM !== undefined &&
      distanceM !== undefined &&
      bearing !== undefined &&
      pitch !== undefined
        ? { xM, zM, distanceM: Math.max(1, distanceM), bearing, pitch }
        : null,
    selected: selected !== null && /^(agt|bld)_[0-9a-z]{7,10}$/.test(selected) ? selected : null,
  };
}

/** The query with this state in it; other parameters stay. */
export function writeUrlState(search: string, view: View, selected: string | null): string {
  const query = new URLSearchParams(search);
  query.delete("cam");
  query.delete("sel");
  const rest = query.toString();
  const cam = [
    view.xM.toFixed(1),
    view.zM.toFixed(1),
    view.distanceM.toFixed(view.distanceM < 100 ? 1 : 0),
    view.bearing.toFixed(1),
    view.pitch.toFixed(1),
  ].join(",");
  return `?${rest ? `${rest}&` : ""}cam=${cam}${selected ? `&sel=${selected}` : ""}`;
}
