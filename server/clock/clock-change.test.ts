import { expect, it } from "vitest";
import { dueAtMs, tickDueAt } from "#city/world/tick-schedule.ts";
import { CLOCK_NOTICE_MS, clockChange } from "./clock-change.ts";

/** A tick every 5 s; tick 100 was at 1,000,000. */
const running = { epoch: 4, tick: 100, wallMs: 1_000_000, speed: 12, tickMs: 60_000 };

it("[CK-9] a change holds from a tick that no district passes before it knows", () => {
  for (const [sinceMs, tick] of [
    [10, 100],
    [3_900, 100],
    [4_100, 101],
    [9_500, 102],
  ] as const) {
    const nowMs = running.wallMs + sinceMs;
    const furthest = tickDueAt(running, nowMs);
    const row = clockChange(running, furthest, nowMs, 24);
    expect(row).toEqual({ epoch: 5, tick, wallMs: dueAtMs(running, tick), speed: 24 });
    expect(dueAtMs(running, tick + 1)).toBeGreaterThan(nowMs + CLOCK_NOTICE_MS);
  }
});

it("[CK-9] a city that is far behind stops where it is, not where it should be", () => {
  const row = clockChange(running, 200, running.wallMs + 5_000_000, 0);
  expect(row?.tick).toBeGreaterThanOrEqual(200);
  expect(row?.tick).toBeLessThanOrEqual(202);
});

it("[CK-10] a frozen city goes on where it was, from now", () => {
  const frozen = { ...running, speed: 0 };
  expect(clockChange(frozen, 98, 9_000_000, 12)).toEqual({
    epoch: 5,
    tick: 100,
    wallMs: 9_000_000,
    speed: 12,
  });
});

it("[CK-9] the speed it has already changes nothing", () => {
  expect(clockChange(running, 100, running.wallMs, 12)).toBeNull();
});
