import type { BuildingUse } from "#city/plan/types.ts";
import { below, hashWords } from "#city/rng.ts";
import { isWeekend } from "#city/world/calendar.ts";

/** What a resident means to do in a part of its day. */
export type Intent =
  | "sleep"
  | "home"
  | "work"
  | "lunch-out"
  | "lunch-in"
  | "shop"
  | "stroll"
  | "food"
  | "leisure"
  | "visit";

export interface DaySlot {
  readonly intent: Intent;
  /** Minute of the day it ends (1,440 = midnight); it begins where the slot before ends. */
  readonly until: number;
}

export interface PlanFor {
  readonly seed: number;
  readonly agent: number;
  /** Use of the workplace, or null for those without work. */
  readonly workUse: BuildingUse | null;
  /** How long before work it leaves home. */
  readonly commuteMinutes: number;
}

const PURPOSE_SHIFT = 0x73686674;
const PURPOSE_DAY = 0x64617920;
const PURPOSE_OFF = 0x6f666664;

interface Shift {
  readonly from: number;
  readonly minutes: number;
}

/** The resident's shift; the same all its life. Times vary by use and person so that streets never fill at once. */
function shiftOf(who: PlanFor, use: BuildingUse): Shift {
  const word = hashWords(who.seed, who.agent, PURPOSE_SHIFT);
  const spread = below(hashWords(word, 1), 24) * 5;
  const kind = below(word, 100);
  switch (use) {
    case "shop":
      return { from: (kind < 50 ? 470 : 740) + Math.floor(spread / 4), minutes: 480 };
    case "food":
      return { from: (kind < 40 ? 365 : kind < 70 ? 660 : 960) + Math.floor(spread / 4), minutes: 480 };
    case "leisure":
      return { from: (kind < 35 ? 545 : 950) + Math.floor(spread / 4), minutes: 480 };
    case "industry":
    case "warehouse":
    case "clinic":
      if (kind < 60) return { from: 330 + 2 * spread, minutes: 480 };
      return kind < 85 ? { from: 800 + Math.floor(spread / 2), minutes: 480 } : { from: 1_290, minutes: 480 };
    case "school":
      return { from: 450 + Math.floor(spread / 4), minutes: 450 };
    default:
      return { from: 400 + 2 * spread, minutes: 420 + below(hashWords(word, 2), 5) * 15 };
  }
}

const OPEN_ALL_WEEK: ReadonlySet<BuildingUse> = new Set([
  "shop",
  "food",
  "leisure",
  "clinic",
  "warehouse",
  "civic",
  "town-hall",
]);

/** Whether the resident works on a day: two days off in seven, on the weekend where the workplace rests then. */
export function worksOn(who: PlanFor, day: number): boolean {
  if (who.workUse === null || who.workUse === "home") return false;
  if (!OPEN_ALL_WEEK.has(who.workUse)) return !isWeekend(day);
  const first = below(hashWords(who.seed, who.agent, PURPOSE_OFF), 7);
  const weekday = day % 7;
  return weekday !== first && weekday !== (first + 1) % 7;
}

/** The resident's day from midnight to midnight; pure. Slots rise in time and the last ends at 1,440. */
export function dayPlan(who: PlanFor, day: number): readonly DaySlot[] {
  const word = hashWords(who.seed, who.agent, day, PURPOSE_DAY);
  if (who.workUse !== null && worksOn(who, day))
    return workDay(word, shiftOf(who, who.workUse), who.commuteMinutes + 5);
  return freeDay(word, who.workUse === null);
}

function workDay(word: number, shift: Shift, lead: number): readonly DaySlot[] {
  const end = shift.from + shift.minutes + 45;
  if (end > 1_440) return nightShiftDay(word, shift.from - lead, end - 1_440);
  const slots = new Slots();
  const leave = shift.from - lead;
  if (shift.from > 640) lateMorning(slots, word, leave);
  else slots.add("sleep", Math.max(200, leave - 35 - below(hashWords(word, 1), 60))).add("home", leave);
  const lunch = shift.from + 200 + below(hashWords(word, 2), 9) * 10;
  slots.add("work", lunch);
  slots.add(below(hashWords(word, 3), 100) < 55 ? "lunch-out" : "lunch-in", lunch + 45);
  slots.add("work", end);
  return evening(slots, word, end);
}

/** Before a late shift there is time for errands. */
function lateMorning(slots: Slots, word: number, leave: number): void {
  slots
    .add("sleep", 420 + below(hashWords(word, 4), 12) * 10)
    .add("home", 560 + below(hashWords(word, 5), 8) * 5);
  const errand = below(hashWords(word, 6), 100);
  if (leave > 740) slots.add(errand < 35 ? "shop" : errand < 70 ? "stroll" : "visit", 690);
  slots.add("home", leave);
}

/** A shift over midnight: the day begins with the end of the night before. */
function nightShiftDay(word: number, leave: number, end: number): readonly DaySlot[] {
  const slots = new Slots().add("work", end).add("sleep", end + 450);
  const out = below(hashWords(word, 7), 100);
  slots.add(out < 40 ? "stroll" : out < 70 ? "shop" : "food", end + 560);
  return slots.add("home", leave).add("work", 1_440).list;
}

/** After work: one or two outings on most days, then home. */
function evening(slots: Slots, word: number, from: number): readonly DaySlot[] {
  const bed = Math.max(from + 60, 1_290 + below(hashWords(word, 8), 15) * 10);
  let time = from;
  for (let outing = 0; outing < 2 && time < 1_200; outing++) {
    const choice = below(hashWords(word, 9, outing), 100);
    if (choice >= 48 - outing * 20) break;
    const [intent, minutes] = OUTINGS[below(hashWords(word, 10, outing), OUTINGS.length)] ?? ["stroll", 40];
    time += minutes + 30;
    slots.add(intent, Math.min(time, bed));
  }
  return slots.add("home", Math.min(1_440, bed)).add("sleep", 1_440).list;
}

/** What people go out for, with how long it takes, minutes; listed as often as it is liked. */
const OUTINGS: readonly (readonly [Intent, number])[] = [
  ["shop", 40],
  ["shop", 30],
  ["stroll", 50],
  ["stroll", 35],
  ["stroll", 70],
  ["food", 70],
  ["food", 60],
  ["leisure", 120],
  ["visit", 90],
];

/** On a free day so many of a hundred cannot sleep and walk about after midnight. */
const SLEEPLESS_PERCENT = 8;

/** A day without work: sleep in, then outings with home in between, the same for the retired on every day. */
function freeDay(word: number, always: boolean): readonly DaySlot[] {
  const slots = new Slots();
  if (below(hashWords(word, 17), 100) < SLEEPLESS_PERCENT)
    slots.add("stroll", 30 + below(hashWords(word, 18), 30) * 10);
  slots.add("sleep", (always ? 390 : 450) + below(hashWords(word, 11), 20) * 6);
  let time = slots.last + 40 + below(hashWords(word, 12), 10) * 10;
  slots.add("home", time);
  for (let outing = 0; outing < 6 && time < 1_230; outing++) {
    const [intent, minutes] = OUTINGS[below(hashWords(word, 13, outing), OUTINGS.length)] ?? ["stroll", 40];
    time += minutes + 30;
    slots.add(intent, time);
    if (below(hashWords(word, 14, outing), 100) >= 60) continue;
    time += 40 + below(hashWords(word, 15, outing), 10) * 15;
    slots.add("home", time);
  }
  const bed = Math.max(time + 20, 1_290 + below(hashWords(word, 16), 14) * 10);
  return slots.add("home", Math.min(1_440, bed)).add("sleep", 1_440).list;
}

class Slots {
  readonly list: DaySlot[] = [];

  get last(): number {
    return this.list.at(-1)?.until ?? 0;
  }

  /** Appends a slot unless it would be empty; nothing passes midnight. */
  add(intent: Intent, until: number): this {
    const end = Math.min(1_440, until);
    if (end > this.last) this.list.push({ intent, until: end });
    return this;
  }
}
