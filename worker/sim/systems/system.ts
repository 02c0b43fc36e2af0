import type { TickRun } from "../run.ts";

/** The phases of a step, in this order. */
export const PHASES = ["dueEvents", "agents", "reconcile", "commit", "broadcast"] as const;
export type Phase = (typeof PHASES)[number];

/** One line of the schedule. */
export interface System {
  readonly phase: Phase;
  readonly name: string;
  readonly run: (run: TickRun) => void;
}
