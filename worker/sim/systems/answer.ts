import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { below, hashWords } from "#city/rng.ts";
import { chooseAnswer } from "#city/world/phrases.ts";
import { activityOf } from "../activity.ts";
import { type Spot, spotOf } from "../body-place.ts";
import { earsOf, isWithin } from "../hearing.ts";
import type { TickRun } from "../run.ts";
import { RESIDENT, slotsInside } from "../state.ts";
import { speak } from "./meet.ts";

const PURPOSE_ANSWER = 0x616e7377;
const ANSWERS_PERCENT = 60;
/** Of those in earshot so many are asked. */
const ASKED_MAX = 12;

/** When an agent from outside has spoken, a resident who stands by may answer half a tick later. */
export function answer(run: TickRun, speaker: number, spot: Spot): void {
  const { ctx, state } = run;
  const ears = earsOf(run);
  if (ears.talks >= LIMITS.talksPerDistrictTickMax) return;
  const word = hashWords(ctx.genesis.seed, at(state.bodies.agent, speaker), run.tick, PURPOSE_ANSWER);
  if (below(word, 100) >= ANSWERS_PERCENT) return;
  const near =
    spot.inside >= 0 ? slotsInside(state, at(ctx.places.localOf, spot.inside)) : standingNear(run, spot);
  for (const slot of near.slice(0, ASKED_MAX)) {
    if (state.alive[slot] !== 1 || state.bodies.kind[slot] !== RESIDENT) continue;
    if (activityOf(state, slot) === "sleeping") continue;
    ears.talks++;
    speak(run, slot, run.startMs + Math.floor(ctx.genesis.tickMs / 2), chooseAnswer(word));
    return;
  }
}

/** Those who stand in earshot, nearest first. */
function standingNear(run: TickRun, spot: Spot): number[] {
  const { ctx, state } = run;
  const found: { slot: number; apart: number }[] = [];
  for (const slots of earsOf(run).standing.values()) {
    for (const slot of slots) {
      const there = spotOf(ctx, state, slot, run.endMs);
      if (!isWithin(spot, there, LIMITS.hearingRadiusCm)) continue;
      found.push({ slot, apart: Math.abs(there.xCm - spot.xCm) + Math.abs(there.zCm - spot.zCm) });
    }
  }
  const { agent } = state.bodies;
  return found
    .sort((a, b) => a.apart - b.apart || at(agent, a.slot) - at(agent, b.slot))
    .map(({ slot }) => slot);
}
