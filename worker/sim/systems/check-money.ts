import { assert } from "#city/assert.ts";
import { moneyOf } from "../money-sum.ts";
import type { TickRun } from "../run.ts";

/** The district's invariant: money only moves. What letters brought came in, what letters hold went out. */
export function checkMoney(run: TickRun): void {
  const sentCents = run.out.letters.reduce((sum, letter) => sum + letter.cents, 0);
  run.moneyCents = moneyOf(run.state);
  const expected = run.moneyBeforeCents + run.lettersInCents - sentCents;
  assert(
    run.moneyCents === expected,
    `district ${run.state.district} holds ${run.moneyCents} cents at tick ${run.tick} instead of ${expected}`,
  );
}
