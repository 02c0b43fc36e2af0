import type { ActionKind, ActionParameters } from "#city/protocol/actions.ts";
import type { ResultCode } from "#city/protocol/codes.ts";
import type { TickRun } from "../run.ts";

/** What became of an action: `applied`, the code that says why not, or `held`: it goes on by letter. */
export interface Verdict {
  readonly code: ResultCode | "held";
  readonly effects: Readonly<Record<string, number | string>>;
}

/** Carries out one action of the body in `slot`; judges capability, funds and place itself. May not throw for expected failures. */
export type ActionHandler<K extends ActionKind> = (
  run: TickRun,
  slot: number,
  parameters: ActionParameters[K],
  seq: number,
) => Verdict;

export type ActionTable = { readonly [K in ActionKind]: ActionHandler<K> };

/** Done, with facts of what changed. */
export function applied(effects: Verdict["effects"] = {}): Verdict {
  return { code: "applied", effects };
}

/** Sent on: whoever judges it gives it its result. */
export const HELD: Verdict = { code: "held", effects: {} };

/** Not done; the code says why. */
export function refused(code: Exclude<ResultCode, "applied">): Verdict {
  return { code, effects: {} };
}
