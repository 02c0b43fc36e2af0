import { at } from "#city/assert.ts";
import { MINUTE_MS } from "#city/world/calendar.ts";
import { MEAL_CENTS } from "#city/world/economy.ts";
import { needsAt, settleNeeds } from "../activity.ts";
import { FULL_ABOVE, MEAL_SATIETY, NEED_MAX } from "../needs.ts";
import { beginActivity, nowOf } from "../outside-life.ts";
import type { TickRun } from "../run.ts";
import { buildingUse, sell } from "../systems/trade.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { hindrance, insideOf, isOpenFor } from "./judge.ts";

const EATING_MS = 15 * MINUTE_MS;

/** Eats a meal it carries, or one bought here if it is in a place that sells food. */
export const eat: ActionHandler<"eat"> = (run, slot) => {
  const hindered = hindrance(run, slot);
  if (hindered !== null) return refused(hindered);
  const { bodies } = run.state;
  const nowMs = nowOf(run, slot);
  if (needsAt(run.state, slot, nowMs).satiety >= FULL_ABOVE) return refused("not_hungry");
  if (at(bodies.meals, slot) > 0) {
    bodies.meals[slot] = at(bodies.meals, slot) - 1;
    return eaten(run, slot, nowMs, 0);
  }
  const building = insideOf(run, slot);
  if (building < 0) return refused("not_inside");
  if (buildingUse(run.ctx, building) !== "food") return refused("nothing_sold_here");
  if (!isOpenFor(run, slot, building)) return refused("closed");
  if (!sell(run, slot, building, MEAL_CENTS, "meal")) return refused("insufficient_funds");
  return eaten(run, slot, nowMs, MEAL_CENTS);
};

function eaten(run: TickRun, slot: number, nowMs: number, costCents: number): ReturnType<typeof applied> {
  const { bodies } = run.state;
  settleNeeds(run.state, slot, nowMs);
  bodies.satiety[slot] = Math.min(NEED_MAX, at(bodies.satiety, slot) + MEAL_SATIETY);
  beginActivity(run, slot, "eating", nowMs + EATING_MS);
  return applied({ until_ms: nowMs + EATING_MS, cost_cents: costCents });
}
