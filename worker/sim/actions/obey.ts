import { at } from "#city/assert.ts";
import { setActivity } from "../activity.ts";
import { endActivity, isOnTheWay, nowOf } from "../outside-life.ts";
import type { TickRun } from "../run.ts";
import { OUTSIDE, OUTSIDE_POLICY, RESIDENT_POLICY, touch } from "../state.ts";
import { setWakeTick } from "../waking.ts";
import { workplaceNear } from "../workplaces.ts";
import { applied, type Verdict } from "./handler.ts";

/** Lets an agent from outside live as residents do whenever its own actions leave it idle, with work near its home; or no longer. */
export function setPolicy(run: TickRun, slot: number, policy: "outside" | "resident"): Verdict {
  const { bodies } = run.state;
  const lives = policy === "resident";
  bodies.policy[slot] = lives ? RESIDENT_POLICY : OUTSIDE_POLICY;
  bodies.work[slot] = lives ? workplaceNear(run.ctx, at(bodies.agent, slot), at(bodies.home, slot)) : -1;
  bodies.planDay[slot] = -1;
  bodies.planStep[slot] = 0;
  bodies.planTarget[slot] = -1;
  touch(run.state, slot);
  if (!isOnTheWay(run, slot)) comeUp(run, slot);
  return applied();
}

/** Pauses an agent or a person, or lets them go on. Who is on the way still arrives; work is paid up to here. */
export function setHalted(run: TickRun, slot: number, halted: 0 | 1): Verdict {
  const { bodies } = run.state;
  bodies.halted[slot] = halted;
  touch(run.state, slot);
  if (bodies.kind[slot] !== OUTSIDE || isOnTheWay(run, slot)) return applied();
  const nowMs = nowOf(run, slot);
  endActivity(run, slot, nowMs);
  setActivity(run.state, slot, "idle", nowMs);
  comeUp(run, slot);
  return applied();
}

function comeUp(run: TickRun, slot: number): void {
  setWakeTick(run.state, slot, run.tick + 1);
}
