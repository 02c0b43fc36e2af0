import { expect, it } from "vitest";
import {
  boxOf,
  boxView,
  keptInside,
  panned,
  toMetres,
  toPixels,
  viewAround,
  wholeView,
  zoomed,
} from "./map-view.ts";

const size = { width: 400, height: 200 };
const bounds = { widthM: 4_000, depthM: 3_000 };

it("shows the whole city, and nothing is wider than that", () => {
  const view = wholeView(bounds, size);
  const [west, north, east, south] = boxOf(view, size);
  expect(west <= 0 && north <= 0 && east >= 4_000 && south >= 3_000).toBe(true);
  expect(keptInside({ ...view, metresPerPx: view.metresPerPx * 9 }, bounds, size)).toEqual(view);
});

it("shows all of a box, no further out than need be, with the box in the middle", () => {
  const [west, north, east, south] = boxOf(boxView([1_000, 500, 2_000, 1_500], size), size);
  expect(west <= 1_000 && north <= 500 && east >= 2_000 && south >= 1_500).toBe(true);
  expect(south - north).toBeLessThan(1_100);
  expect((west + east) / 2).toBeCloseTo(1_500, 0);
});

it("keeps what lies under the pointer there while zooming", () => {
  const view = viewAround({ xM: 900, zM: 700, spanM: 300 }, size);
  const before = toMetres(view, 33, 150, size);
  const after = toMetres(zoomed(view, 1.7, 33, 150, size), 33, 150, size);
  expect(after[0]).toBeCloseTo(before[0], 6);
  expect(after[1]).toBeCloseTo(before[1], 6);
});

it("moves the ground with the pointer, and stays inside the city", () => {
  const view = viewAround({ xM: 900, zM: 700, spanM: 300 }, size);
  const [x, y] = toPixels(panned(view, 25, -10), 900, 700, size);
  expect([x, y]).toEqual([225, 90]);
  expect(keptInside(panned(view, 1e6, 1e6), bounds, size)).toMatchObject({ xM: 0, zM: 0 });
});
