import { liveOutside } from "../outside-life.ts";
import { RESIDENT, RESIDENT_POLICY, sortByAgent } from "../state.ts";
import { liveResident } from "./resident-day.ts";
import type { System } from "./system.ts";

/** Agents: everyone whose activity has ended, or who has arrived, goes on living; by agent number. */
export const liveSystem: System = {
  phase: "agents",
  name: "live",
  run: (run) => {
    for (const slot of sortByAgent(run.state, [...run.woken])) {
      if (run.state.alive[slot] !== 1) continue;
      const { kind, policy, halted } = run.state.bodies;
      if (halted[slot] === 1) continue;
      if (kind[slot] === RESIDENT || policy[slot] === RESIDENT_POLICY) liveResident(run, slot);
      else liveOutside(run, slot);
    }
  },
};
