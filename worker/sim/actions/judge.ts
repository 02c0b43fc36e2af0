import { at } from "#city/assert.ts";
import type { ResultCode } from "#city/protocol/codes.ts";
import { isOpen } from "#city/world/calendar.ts";
import { activityOf } from "../activity.ts";
import { spotOf } from "../body-place.ts";
import { isOnTheWay, nowOf } from "../outside-life.ts";
import type { TickRun } from "../run.ts";
import { INSIDE } from "../state.ts";
import { buildingUse } from "../systems/trade.ts";
import type { FeedLine } from "../types.ts";

type Refusal = Exclude<ResultCode, "applied">;

/** Why the body may not begin anything now: on the way, or doing what must not be dropped. Waiting and resting may be. */
export function hindrance(run: TickRun, slot: number): Refusal | null {
  if (isOnTheWay(run, slot)) return "on_the_way";
  const isBusy = at(run.state.bodies.busyUntilMs, slot) > nowOf(run, slot);
  const activity = activityOf(run.state, slot);
  return isBusy && (activity === "working" || activity === "eating") ? "busy" : null;
}

/** Building the body is inside of, or -1. */
export function insideOf(run: TickRun, slot: number): number {
  const { bodies } = run.state;
  return bodies.placeKind[slot] === INSIDE ? at(bodies.placeIndex, slot) : -1;
}

/** Whether a building is open at the instant the body would act. */
export function isOpenFor(run: TickRun, slot: number, building: number): boolean {
  return isOpen(buildingUse(run.ctx, building), nowOf(run, slot));
}

/** Writes a feed line about the body, where it is. `other` and `building` may be -1. */
export function tell(
  run: TickRun,
  slot: number,
  line: Pick<FeedLine, "kind" | "event" | "significance" | "other" | "building" | "cents" | "words">,
): void {
  const spot = spotOf(run.ctx, run.state, slot, run.endMs);
  run.out.feed.push({
    ...line,
    agent: at(run.state.bodies.agent, slot),
    neighborhood: spot.neighborhood,
    xCm: spot.xCm,
    zCm: spot.zCm,
  });
}
