import { at } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import { type ActionKind, UTTERANCES } from "#city/protocol/actions.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { admit } from "../actions/arrive.ts";
import { type ActionTable, refused, type Verdict } from "../actions/handler.ts";
import { setHalted, setPolicy } from "../actions/obey.ts";
import { openPurse } from "../actions/open-account.ts";
import { retire } from "../actions/retire.ts";
import { personOrder } from "../city-hall.ts";
import type { TickRun } from "../run.ts";
import { ACCOUNT, OUTSIDE, RESIDENT } from "../state.ts";
import {
  CITY_HALL,
  type StampedAction,
  type StampedActionOf,
  SYSTEM_KINDS,
  type SystemAction,
} from "../types.ts";

/** Makes the system that carries out this tick's actions in the order of their seq, each with exactly one outcome. */
export function applyActionsWith(table: ActionTable): (run: TickRun) => void {
  return (run) => {
    const used = new Map<number, { body: number; utterances: number }>();
    for (const action of run.input.actions) {
      const verdict = judge(run, table, action, used);
      outcome(run, action, verdict);
    }
  };
}

/** Writes down what became of an action; one that is held has its outcome elsewhere. */
export function outcome(run: TickRun, action: Pick<StampedAction, "seq" | "agent">, verdict: Verdict): void {
  const { seq, agent } = action;
  const { code, effects } = verdict;
  if (code === "held") {
    run.out.held.push(seq);
    return;
  }
  const status = code === "applied" ? "applied" : "rejected";
  run.out.results.push({ seq, agent, status, code, effects });
}

interface Used {
  body: number;
  utterances: number;
}

function judge(run: TickRun, table: ActionTable, action: StampedAction, used: Map<number, Used>): Verdict {
  if (isOfTheCity(action)) return judgeSystem(run, action);
  const slot = run.state.slotOf.get(action.agent);
  if (slot === undefined || at(run.state.bodies.kind, slot) === RESIDENT) {
    return refused(action.agent >= OUTSIDE_AGENT_BASE ? "agent_gone" : "unknown_agent");
  }
  const { kind, halted } = run.state.bodies;
  if (halted[slot] === 1) return refused("paused");
  const count = used.get(action.agent) ?? { body: 0, utterances: 0 };
  used.set(action.agent, count);
  if (kind[slot] === ACCOUNT) {
    const isTooMany = ++count.body > LIMITS.personOrdersPerTickMax;
    return isTooMany ? refused("rate_limited") : personOrder(run, slot, action);
  }
  const isTooMuch = UTTERANCES.has(action.kind)
    ? ++count.utterances > LIMITS.utterancesPerTickMax
    : ++count.body > LIMITS.bodyActionsPerTickMax;
  if (isTooMuch) return refused("rate_limited");
  return carryOut(run, table, slot, action);
}

function isOfTheCity(action: StampedAction): action is SystemAction {
  return SYSTEM_KINDS.some((kind) => kind === action.kind);
}

/** What the city itself asks for. */
function judgeSystem(run: TickRun, action: SystemAction): Verdict {
  const isCityHall = run.state.district === CITY_HALL;
  if (action.kind === "arrive") return isCityHall ? admit(run, action) : refused("unknown_agent");
  if (action.kind === "open_account") return isCityHall ? openPurse(run, action) : refused("unknown_agent");
  const slot = run.state.slotOf.get(action.agent);
  if (slot === undefined || at(run.state.bodies.kind, slot) === RESIDENT) return refused("agent_gone");
  if (action.kind === "halt") return setHalted(run, slot, action.parameters.halted);
  if (action.kind === "retire") return retire(run, slot, action.parameters.heir);
  return run.state.bodies.kind[slot] === OUTSIDE
    ? setPolicy(run, slot, action.parameters.policy)
    : refused("bad_target");
}

function carryOut<K extends ActionKind>(
  run: TickRun,
  table: ActionTable,
  slot: number,
  action: StampedActionOf<K>,
): Verdict {
  return table[action.kind](run, slot, action.parameters, action.seq);
}
