import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { ACTION_KINDS, ACTION_PARAMETERS, type ActionKind, UTTERANCES } from "#city/protocol/actions.ts";
import type { ResultCode } from "#city/protocol/codes.ts";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { WaitingAction } from "#server/db/action-store.ts";
import { CITY_HALL, type StampedAction, SYSTEM_KINDS, type SystemKind, type SystemParameters } from "#sim";

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

/** What a tick has taken of one agent. */
interface Taken {
  body: number;
  utterances: number;
  full: boolean;
  gone: boolean;
}

const grantCents = z.int().min(0);

/** What the city itself may ask for; these kinds are in no schema of the doors. */
const SYSTEM_PARAMETERS: { readonly [K in SystemKind]: z.ZodType<SystemParameters[K]> } = {
  arrive: z.strictObject({ homeBuilding: z.int().min(0), grantCents }),
  open_account: z.strictObject({ grantCents }),
  set_policy: z.strictObject({ policy: z.enum(["outside", "resident"]) }),
  halt: z.strictObject({ halted: z.literal([0, 1]) }),
  retire: z.strictObject({ heir: z.int().min(-1).default(-1) }),
};
/** City Hall's alone. */
const AT_CITY_HALL: ReadonlySet<SystemKind> = new Set(["arrive", "open_account"]);

/**
 * Chooses which waiting actions (ordered by seq) a tick takes: per agent first in, first out, at most one body action and
 * two utterances, per person some orders; the rest waits. Parameters are proven once more: a row may have been written under an older schema.
 */
export function pickActions(waiting: readonly WaitingAction[], district: number): Picked {
  const stamped: StampedAction[] = [];
  const refused: RefusedAction[] = [];
  const taken = new Map<number, Taken>();
  for (const action of waiting) {
    const used = taken.get(action.agent) ?? { body: 0, utterances: 0, full: false, gone: false };
    taken.set(action.agent, used);
    // What the city asks for does not wait behind what the agent wants.
    if (used.gone || (used.full && !isSystemKind(action.kind))) continue;
    const proven = stamp(action, district);
    if (proven === null) {
      refused.push({ seq: action.seq, agent: action.agent, code: "bad_target" });
      continue;
    }
    if (isSystemKind(proven.kind)) {
      // Who arrives or leaves for good is not there for more: City Hall has no room to act in.
      used.gone = proven.kind === "arrive" || proven.kind === "retire";
    } else if (!hasRoom(used, action.agent, proven.kind)) {
      used.full = true;
      continue;
    }
    stamped.push(proven);
  }
  return { stamped, refused };
}

/** Counts an action of the agent's own, as far as there is room for it in a tick. */
function hasRoom(used: Taken, agent: number, kind: ActionKind): boolean {
  if (agent < OWNER_BASE && UTTERANCES.has(kind)) return ++used.utterances <= LIMITS.utterancesPerTickMax;
  const max = agent >= OWNER_BASE ? LIMITS.personOrdersPerTickMax : LIMITS.bodyActionsPerTickMax;
  return ++used.body <= max;
}

function stamp(action: WaitingAction, district: number): StampedAction | null {
  const { seq, agent, kind } = action;
  if (isSystemKind(kind)) {
    const parameters = SYSTEM_PARAMETERS[kind].safeParse(action.parameters);
    const isElsewhere = AT_CITY_HALL.has(kind) && district !== CITY_HALL;
    // The schema of this very kind gave the parameters: the compiler cannot follow the pair through the lookup.
    return parameters.success && !isElsewhere
      ? ({ seq, agent, kind, parameters: parameters.data } as StampedAction)
      : null;
  }
  if (!isActionKind(kind)) return null;
  const parameters = ACTION_PARAMETERS[kind].safeParse(action.parameters);
  // The schema of this very kind gave the parameters: the compiler cannot follow the pair through the lookup.
  return parameters.success ? ({ seq, agent, kind, parameters: parameters.data } as StampedAction) : null;
}

function isSystemKind(kind: string): kind is SystemKind {
  return SYSTEM_KINDS.some((known) => known === kind);
}

function isActionKind(kind: string): kind is ActionKind {
  return ACTION_KINDS.some((known) => known === kind);
}
