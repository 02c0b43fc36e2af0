import { at } from "#city/assert.ts";
import { type IdPrefix, parseId } from "#city/ids.ts";
import type { ResultCode } from "#city/protocol/codes.ts";
import { BANK_OFFSET, OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import { err, ok, type Result } from "#city/result.ts";
import type { TickRun } from "../run.ts";

type Refusal = Exclude<ResultCode, "applied">;

/** Index of an id of this world, or -1. */
function indexOf(run: TickRun, prefix: IdPrefix, id: string): number {
  const parts = parseId(prefix, id);
  return parts.ok && parts.value.world === run.ctx.genesis.world ? parts.value.index : -1;
}

/** Global building of an id; `unknown_building`. */
export function buildingOf(run: TickRun, id: string): Result<number, Refusal> {
  const index = indexOf(run, "bld", id);
  if (index < 0 || index >= run.ctx.plan.buildings.count) return err("unknown_building", "no such building");
  return ok(index);
}

/** Parcel of an id; `unknown_parcel`. */
export function parcelOf(run: TickRun, id: string): Result<number, Refusal> {
  const index = indexOf(run, "prc", id);
  if (index < 0 || index >= run.ctx.plan.parcels.count) return err("unknown_parcel", "no such parcel");
  return ok(index);
}

/** Slot of an agent of this district; `unknown_agent` when there can be none, `too_far` when it is elsewhere, `bad_target` for oneself. */
export function otherOf(run: TickRun, slot: number, id: string): Result<number, Refusal> {
  const index = indexOf(run, "agt", id);
  if (index < 0 || (index >= run.ctx.genesis.population && index < OUTSIDE_AGENT_BASE)) {
    return err("unknown_agent", "no such agent");
  }
  if (index === at(run.state.bodies.agent, slot)) return err("bad_target", "that is the agent itself");
  const other = run.state.slotOf.get(index);
  return other === undefined ? err("too_far", "the agent is in another district") : ok(other);
}

/** Number of an agent from outside or a person that an id names; `unknown_agent`. Whether there is one City Hall knows. */
export function accountHolderOf(run: TickRun, id: string): Result<number, Refusal> {
  const isPerson = id.startsWith("usr_");
  const index = indexOf(run, isPerson ? "usr" : "agt", id);
  const [least, bound] = isPerson ? [OWNER_BASE, BANK_OFFSET] : [OUTSIDE_AGENT_BASE, OWNER_BASE];
  return index >= least && index < bound ? ok(index) : err("unknown_agent", "nobody of that number");
}
