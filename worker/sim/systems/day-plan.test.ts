import { expect, test } from "vitest";
import { BUILDING_USES } from "#city/plan/types.ts";
import { dayPlan, type Intent, worksOn } from "./day-plan.ts";

const USES = [null, ...BUILDING_USES.filter((use) => use !== "home")];

function minutesOf(plan: ReturnType<typeof dayPlan>, intent: Intent): number {
  return plan.reduce((sum, slot, index) => {
    const from = plan[index - 1]?.until ?? 0;
    return slot.intent === intent ? sum + slot.until - from : sum;
  }, 0);
}

test("[LF-5] every day is a chain of parts from midnight to midnight, with sleep in it", () => {
  for (const workUse of USES) {
    for (let agent = 0; agent < 80; agent++) {
      for (let day = 0; day < 7; day++) {
        const plan = dayPlan({ seed: 3, agent, workUse, commuteMinutes: agent % 120 }, day);
        let before = 0;
        for (const slot of plan) {
          expect(slot.until).toBeGreaterThan(before);
          before = slot.until;
        }
        expect(before).toBe(1_440);
        expect(minutesOf(plan, "sleep")).toBeGreaterThan(100);
      }
    }
  }
});

test("[LF-6] those with work do about 35 to 45 hours a week and have days off; the others none", () => {
  for (const workUse of USES) {
    for (let agent = 0; agent < 50; agent++) {
      const who = { seed: 3, agent, workUse, commuteMinutes: 20 };
      const week = [0, 1, 2, 3, 4, 5, 6];
      const minutes = week.reduce((sum, day) => sum + minutesOf(dayPlan(who, day), "work"), 0);
      const days = week.filter((day) => worksOn(who, day)).length;
      if (workUse === null) expect([minutes, days]).toEqual([0, 0]);
      else {
        expect(days).toBe(5);
        expect(minutes).toBeGreaterThan(5 * 300);
        expect(minutes).toBeLessThan(5 * 560);
      }
    }
  }
});
