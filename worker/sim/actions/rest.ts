import { HOUR_MS } from "#city/world/calendar.ts";
import { needsAt } from "../activity.ts";
import { RESTED_ABOVE } from "../needs.ts";
import { beginActivity, nowOf } from "../outside-life.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { hindrance } from "./judge.ts";

/** Rests an hour where it is; any other action breaks the rest off. */
export const rest: ActionHandler<"rest"> = (run, slot) => {
  const hindered = hindrance(run, slot);
  if (hindered !== null) return refused(hindered);
  const nowMs = nowOf(run, slot);
  if (needsAt(run.state, slot, nowMs).energy >= RESTED_ABOVE) return refused("not_tired");
  beginActivity(run, slot, "resting", nowMs + HOUR_MS);
  return applied({ until_ms: nowMs + HOUR_MS });
};
