import { at } from "#city/assert.ts";
import { dayOf, HOUR_MS, isOpen, MINUTE_MS } from "#city/world/calendar.ts";
import { affords, basketsFor, GOODS_CENTS, MEAL_CENTS, TICKET_CENTS } from "#city/world/economy.ts";
import { activityOf, needsAt, settleNeeds } from "../activity.ts";
import { HUNGRY_BELOW, MEAL_SATIETY, NEED_MAX } from "../needs.ts";
import type { TickRun } from "../run.ts";
import { AT_NODE, INSIDE, NO_TRIP, ON_TRIP, RESIDENT, touch } from "../state.ts";
import { type Destination, toBuilding, toNode } from "../trip-way.ts";
import { startTrip } from "../trips.ts";
import type { Activity } from "../views.ts";
import type { DaySlot, Intent } from "./day-plan.ts";
import { payRent } from "./deed-money.ts";
import { meet } from "./meet.ts";
import { isOuting, type Outing, outingTarget } from "./outings.ts";
import { buildingUse, payWage, sell } from "./trade.ts";
import { draw, endOf, isInside, planOf, remember, slotNow, stayBusy, type Turn } from "./turn.ts";

const EATING_MS = 25 * MINUTE_MS;
/** At home a resident eats when it is less than this full. */
const EATS_AT_HOME_BELOW = 65_000;

const PURPOSE_LENGTH = 0x6c656e67;
const PURPOSE_ONWARD = 0x6f6e7764;

/** A resident whose activity has ended, or who has arrived, decides what to do next. On the way it goes on walking. */
export function liveResident(run: TickRun, slot: number): void {
  const { bodies } = run.state;
  if (bodies.placeKind[slot] === ON_TRIP || bodies.tripPhase[slot] !== NO_TRIP) return;
  const nowMs = Math.max(run.startMs, at(bodies.placeSinceMs, slot));
  const turn: Turn = { run, slot, agent: at(bodies.agent, slot), nowMs };
  if (activityOf(run.state, slot) === "working") collectWage(turn);
  const day = dayOf(nowMs);
  if (bodies.planDay[slot] !== day) beginDay(turn, day);
  decide(turn, planOf(turn, day));
}

function collectWage(turn: Turn): void {
  const { run, slot } = turn;
  const { bodies } = run.state;
  const since = at(bodies.planNote, slot);
  if (since < 0 || bodies.placeKind[slot] !== INSIDE) return;
  payWage(run, slot, at(bodies.placeIndex, slot), Math.max(0, Math.floor(turn.nowMs / MINUTE_MS) - since));
  bodies.planNote[slot] = -1;
}

function beginDay(turn: Turn, day: number): void {
  const { run, slot } = turn;
  const { bodies } = run.state;
  if (at(bodies.planDay, slot) >= 0 && bodies.kind[slot] === RESIDENT) payRent(run, slot);
  bodies.planDay[slot] = day;
  remember(turn, 0, -1);
}

function decide(turn: Turn, plan: readonly DaySlot[]): void {
  const { bodies } = turn.run.state;
  const step = at(bodies.planStep, turn.slot);
  const target = at(bodies.planTarget, turn.slot);
  const planned = plan[step]?.intent;
  // Who set out for something does it, even when the way took longer than the plan allowed.
  if (target >= 0 && planned !== undefined && isOuting(planned) && isAtTarget(turn, planned, target)) {
    spendOuting(turn, planned, target, Math.max(endOf(turn, plan, step), turn.nowMs + 20 * MINUTE_MS), step);
    return;
  }
  const index = Math.min(plan.length - 1, Math.max(slotNow(turn, plan), step));
  const intent = plan[index]?.intent ?? "home";
  const endMs = Math.max(endOf(turn, plan, index), turn.nowMs + MINUTE_MS);
  if (isOuting(intent) && !isStarving(turn)) {
    setOut(turn, intent, index, endMs);
    return;
  }
  remember(turn, index, -1);
  if (intent === "work" || intent === "lunch-in") goToWork(turn, intent, endMs);
  else goHome(turn, intent, endMs);
}

function isStarving(turn: Turn): boolean {
  return needsAt(turn.run.state, turn.slot, turn.nowMs).satiety < HUNGRY_BELOW / 2;
}

function isAtTarget(turn: Turn, intent: Intent, target: number): boolean {
  const { bodies } = turn.run.state;
  if (intent !== "stroll") return isInside(turn, target);
  return bodies.placeKind[turn.slot] === AT_NODE && bodies.placeIndex[turn.slot] === target;
}

/** Sets out for an outing; goes home when there is nowhere to go. */
function setOut(turn: Turn, intent: Outing, step: number, endMs: number): void {
  const target = outingTarget(turn, intent);
  remember(turn, target < 0 ? step + 1 : step, target);
  if (target < 0) goHome(turn, "home", endMs);
  else if (isAtTarget(turn, intent, target)) spendOuting(turn, intent, target, endMs, step);
  else go(turn, intent === "stroll" ? toNode(target) : toBuilding(target, true), endMs);
}

/** What somebody does, and until when. */
type Occupation = readonly [activity: Activity, untilMs: number];

/** What is done at the place one went to; when it is over the plan goes on with its next step. */
function spendOuting(turn: Turn, intent: Outing, target: number, endMs: number, step: number): void {
  if (intent === "stroll") {
    spendStroll(turn, endMs, step);
    return;
  }
  meet(turn, 45);
  remember(turn, step + 1, -1);
  stayBusy(turn, ...enjoy(turn, intent, target, endMs));
}

/** Buys what the place sells, if the resident can afford it. */
function enjoy(turn: Turn, intent: Exclude<Outing, "stroll">, target: number, endMs: number): Occupation {
  const { run, slot, nowMs } = turn;
  if (intent === "visit") return ["talking", Math.min(endMs, nowMs + 75 * MINUTE_MS)];
  if (!isOpen(buildingUse(run.ctx, target), nowMs)) return ["waiting", nowMs + MINUTE_MS];
  const purseCents = at(run.state.bodies.purseCents, slot);
  if (intent === "shop") {
    const baskets = basketsFor(purseCents);
    if (sell(run, slot, target, baskets * GOODS_CENTS, "goods")) addGoods(turn, baskets);
    return ["shopping", nowMs + (12 + draw(turn, PURPOSE_LENGTH, 20)) * MINUTE_MS];
  }
  if (intent === "leisure") {
    if (affords(purseCents, TICKET_CENTS)) sell(run, slot, target, TICKET_CENTS, "goods");
    return ["at leisure", Math.max(nowMs + 45 * MINUTE_MS, endMs)];
  }
  if (affords(purseCents, MEAL_CENTS) && sell(run, slot, target, MEAL_CENTS, "meal")) feed(turn);
  return ["eating", nowMs + (intent === "food" ? 2 * EATING_MS : EATING_MS)];
}

/** A stroll is a chain of places: stand a while, talk, go on to the next one. */
function spendStroll(turn: Turn, endMs: number, step: number): void {
  meet(turn, 80);
  const restMs = (4 + draw(turn, PURPOSE_LENGTH, 9)) * MINUTE_MS;
  const stays = draw(turn, PURPOSE_ONWARD, 100) < 30;
  if (turn.nowMs + restMs >= endMs) remember(turn, step + 1, -1);
  else if (!stays) turn.run.state.bodies.planTarget[turn.slot] = -1;
  const talks = activityOf(turn.run.state, turn.slot) === "talking";
  stayBusy(turn, talks ? "talking" : "strolling", turn.nowMs + restMs);
}

function goToWork(turn: Turn, intent: "work" | "lunch-in", endMs: number): void {
  const work = at(turn.run.state.bodies.work, turn.slot);
  if (isInside(turn, work)) stayBusy(turn, ...atWork(turn, intent, endMs));
  else go(turn, toBuilding(work, true), endMs);
}

function atWork(turn: Turn, intent: "work" | "lunch-in", endMs: number): Occupation {
  const { bodies } = turn.run.state;
  if (intent === "lunch-in" || needsAt(turn.run.state, turn.slot, turn.nowMs).satiety < HUNGRY_BELOW) {
    feed(turn);
    return ["eating", Math.min(endMs, turn.nowMs + EATING_MS)];
  }
  meet(turn, 12);
  bodies.planNote[turn.slot] = Math.floor(turn.nowMs / MINUTE_MS);
  return ["working", Math.min(endMs, turn.nowMs + HOUR_MS)];
}

function goHome(turn: Turn, intent: Intent, endMs: number): void {
  const home = at(turn.run.state.bodies.home, turn.slot);
  if (isInside(turn, home)) stayBusy(turn, ...atHome(turn, intent, endMs));
  else go(turn, toBuilding(home, true), endMs);
}

function atHome(turn: Turn, intent: Intent, endMs: number): Occupation {
  if (intent === "sleep") return ["sleeping", endMs];
  if (needsAt(turn.run.state, turn.slot, turn.nowMs).satiety >= EATS_AT_HOME_BELOW) return ["resting", endMs];
  addGoods(turn, -1);
  feed(turn);
  return ["eating", Math.min(endMs, turn.nowMs + EATING_MS)];
}

/** Sets out; where no way leads it stays until `endMs` and thinks again. */
function go(turn: Turn, destination: Destination, endMs: number): void {
  const started = startTrip(turn.run, turn.slot, destination);
  if (!started.ok) stayBusy(turn, "waiting", endMs);
}

function feed(turn: Turn): void {
  const { state } = turn.run;
  settleNeeds(state, turn.slot, turn.nowMs);
  state.bodies.satiety[turn.slot] = Math.min(NEED_MAX, at(state.bodies.satiety, turn.slot) + MEAL_SATIETY);
  touch(state, turn.slot);
}

/** What is at home of food and things; nobody starves for want of it. */
function addGoods(turn: Turn, baskets: number): void {
  const { bodies } = turn.run.state;
  bodies.goods[turn.slot] = Math.max(0, Math.min(GOODS_MAX, at(bodies.goods, turn.slot) + baskets));
}
const GOODS_MAX = 99;
