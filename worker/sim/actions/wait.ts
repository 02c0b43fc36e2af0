import { MINUTE_MS } from "#city/world/calendar.ts";
import { beginActivity, nowOf } from "../outside-life.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { hindrance } from "./judge.ts";

/** Does nothing for some minutes; any other action breaks it off. */
export const wait: ActionHandler<"wait"> = (run, slot, { minutes }) => {
  const hindered = hindrance(run, slot);
  if (hindered !== null) return refused(hindered);
  const untilMs = nowOf(run, slot) + minutes * MINUTE_MS;
  beginActivity(run, slot, "waiting", untilMs);
  return applied({ until_ms: untilMs });
};
