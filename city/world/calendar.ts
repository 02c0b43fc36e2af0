import { unreachable } from "../assert.ts";
import type { BuildingUse } from "../plan/types.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** Days 0..4 of the seven are weekdays; day 0 of the city is the first of them. */
const DAYS_PER_WEEK = 7;
const WEEKDAYS = 5;

/** Day number of a simulated instant, 0 on the day the city begins. */
export function dayOf(simMs: number): number {
  return Math.floor(simMs / DAY_MS);
}

/** Minute of the day, 0..1,439. */
export function minuteOfDay(simMs: number): number {
  return Math.floor((simMs % DAY_MS) / MINUTE_MS);
}

/** Simulated instant of a minute of a day; minutes of 1,440 and more lie in the days after. */
export function instantOf(day: number, minute: number): number {
  return day * DAY_MS + minute * MINUTE_MS;
}

/** Whether most people have the day off. */
export function isWeekend(day: number): boolean {
  return day % DAYS_PER_WEEK >= WEEKDAYS;
}

export type Daylight = "night" | "dawn" | "day" | "dusk";

/** Phase of the light; the same every day of the year: the city has no seasons. */
export function daylightAt(simMs: number): Daylight {
  const minute = minuteOfDay(simMs);
  if (minute < 330 || minute >= 1_260) return "night";
  if (minute < 420) return "dawn";
  return minute < 1_170 ? "day" : "dusk";
}

/** City time of the protocol: ISO 8601 without a zone; the first day is 0001-01-01, months have 30 days, years twelve of them. */
export function cityTime(simMs: number): string {
  const day = dayOf(simMs);
  const year = Math.floor(day / 360) + 1;
  const month = Math.floor((day % 360) / 30) + 1;
  const date = (day % 30) + 1;
  const second = Math.floor((simMs % DAY_MS) / 1_000);
  const clock = [Math.floor(second / 3_600), Math.floor(second / 60) % 60, second % 60].map(two).join(":");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(date)}T${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** Open from `from` to `to`, minutes of the day; `to` beyond 1,440 means past midnight. Equal: closed that day. */
export interface OpeningHours {
  readonly from: number;
  readonly to: number;
}

const ALWAYS: OpeningHours = { from: 0, to: 1_440 };
const CLOSED: OpeningHours = { from: 0, to: 0 };

/** Opening hours of a building use on a day. */
export function openingHours(use: BuildingUse, day: number): OpeningHours {
  const weekend = isWeekend(day);
  switch (use) {
    case "home":
    case "clinic":
    case "warehouse":
      return ALWAYS;
    case "industry":
      return weekend ? CLOSED : ALWAYS;
    case "office":
      return weekend ? CLOSED : { from: 360, to: 1_260 };
    case "school":
      return weekend ? CLOSED : { from: 420, to: 1_140 };
    case "civic":
    case "town-hall":
      return weekend ? { from: 600, to: 960 } : { from: 420, to: 1_200 };
    case "shop":
      return weekend ? { from: 540, to: 1_200 } : { from: 480, to: 1_260 };
    case "food":
      return { from: 360, to: 1_500 };
    case "leisure":
      return { from: 540, to: 1_560 };
    default:
      return unreachable(use);
  }
}

/** Whether a building of that use is open at a simulated instant. */
export function isOpen(use: BuildingUse, simMs: number): boolean {
  const day = dayOf(simMs);
  const minute = minuteOfDay(simMs);
  const today = openingHours(use, day);
  if (minute >= today.from && minute < today.to) return true;
  return day > 0 && minute + 1_440 < openingHours(use, day - 1).to;
}
