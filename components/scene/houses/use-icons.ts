import { CanvasTexture, LinearMipmapLinearFilter, NoColorSpace } from "three";
import { BUILDING_USES, type BuildingUse } from "#city/plan/types.ts";

/** Icons of uses as strokes in a box of 24. */
const STROKES: Readonly<Record<BuildingUse, string>> = {
  home: "M4 11L12 4L20 11 M6 10V20H18V10 M10 20V14H14V20",
  office: "M6 21V4H18V21Z M10 8H10.1 M14 8H14.1 M10 12H10.1 M14 12H14.1 M10 16H10.1 M14 16H14.1",
  shop: "M5 8H19L18 20H6Z M9 8V7A3 3 0 0 1 15 7V8",
  food: "M7 4V10A2 2 0 0 0 11 10V4 M9 12V20 M16 20V4C13 6 13 12 16 13",
  industry: "M4 20V10L9 13V10L14 13V5H19V20Z",
  warehouse: "M4 20V9L12 5L20 9V20 M8 20V12H16V20 M8 16H16",
  school: "M2 9L12 5L22 9L12 13Z M6 11V16C9 19 15 19 18 16V11",
  clinic: "M10 4H14V10H20V14H14V20H10V14H4V10H10Z",
  leisure:
    "M9 17V6L18 4V15 M9 17A2.5 2.5 0 1 1 4 17A2.5 2.5 0 1 1 9 17 M18 15A2.5 2.5 0 1 1 13 15A2.5 2.5 0 1 1 18 15",
  civic: "M4 9L12 4L20 9Z M6 12V17 M10 12V17 M14 12V17 M18 12V17 M4 20H20",
  "town-hall": "M6 21V4 M6 5H18L15 8.5L18 12H6",
};

export const ICON_COLUMNS = 4;
export const ICON_ROWS = 3;
const CELL_PX = 128;
const BOX = 24;
/** Room around an icon, share of its cell. */
const MARGIN = 0.14;

/** All icons in one texture, in the order of BUILDING_USES, row by row from the top: how much of a pixel is icon. */
export function iconTexture(): CanvasTexture {
  const canvas = document.createElement("canvas");
  canvas.width = ICON_COLUMNS * CELL_PX;
  canvas.height = ICON_ROWS * CELL_PX;
  const brush = canvas.getContext("2d");
  if (brush !== null) {
    const scale = (CELL_PX * (1 - 2 * MARGIN)) / BOX;
    brush.strokeStyle = "#fff";
    brush.lineWidth = 2.2;
    brush.lineCap = "round";
    brush.lineJoin = "round";
    BUILDING_USES.forEach((use, n) => {
      const x = ((n % ICON_COLUMNS) + MARGIN) * CELL_PX;
      const y = (Math.floor(n / ICON_COLUMNS) + MARGIN) * CELL_PX;
      brush.setTransform(scale, 0, 0, scale, x, y);
      brush.stroke(new Path2D(STROKES[use]));
    });
  }
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = NoColorSpace;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.flipY = false;
  return texture;
}
