import { setActivity } from "../activity.ts";
import { endActivity, nowOf } from "../outside-life.ts";
import { putAtDoor } from "../placing.ts";
import { scheduleWake } from "../waking.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { hindrance, insideOf } from "./judge.ts";

/** Steps out to the door. */
export const leave: ActionHandler<"leave"> = (run, slot) => {
  const hindered = hindrance(run, slot);
  if (hindered !== null) return refused(hindered);
  const building = insideOf(run, slot);
  if (building < 0) return refused("not_inside");
  const nowMs = nowOf(run, slot);
  endActivity(run, slot, nowMs);
  setActivity(run.state, slot, "idle", nowMs);
  putAtDoor(run, slot, building, nowMs);
  scheduleWake(run, slot, run.endMs);
  return applied();
};
