import { expect, it } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { findOffenders } from "./bisect.ts";

it("[CM-10] finds exactly what makes a tick throw, in few trials", () => {
  const draws = new Draws(20_261);
  for (let round = 0; round < 200; round++) {
    const items = Array.from({ length: draws.below(300) }, (_, i) => i);
    const bad = items.filter(() => draws.chance(1));
    let trials = 0;
    const found = findOffenders(items, (kept) => {
      trials++;
      return !kept.some((item) => bad.includes(item));
    });
    expect(found, `seed ${draws.seed}`).toEqual(bad);
    expect(trials).toBeLessThanOrEqual(1 + bad.length * 18);
  }
});

it("[CM-10] finds one of two that only throw together", () => {
  expect(findOffenders([1, 2, 3, 4], (kept) => !(kept.includes(2) && kept.includes(4)))).toEqual([4]);
});
