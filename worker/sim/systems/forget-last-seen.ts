import type { TickRun } from "../run.ts";

/** Forgets what newcomers no longer need to see of trips that are over for this district. */
export function forgetLastSeen(run: TickRun): void {
  const { state } = run;
  if (state.lastSeen.length === 0) return;
  state.lastSeen = state.lastSeen.filter((event) => event.kind === "leg" && event.endMs > run.startMs);
}
