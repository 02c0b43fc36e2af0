import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { type ActionKind, UTTERANCES } from "#city/protocol/actions.ts";
import { admit } from "../actions/arrive.ts";
import { type ActionTable, refused, type Verdict } from "../actions/handler.ts";
import type { TickRun } from "../run.ts";
import { OUTSIDE } from "../state.ts";
import { CITY_HALL, type StampedAction, type StampedActionOf } from "../types.ts";

/** Makes the system that carries out this tick's actions in the order of their seq, each with exactly one outcome. */
export function applyActionsWith(table: ActionTable): (run: TickRun) => void {
  return (run) => {
    const used = new Map<number, { body: number; utterances: number }>();
    for (const action of run.input.actions) {
      const verdict = judge(run, table, action, used);
      run.out.results.push({
        seq: action.seq,
        agent: action.agent,
        status: verdict.code === "applied" ? "applied" : "rejected",
        code: verdict.code,
        effects: verdict.effects,
      });
    }
  };
}

function judge(
  run: TickRun,
  table: ActionTable,
  action: StampedAction,
  used: Map<number, { body: number; utterances: number }>,
): Verdict {
  if (action.kind === "arrive")
    return run.state.district === CITY_HALL ? admit(run, action) : refused("unknown_agent");
  const slot = run.state.slotOf.get(action.agent);
  if (slot === undefined || at(run.state.bodies.kind, slot) !== OUTSIDE) return refused("unknown_agent");
  const count = used.get(action.agent) ?? { body: 0, utterances: 0 };
  used.set(action.agent, count);
  const isTooMuch = UTTERANCES.has(action.kind)
    ? ++count.utterances > LIMITS.utterancesPerTickMax
    : ++count.body > LIMITS.bodyActionsPerTickMax;
  if (isTooMuch) return refused("rate_limited");
  return carryOut(run, table, slot, action);
}

function carryOut<K extends ActionKind>(
  run: TickRun,
  table: ActionTable,
  slot: number,
  action: StampedActionOf<K>,
): Verdict {
  return table[action.kind](run, slot, action.parameters);
}
