import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { spotOf } from "../body-place.ts";
import { isWithin } from "../hearing.ts";
import { OUTSIDE } from "../state.ts";
import { type ActionHandler, applied, refused } from "./handler.ts";
import { otherOf } from "./targets.ts";

/** Speaks to one agent within LIMITS.whisperRadiusCm or in the same building; nobody else hears it. */
export const whisper: ActionHandler<"whisper"> = (run, slot, { to, text }) => {
  const { ctx, state } = run;
  const other = otherOf(run, slot, to);
  if (!other.ok) return refused(other.code);
  const spot = spotOf(ctx, state, slot, run.endMs);
  const otherSpot = spotOf(ctx, state, other.value, run.endMs);
  if (!isWithin(spot, otherSpot, LIMITS.whisperRadiusCm)) return refused("too_far");
  if (state.bodies.kind[other.value] === OUTSIDE) {
    const hearer = at(state.bodies.agent, other.value);
    run.out.heard.push({ hearer, from: at(state.bodies.agent, slot), kind: "whisper", text });
  }
  return applied();
};
