import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { ACTION_KINDS, ACTION_PARAMETERS, type ActionKind, UTTERANCES } from "#city/protocol/actions.ts";
import type { ResultCode } from "#city/protocol/codes.ts";
import type { WaitingAction } from "#server/db/action-store.ts";
import { CITY_HALL, type StampedAction } from "#sim";

/** An accepted action that cannot enter the engine. */
export interface RefusedAction {
  readonly seq: number;
  readonly agent: number;
  readonly code: ResultCode;
}

export interface Picked {
  /** Ordered by seq. */
  readonly stamped: readonly StampedAction[];
  readonly refused: readonly RefusedAction[];
}

const arriveParameters = z.strictObject({ homeBuilding: z.int().min(0), grantCents: z.int().min(0) });

/**
 * Chooses which waiting actions (ordered by seq) a tick takes: per agent first in, first out, at most one body action and
 * two utterances; the rest waits. Parameters are proven once more: a row may have been written under an older schema.
 */
export function pickActions(waiting: readonly WaitingAction[], district: number): Picked {
  const stamped: StampedAction[] = [];
  const refused: RefusedAction[] = [];
  const taken = new Map<number, { body: number; utterances: number; full: boolean }>();
  for (const action of waiting) {
    const used = taken.get(action.agent) ?? { body: 0, utterances: 0, full: false };
    taken.set(action.agent, used);
    if (used.full) continue;
    const proven = stamp(action, district);
    if (proven === null) {
      refused.push({ seq: action.seq, agent: action.agent, code: "bad_target" });
      continue;
    }
    const speaks = proven.kind !== "arrive" && UTTERANCES.has(proven.kind);
    if (speaks ? used.utterances >= LIMITS.utterancesPerTickMax : used.body >= LIMITS.bodyActionsPerTickMax) {
      used.full = true;
      continue;
    }
    if (speaks) used.utterances++;
    else used.body++;
    // Who arrives is on the way home within this very tick: City Hall has no room to act in.
    used.full = proven.kind === "arrive";
    stamped.push(proven);
  }
  return { stamped, refused };
}

function stamp(action: WaitingAction, district: number): StampedAction | null {
  const { seq, agent, kind } = action;
  if (kind === "arrive") {
    const parameters = arriveParameters.safeParse(action.parameters);
    return district === CITY_HALL && parameters.success
      ? { seq, agent, kind, parameters: parameters.data }
      : null;
  }
  if (!isActionKind(kind)) return null;
  const parameters = ACTION_PARAMETERS[kind].safeParse(action.parameters);
  // The schema of this very kind gave the parameters: the compiler cannot follow the pair through the lookup.
  return parameters.success ? ({ seq, agent, kind, parameters: parameters.data } as StampedAction) : null;
}

function isActionKind(kind: string): kind is ActionKind {
  return ACTION_KINDS.some((known) => known === kind);
}
