import type { RoomDeeds } from "#components/net/room-deeds.ts";
import type { CityMap } from "./city-map.ts";
import type { Label } from "./labels.ts";

/** A sign is read from this near, metres; so many at a time. */
const SIGN_REACH_M = 130;
const SIGNS_MAX = 10;

/** Titles and signs of the buildings nearest to a spot (metres), as labels above their doors. Called a few times a second at most. */
export function signsNear(map: CityMap, deeds: RoomDeeds, xM: number, zM: number, eyeM: number): Label[] {
  if (eyeM > SIGN_REACH_M) return [];
  const found: { readonly label: Label; readonly far: number }[] = [];
  for (const [n, { buildings }] of map.plans) {
    for (const { building, parcel, title, sign } of deeds.of(n)) {
      if (building < 0 || (title === "" && sign === "")) continue;
      const x = (buildings.doorXCm[building] ?? 0) / 100;
      const z = (buildings.doorZCm[building] ?? 0) / 100;
      const far = Math.hypot(x - xM, z - zM);
      if (far > SIGN_REACH_M) continue;
      const text = [title, sign].filter((words) => words !== "").join(" · ");
      found.push({ label: { key: `d${parcel}`, kind: "place", text, point: [x, 4.2, z] }, far });
    }
  }
  found.sort((a, b) => a.far - b.far);
  return found.slice(0, SIGNS_MAX).map(({ label }) => label);
}
