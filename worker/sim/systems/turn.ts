import { at } from "#city/assert.ts";
import { below, hashWords } from "#city/rng.ts";
import { dayOf, instantOf, minuteOfDay } from "#city/world/calendar.ts";
import { setActivity } from "../activity.ts";
import type { TickRun } from "../run.ts";
import { INSIDE, RESIDENT, touch } from "../state.ts";
import { travelMs } from "../trip-shape.ts";
import { modeBetween, pointOf, toBuilding } from "../trip-way.ts";
import type { EngineContext } from "../types.ts";
import type { Activity } from "../views.ts";
import { scheduleWake } from "../waking.ts";
import { type DaySlot, dayPlan } from "./day-plan.ts";
import { buildingUse } from "./trade.ts";

/** One resident deciding what to do next. */
export interface Turn {
  readonly run: TickRun;
  readonly slot: number;
  readonly agent: number;
  readonly nowMs: number;
}

/** A random word for this turn; draws with different purposes are independent. */
export function drawWord(turn: Turn, purpose: number): number {
  return hashWords(turn.run.ctx.genesis.seed, turn.agent, turn.run.tick, purpose);
}

/** A random whole number below `bound`. */
export function draw(turn: Turn, purpose: number, bound: number): number {
  return below(drawWord(turn, purpose), bound);
}

/** Does something until an instant, then comes up again. */
export function stayBusy(turn: Turn, activity: Activity, untilMs: number): void {
  const { run, slot } = turn;
  setActivity(run.state, slot, activity, turn.nowMs);
  run.state.bodies.busyUntilMs[slot] = untilMs;
  scheduleWake(run, slot, untilMs);
}

/** Whether the resident is inside a building. */
export function isInside(turn: Turn, building: number): boolean {
  const { bodies } = turn.run.state;
  return bodies.placeKind[turn.slot] === INSIDE && bodies.placeIndex[turn.slot] === building;
}

/** The resident's plan of a day. */
export function planOf(turn: Turn, day: number): readonly DaySlot[] {
  const { ctx, state } = turn.run;
  const work = at(state.bodies.work, turn.slot);
  const home = at(state.bodies.home, turn.slot);
  return dayPlan(
    {
      seed: ctx.genesis.seed,
      agent: turn.agent,
      workUse: work < 0 ? null : buildingUse(ctx, work),
      commuteMinutes: work < 0 || home < 0 ? 0 : commuteMinutes(ctx, turn.agent, home, work),
    },
    day,
  );
}

/** When a slot of the plan ends. Sleep goes on over midnight into the next day's. */
export function endOf(turn: Turn, plan: readonly DaySlot[], index: number): number {
  const day = dayOf(turn.nowMs);
  const slot = plan[index];
  const until = slot?.until ?? 1_440;
  if (slot?.intent === "sleep" && until === 1_440) {
    const next = planOf(turn, day + 1)[0];
    if (next?.intent === "sleep") return instantOf(day + 1, next.until);
  }
  return instantOf(day, until);
}

/** Index of the slot that holds the present minute. */
export function slotNow(turn: Turn, plan: readonly DaySlot[]): number {
  const minute = minuteOfDay(turn.nowMs);
  const index = plan.findIndex((slot) => minute < slot.until);
  return index < 0 ? plan.length - 1 : index;
}

/** Remembers where in its day the resident is. */
export function remember(turn: Turn, step: number, target: number): void {
  const { bodies } = turn.run.state;
  bodies.planStep[turn.slot] = step;
  bodies.planTarget[turn.slot] = target;
  touch(turn.run.state, turn.slot);
}

/** How long the way to work takes along the axes, minutes; a guess is enough, people come late and early. */
function commuteMinutes(ctx: EngineContext, agent: number, home: number, work: number): number {
  const from = pointOf(ctx, INSIDE, home);
  const to = pointOf(ctx, INSIDE, work);
  const mode = modeBetween(ctx, agent, RESIDENT, from, toBuilding(work, true));
  const apartCm = Math.abs(from[0] - to[0]) + Math.abs(from[1] - to[1]);
  return Math.min(COMMUTE_MINUTES_MAX, Math.floor(travelMs(ctx, apartCm, mode) / 60_000));
}
/** Nobody leaves home earlier than this before work. */
const COMMUTE_MINUTES_MAX = 120;
