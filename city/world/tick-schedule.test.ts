import { expect, it } from "vitest";
import { dueAtMs, tickDueAt, tickPeriodMs, waitBeforeTickMs } from "./tick-schedule.ts";

const clock = { tick: 100, wallMs: 1_000_000, speed: 12, tickMs: 60_000 };
const frozen = { ...clock, speed: 0 };

it("[CK-1] gives tick n the same wall instant everywhere", () => {
  expect(tickPeriodMs(clock)).toBe(5_000);
  expect(dueAtMs(clock, 101)).toBe(1_005_000);
  expect(dueAtMs(clock, 112)).toBe(1_060_000);
  for (const tick of [101, 150, 9_999]) {
    expect(tickDueAt(clock, dueAtMs(clock, tick))).toBe(tick);
    expect(tickDueAt(clock, dueAtMs(clock, tick) - 1)).toBe(tick - 1);
  }
});

it("[CK-2] lets time stand still on a frozen clock, and lets late districts come up to it", () => {
  expect(dueAtMs(frozen, 101)).toBe(Number.POSITIVE_INFINITY);
  expect(waitBeforeTickMs(frozen, 100, 2_000_000, 0)).toBe(0);
  expect(tickDueAt(frozen, 9_000_000)).toBe(100);
});

it("[CK-3] a district in time waits for the instant, a late one no shorter than the catch-up rate allows", () => {
  expect(waitBeforeTickMs(clock, 101, 1_004_000, 1_000_000)).toBe(1_000);
  expect(waitBeforeTickMs(clock, 101, 1_100_000, 0)).toBe(0);
  expect(waitBeforeTickMs(clock, 101, 1_100_000, 1_100_000)).toBe(625);
});
