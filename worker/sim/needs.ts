import type { Activity } from "./views.ts";

/**
 * Needs are thousandths of a point (0..100,000) known at an instant; between two instants they change in a straight line
 * that the activity decides. Nothing is computed per tick: settle before the activity changes.
 */
export const NEED_MAX = 100_000;
/** Below this a resident eats before it goes on with its work. */
export const HUNGRY_BELOW = 30_000;
/** From these on eating or resting is pointless. */
export const FULL_ABOVE = 90_000;
export const RESTED_ABOVE = 95_000;
/** An outside agent below this cannot work. */
export const EXHAUSTED_BELOW = 5_000;
export const MEAL_SATIETY = 60_000;

const HOUR_MS = 3_600_000;

/** Thousandths of a point an hour. */
const ENERGY_SLOPE: { readonly [A in Activity]: number } = {
  idle: -4_000,
  walking: -6_000,
  driving: -4_500,
  sleeping: 12_000,
  resting: 12_000,
  working: -6_000,
  eating: -2_000,
  shopping: -5_000,
  talking: -4_000,
  strolling: -4_500,
  waiting: -4_000,
  "waiting at the border": -4_000,
  "at leisure": -3_000,
};
const SATIETY_AWAKE = -7_000;
const SATIETY_ASLEEP = -3_500;
/** Rest inside a home counts twice. */
const HOME_REST_FACTOR = 2;

/** Energy after `ms` of an activity, thousandths of a point; `atHome` doubles rest. */
export function energyAfter(energy: number, activity: Activity, ms: number, atHome: boolean): number {
  const slope = ENERGY_SLOPE[activity] * (activity === "resting" && atHome ? HOME_REST_FACTOR : 1);
  return clampNeed(energy + Math.trunc((slope * ms) / HOUR_MS));
}

/** How long an activity that tires can go on until no energy is left, ms; null for one that does not tire. */
export function tiredAfterMs(energy: number, activity: Activity): number | null {
  const perHour = -ENERGY_SLOPE[activity];
  return perHour > 0 ? Math.ceil((energy * HOUR_MS) / perHour) : null;
}

/** Satiety after `ms` of an activity, thousandths of a point. */
export function satietyAfter(satiety: number, activity: Activity, ms: number): number {
  const slope = activity === "sleeping" ? SATIETY_ASLEEP : SATIETY_AWAKE;
  return clampNeed(satiety + Math.trunc((slope * ms) / HOUR_MS));
}

/** Points as agents see them, 0..100. */
export function points(need: number): number {
  return Math.floor(need / 1_000);
}

function clampNeed(need: number): number {
  return Math.max(0, Math.min(NEED_MAX, need));
}
