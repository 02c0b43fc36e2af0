import { at } from "#city/assert.ts";
import { setActivity } from "../activity.ts";
import { endActivity, nowOf } from "../outside-life.ts";
import { putInside } from "../placing.ts";
import { AT_DOOR } from "../state.ts";
import { scheduleWake } from "../waking.ts";
import { roomIn } from "./capacity.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { hindrance, insideOf, isOpenFor, tell } from "./judge.ts";
import { buildingOf } from "./targets.ts";

/** Goes into the building whose door the agent stands at. */
export const enter: ActionHandler<"enter"> = (run, slot, parameters) => {
  const { bodies } = run.state;
  const hindered = hindrance(run, slot);
  if (hindered !== null) return refused(hindered);
  const stoodAt = bodies.placeKind[slot] === AT_DOOR ? at(bodies.placeIndex, slot) : -1;
  let building = stoodAt;
  if (parameters.building !== undefined) {
    const named = buildingOf(run, parameters.building);
    if (!named.ok) return refused(named.code);
    building = named.value;
  }
  const inside = insideOf(run, slot);
  if (inside >= 0 && (building < 0 || inside === building)) return refused("already_there");
  if (building < 0 || building !== stoodAt) return refused("not_here");
  if (!isOpenFor(run, slot, building)) return refused("closed");
  if (roomIn(run.ctx, run.state, building) <= 0) return refused("full");
  const nowMs = nowOf(run, slot);
  endActivity(run, slot, nowMs);
  setActivity(run.state, slot, "idle", nowMs);
  putInside(run, slot, building, nowMs);
  scheduleWake(run, slot, run.endMs);
  tell(run, slot, {
    kind: "move",
    event: "went_in",
    significance: 50,
    other: -1,
    building,
  });
  return applied();
};
