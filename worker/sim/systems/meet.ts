import { assertExists, at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { below, hashWords } from "#city/rng.ts";
import { minuteOfDay } from "#city/world/calendar.ts";
import { givenName } from "#city/world/names.ts";
import { chooseTalk, type TalkSetting } from "#city/world/phrases.ts";
import { getToKnow, isOpenToNew, knows } from "../acquaintances.ts";
import { activityOf, setActivity } from "../activity.ts";
import { spotOf } from "../body-place.ts";
import { earsOf, letHear } from "../hearing.ts";
import type { TickRun } from "../run.ts";
import { AT_NODE, INSIDE, RESIDENT, slotsInside } from "../state.ts";
import { buildingUse } from "./trade.ts";
import { draw, drawWord, type Turn } from "./turn.ts";

const PURPOSE_MEET = 0x6d656574;
const PURPOSE_WHO = 0x77686f20;
const PURPOSE_TEXT = 0x74657874;
/** Of those at a place so many are asked whether they are free to talk. */
const ASKED_MAX = 6;

/** Perhaps (`percent`) the resident talks to someone at its place: one talk per place and tick, few per district and tick. */
export function meet(turn: Turn, percent: number): void {
  const { run, slot } = turn;
  const { bodies } = run.state;
  // Who lives as residents do but comes from outside speaks for itself or not at all.
  if (bodies.kind[slot] !== RESIDENT) return;
  const ears = earsOf(run);
  const index = at(bodies.placeIndex, slot);
  const place = bodies.placeKind[slot] === AT_NODE ? -1 - index : index;
  const isOpen = bodies.placeKind[slot] === AT_NODE;
  if (ears.talkPlaces.has(place) || (isOpen && ears.talks >= LIMITS.talksPerDistrictTickMax)) return;
  if (draw(turn, PURPOSE_MEET, 100) >= percent) return;
  const other = freeToTalk(turn);
  if (other < 0) return;
  if (isOpen) ears.talks++;
  ears.talkPlaces.add(place);
  talk(turn, other);
}

/** Someone awake at the same place, rather one the resident knows; or -1. */
function freeToTalk(turn: Turn): number {
  const { run, slot } = turn;
  const { bodies } = run.state;
  const kind = at(bodies.placeKind, slot);
  const index = at(bodies.placeIndex, slot);
  const there =
    kind === AT_NODE
      ? (earsOf(run).standing.get(index) ?? [])
      : slotsInside(run.state, at(run.ctx.places.localOf, index));
  const first = there.length === 0 ? 0 : below(drawWord(turn, PURPOSE_WHO), there.length);
  let stranger = -1;
  for (let asked = 0; asked < Math.min(ASKED_MAX, there.length); asked++) {
    const other = at(there, (first + asked) % there.length);
    if (other === slot || run.state.alive[other] !== 1 || bodies.kind[other] !== RESIDENT) continue;
    if (bodies.placeKind[other] !== kind || bodies.placeIndex[other] !== index) continue;
    if (activityOf(run.state, other) === "sleeping") continue;
    if (knows(run.state, slot, at(bodies.agent, other))) return other;
    if (stranger < 0) stranger = other;
  }
  return stranger;
}

function talk(turn: Turn, other: number): void {
  const { run, slot, agent } = turn;
  const { state, ctx } = run;
  const listener = at(state.bodies.agent, other);
  const word = hashWords(ctx.genesis.seed, agent, listener, run.tick, PURPOSE_TEXT);
  const isKnown = knows(state, slot, listener);
  const isNew = !isKnown && isOpenToNew(state, slot, word) && isOpenToNew(state, other, hashWords(word, 1));
  if (isNew) {
    getToKnow(state, slot, listener, hashWords(word, 2));
    getToKnow(state, other, agent, hashWords(word, 3));
  }
  const spot = spotOf(ctx, state, slot, turn.nowMs);
  const neighborhood = assertExists(ctx.plan.neighborhoods[spot.neighborhood], "neighborhood");
  const said = chooseTalk(word, {
    setting: settingOf(turn),
    minute: minuteOfDay(turn.nowMs),
    speaker: givenName(ctx.genesis.seed, agent),
    listener: givenName(ctx.genesis.seed, listener),
    place: neighborhood.name,
    bond: isKnown ? "known" : isNew ? "new" : "stranger",
  });
  // Both are there from the later of the two arrivals on; the answer follows half a tick later.
  const sinceMs = Math.max(turn.nowMs, at(state.bodies.placeSinceMs, other));
  const half = Math.floor(ctx.genesis.tickMs / 2);
  speak(run, slot, Math.min(sinceMs, run.endMs - half - 1), said.opening);
  speak(run, other, Math.min(sinceMs, run.endMs - half - 1) + half, said.reply);
  if (spot.inside < 0) for (const talker of [slot, other]) setActivity(state, talker, "talking", turn.nowMs);
  if (!isNew) return;
  run.out.feed.push({
    kind: "meeting",
    event: spot.inside < 0 ? "met_outdoors" : "met_indoors",
    significance: 20,
    agent,
    other: listener,
    building: spot.inside,
    neighborhood: spot.neighborhood,
    xCm: spot.xCm,
    zCm: spot.zCm,
  });
}

/** A resident says something: outside agents near by hear it; in the open it also shows above its head. */
export function speak(run: TickRun, slot: number, atMs: number, text: string): void {
  const { ctx, state } = run;
  const agent = at(state.bodies.agent, slot);
  const spot = spotOf(ctx, state, slot, run.endMs);
  letHear(run, spot, agent, text);
  if (spot.inside < 0)
    run.out.events.push({ kind: "speech", neighborhood: spot.neighborhood, agent, atMs, text });
}

function settingOf(turn: Turn): TalkSetting {
  const { ctx, state } = turn.run;
  if (state.bodies.placeKind[turn.slot] !== INSIDE) return "green";
  const building = at(state.bodies.placeIndex, turn.slot);
  if (state.bodies.work[turn.slot] === building) return "work";
  const use = buildingUse(ctx, building);
  return use === "home" || use === "food" || use === "shop" || use === "leisure" ? use : "work";
}
