import { expect, it } from "vitest";
import { closedBorders } from "./border-policy.ts";

it("[CK-4] closes the borders of districts more than 30 ticks behind, whatever order they are known in", () => {
  const lastTicks = new Map([
    [4, 68],
    [2, 10],
    [1, 99],
    [3, 69],
  ]);
  expect(closedBorders(lastTicks, 1, 100)).toEqual([2, 4]);
  expect(closedBorders(lastTicks, 2, 100)).toEqual([4]);
});
