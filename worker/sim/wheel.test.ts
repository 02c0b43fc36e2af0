import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { Wheel } from "./wheel.ts";

test("[TK-2] everyone comes up in exactly the tick its column says, however often and far ahead it was moved", () => {
  const draws = new Draws(31);
  const wheel = new Wheel();
  const dueTick = new Array<number>(50).fill(-1);
  for (let tick = 1; tick <= 3_000; tick++) {
    for (let i = 0; i < 4; i++) {
      const entry = draws.below(dueTick.length);
      const due = draws.chance(15) ? -1 : tick + draws.below(draws.chance(30) ? 900 : 20);
      dueTick[entry] = due;
      if (due >= 0) wheel.push(due, entry);
    }
    const expected = [...dueTick.keys()].filter((entry) => dueTick[entry] === tick);
    const taken: number[] = [];
    wheel.take(
      tick,
      (entry) => dueTick[entry] ?? -1,
      (entry) => {
        taken.push(entry);
        // Now and then one comes up again at once, in the slot that is being gone through or another.
        const again = draws.chance(20) ? tick + 1 + draws.below(600) : -1;
        dueTick[entry] = again;
        if (again >= 0) wheel.push(again, entry);
      },
    );
    expect(
      taken.sort((a, b) => a - b),
      `seed 31, tick ${tick}`,
    ).toEqual(expected);
  }
});
