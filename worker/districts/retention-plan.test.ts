import { expect, it } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { slotOfTick } from "#server/db/tick-statement.ts";
import { mayTruncate, nextSlot, snapshotsToRemove } from "./retention-plan.ts";

const SLOT = LIMITS.ringSlotTicks;

it("[RC-4] empties the slot that is written next, never one that is written now", () => {
  for (const tick of [0, SLOT - 1, SLOT, 7 * SLOT + 5, 8 * SLOT]) {
    expect(nextSlot(tick)).toBe(slotOfTick(tick + SLOT));
    expect(nextSlot(tick)).not.toBe(slotOfTick(tick));
  }
});

it("[RC-5] keeps log that no newer verified snapshot of its district stands for", () => {
  const now = 8 * SLOT;
  const content = [
    { district: 1, lastTick: 2 * SLOT - 1 },
    { district: 2, lastTick: 2 * SLOT - 1 },
  ];
  const both = new Map([
    [1, now - 10],
    [2, now - 10],
  ]);
  expect(mayTruncate(content, both, now)).toBe(true);
  expect(mayTruncate(content, new Map([[1, now - 10]]), now)).toBe(false);
  expect(mayTruncate(content, new Map([...both, [2, 2 * SLOT - 1]]), now)).toBe(false);
});

it("[RC-6] keeps log that is younger than the ring", () => {
  const content = [{ district: 1, lastTick: 2 * SLOT + 5 }];
  expect(mayTruncate(content, new Map([[1, 8 * SLOT]]), 8 * SLOT)).toBe(false);
});

it("[RC-7] thins snapshots to genesis, one a day and the newest, and leaves unverified ones that may still be", () => {
  const snapshots = Array.from({ length: 31 }, (_, i) => ({ tick: i * 120, verified: i % 7 !== 6 }));
  const removed = new Set(snapshotsToRemove(snapshots, 1_440));
  const kept = snapshots.map(({ tick }) => tick).filter((tick) => !removed.has(tick));
  expect(kept).toEqual([0, 1_320, 2_760, 3_360, 3_480, 3_600]);
  const fresh = [...snapshots, { tick: 31 * 120, verified: false }];
  expect(snapshotsToRemove(fresh, 1_440)).not.toContain(31 * 120);
});
