import { expect, it } from "vitest";
import { planRecovery } from "./recovery-plan.ts";

const current = { engineVersion: 2, specVersion: 1, planHash: "p" };

it("[RC-1] replays what was committed after the snapshot", () => {
  expect(planRecovery(130, { ...current, tick: 120 }, current)).toEqual({
    ok: true,
    value: { fromTick: 121, toTick: 130 },
  });
  expect(planRecovery(120, { ...current, tick: 120 }, current)).toEqual({
    ok: true,
    value: { fromTick: 121, toTick: 120 },
  });
});

it.each([
  ["other_version", { ...current, engineVersion: 1, tick: 120 }],
  ["other_version", { ...current, specVersion: 0, tick: 120 }],
  ["other_plan", { ...current, planHash: "q", tick: 130 }],
  ["no_snapshot", null],
])("[RC-2] refuses with %s instead of giving another city", (code, snapshot) => {
  expect(planRecovery(130, snapshot, current)).toMatchObject({ ok: false, code });
});

it("[RC-3] takes over what another engine left in order", () => {
  expect(planRecovery(120, { ...current, engineVersion: 1, tick: 120 }, current).ok).toBe(true);
});
