import { describe, expect, it } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { SlotTable } from "./slot-table.ts";

describe("slot table", () => {
  it("[SC-6] gives each agent one slot and uses freed slots before new ones", () => {
    const slots = new SlotTable(8);
    expect([slots.take(70), slots.take(71), slots.take(70)]).toEqual([0, 1, 0]);
    slots.release(70);
    expect([slots.slotOf(70), slots.agentAt(0), slots.take(90), slots.highWater]).toEqual([-1, -1, 0, 2]);
  });

  it("[SC-6] refuses an agent beyond its capacity, and has room again after a release", () => {
    const slots = new SlotTable(2);
    expect([slots.take(1), slots.take(2), slots.take(3)]).toEqual([0, 1, -1]);
    slots.release(1);
    expect(slots.take(3)).toBe(0);
  });

  it("[SC-6] never gives one slot to two agents (fuzz)", () => {
    const draws = new Draws(11);
    const slots = new SlotTable(64);
    const inside = new Set<number>();
    for (let i = 0; i < 5_000; i++) {
      const agent = draws.below(90);
      if (draws.chance(55)) {
        if (slots.take(agent) >= 0) inside.add(agent);
      } else {
        slots.release(agent);
        inside.delete(agent);
      }
      expect(slots.size, `seed ${draws.seed}, step ${i}`).toBe(inside.size);
    }
    const used = [...inside].map((agent) => slots.slotOf(agent));
    expect(new Set(used).size).toBe(inside.size);
    for (const agent of inside) expect(slots.agentAt(slots.slotOf(agent))).toBe(agent);
    expect(slots.highWater).toBeLessThanOrEqual(64);
  });
});
