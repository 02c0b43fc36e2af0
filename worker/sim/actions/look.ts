import { at } from "#city/assert.ts";
import { spotOf } from "../body-place.ts";
import { type ActionHandler, applied } from "./handler.ts";

/** Looks around; what there is to see is in the next observation, which every agent gets anyway. */
export const look: ActionHandler<"look"> = (run, slot) => {
  const spot = spotOf(run.ctx, run.state, slot, run.endMs);
  const inside = spot.inside < 0 ? 0 : at(run.state.insideCount, at(run.ctx.places.localOf, spot.inside));
  return applied({ x_cm: spot.xCm, z_cm: spot.zCm, people_inside: inside });
};
