import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { Wheel } from "./wheel.ts";

/** Who is moved before a tick, and to which (-1: to none). Now and then it is a crowd, much of it to the same tick. */
function moves(draws: Draws, tick: number, entries: number): (readonly [entry: number, due: number])[] {
  const rush = tick + 1 + draws.below(600);
  const dueOf = (): number => {
    if (draws.chance(15)) return -1;
    if (draws.chance(25)) return rush;
    return tick + draws.below(draws.chance(30) ? 900 : 20);
  };
  return Array.from({ length: draws.chance(2) ? 900 : 4 }, () => [draws.below(entries), dueOf()] as const);
}

test("[TK-2] everyone comes up in exactly the tick its column says, however often and far ahead it was moved", () => {
  const draws = new Draws(31);
  const wheel = new Wheel();
  const dueTick = new Array<number>(700).fill(-1);
  for (let tick = 1; tick <= 3_000; tick++) {
    for (const [entry, due] of moves(draws, tick, dueTick.length)) {
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
