import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { IndexSet } from "./index-set.ts";

test("[TK-2] a set of indices holds what a Set of them does, and goes over it in ascending order", () => {
  const draws = new Draws(17);
  const ours = new IndexSet();
  const known = new Set<number>();
  for (let round = 0; round < 400; round++) {
    const index = draws.below(draws.chance(10) ? 70_000 : 200);
    if (draws.chance(60)) {
      ours.add(index);
      known.add(index);
    } else {
      ours.delete(index);
      known.delete(index);
    }
    if (draws.chance(2)) {
      ours.clear();
      known.clear();
    }
    expect(ours.toArray(), `seed 17, round ${round}`).toEqual([...known].sort((a, b) => a - b));
    expect(ours.isEmpty).toBe(known.size === 0);
  }
});
