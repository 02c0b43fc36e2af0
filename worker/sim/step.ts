import { assert } from "#city/assert.ts";
import { beginRun } from "./run.ts";
import { SCHEDULE } from "./schedule.ts";
import type { DistrictState } from "./state.ts";
import type { EngineContext, StepInput, StepOutput } from "./types.ts";

/**
 * One tick of one district: changes `state` in place and says what happened. Same state and input, same result.
 * Asserts that the input is the next tick's; a fault inside leaves the state half changed, so the caller drops it.
 */
export function step(ctx: EngineContext, state: DistrictState, input: StepInput): StepOutput {
  assert(input.tick === state.fields.tick + 1, `tick ${input.tick} does not follow ${state.fields.tick}`);
  const run = beginRun(ctx, state, input);
  for (const system of SCHEDULE) system.run(run);
  const { out } = run;
  return {
    tick: run.tick,
    results: out.results,
    held: out.held,
    letters: out.letters,
    ledger: out.ledger,
    transfers: out.transfers.finish(),
    feed: out.feed,
    effects: [],
    heard: out.heard,
    events: out.events,
    departed: out.departed,
    arrived: out.arrived,
    deeds: out.deeds,
    deedChanges: out.deedChanges,
    deedTexts: out.deedTexts,
    stateBytes: run.stateBytes,
    moneyCents: run.moneyCents,
  };
}
