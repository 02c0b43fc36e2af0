import { at } from "#city/assert.ts";
import { HOUR_MS } from "#city/world/calendar.ts";
import { taxCents, WAGE_TAX_PER_MILLE, wageCents } from "#city/world/economy.ts";
import { needsAt } from "../activity.ts";
import { EXHAUSTED_BELOW } from "../needs.ts";
import { beginActivity, nowOf } from "../outside-life.ts";
import { buildingUse } from "../systems/trade.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { hindrance, insideOf, isOpenFor, tell } from "./judge.ts";

/** Works an hour where it is; the wage comes at the end, as far as the till reaches. */
export const work: ActionHandler<"work"> = (run, slot) => {
  const hindered = hindrance(run, slot);
  if (hindered !== null) return refused(hindered);
  const building = insideOf(run, slot);
  if (building < 0) return refused("not_inside");
  if (at(run.ctx.plan.buildings.jobs, building) === 0) return refused("no_job_here");
  if (!isOpenFor(run, slot, building)) return refused("closed");
  const nowMs = nowOf(run, slot);
  if (needsAt(run.state, slot, nowMs).energy < EXHAUSTED_BELOW) return refused("too_tired");
  beginActivity(run, slot, "working", nowMs + HOUR_MS);
  tell(run, slot, {
    kind: "work",
    event: "began_work",
    significance: 50,
    other: -1,
    building,
  });
  const wage = wageCents(buildingUse(run.ctx, building));
  return applied({ until_ms: nowMs + HOUR_MS, wage_cents: wage - taxCents(wage, WAGE_TAX_PER_MILLE) });
};
