import type { CityMap } from "../city-map.ts";
import type { Vec3, View, ViewBounds } from "./camera-math.ts";

/** The point around which detail matters: between the eye and what it looks at. */
export function focusOf(view: View, eye: Vec3): readonly [number, number] {
  return [eye[0] * 0.4 + view.xM * 0.6, eye[2] * 0.4 + view.zM * 0.6];
}

/** Where the camera starts and how far it may go. */
export function limitsOf(map: CityMap, aspect: number): { readonly home: View; readonly bounds: ViewBounds } {
  const { widthCm, depthCm, neighborhoods } = map.index;
  const widthM = widthCm / 100;
  const depthM = depthCm / 100;
  const centre = neighborhoods.filter((n) => n.zone === "downtown");
  const heart = centre.length > 0 ? centre : neighborhoods.filter((n) => n.buildingCount > 0);
  let x = 0;
  let z = 0;
  for (const n of heart) {
    x += (n.originXCm / 100 + 150) / heart.length;
    z += (n.originZCm / 100 + 150) / heart.length;
  }
  const sizeM = Math.max(widthM, depthM);
  const distanceM = Math.min(sizeM * 0.42, 1_250) * (aspect < 1 ? 1.25 : 1);
  return {
    home: { xM: x, zM: z, distanceM, bearing: 332, pitch: 64 },
    bounds: {
      minXM: -200,
      minZM: -200,
      maxXM: widthM + 200,
      maxZM: depthM + 200,
      maxDistanceM: sizeM * 1.15,
    },
  };
}
