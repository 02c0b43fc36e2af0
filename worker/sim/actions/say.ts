import { at } from "#city/assert.ts";
import { spotOf } from "../body-place.ts";
import { letHear } from "../hearing.ts";
import { answer } from "../systems/answer.ts";
import { type ActionHandler, applied } from "./handler.ts";
import { tell } from "./judge.ts";

/** Speaks: everyone within LIMITS.hearingRadiusCm in the open, or in the same building, hears it; somebody may answer. */
export const say: ActionHandler<"say"> = (run, slot, { text }) => {
  const { ctx, state } = run;
  const agent = at(state.bodies.agent, slot);
  const spot = spotOf(ctx, state, slot, run.endMs);
  const heardBy = letHear(run, spot, agent, text);
  if (spot.inside < 0) {
    run.out.events.push({ kind: "speech", neighborhood: spot.neighborhood, agent, atMs: run.startMs, text });
  }
  tell(run, slot, {
    kind: "speech",
    event: "said",
    significance: 80,
    other: -1,
    building: spot.inside,
    words: text,
  });
  answer(run, slot, spot);
  return applied({ heard_by: heardBy });
};
