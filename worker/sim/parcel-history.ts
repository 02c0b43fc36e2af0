import { assertExists, at } from "#city/assert.ts";
import type { TickRun } from "./run.ts";
import { type DistrictState, touchParcel } from "./state.ts";
import type { DeedChange, EngineContext } from "./types.ts";

/** Global parcel of a local one. */
export function parcelAt(run: TickRun, local: number): number {
  return globalParcel(run.ctx, run.state, local);
}

/** The same outside of a step. */
export function globalParcel(ctx: EngineContext, state: DistrictState, local: number): number {
  return at(assertExists(ctx.places.parcelsOf[state.district], "district"), local);
}

/** Writes a line of a parcel's history. */
export function noteChange(
  run: TickRun,
  local: number,
  kind: DeedChange["kind"],
  giver = -1,
  taker = -1,
  cents = -1,
): void {
  touchParcel(run.state, local);
  run.out.deedChanges.push({ parcel: parcelAt(run, local), kind, giver, taker, cents });
}
