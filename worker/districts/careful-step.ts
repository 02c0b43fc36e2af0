import {
  type DistrictState,
  decodeState,
  type EngineContext,
  encodeState,
  type Letter,
  type StampedAction,
  type StepInput,
  type StepOutput,
  step,
} from "#sim";
import { findOffenders } from "./bisect.ts";
import { decodeInputs, encodeInputs } from "./inputs.ts";

/** A step done, on exactly the input whose bytes are logged. */
export interface StepDone {
  readonly state: DistrictState;
  readonly output: StepOutput;
  readonly input: StepInput;
  readonly inputs: Uint8Array;
  /** What had to be left out, because the step threw with it. */
  readonly excluded: readonly Offender[];
  /** The first thing the engine threw, if it did. */
  readonly fault: unknown;
}

export type Offender =
  | { readonly kind: "action"; readonly action: StampedAction }
  | { readonly kind: "letter"; readonly letter: Letter };

/**
 * Runs one step. When it throws, the state it left behind is thrown away; `reload` must give the state before it. If it
 * throws again, the inputs that make it throw are found and left out. Rejects when the state alone makes it throw.
 */
export async function carefulStep(
  context: EngineContext,
  state: DistrictState,
  wanted: StepInput,
  reload: () => Promise<DistrictState>,
): Promise<StepDone> {
  // The step gets what the log holds, not what it was made from: a replay can then see no difference.
  const inputs = encodeInputs(wanted);
  const input = decodeInputs(inputs);
  try {
    return { state, output: step(context, state, input), input, inputs, excluded: [], fault: null };
  } catch (fault) {
    const before = encodeState(await reload());
    const again = tryStep(context, before, input);
    if (again !== null) return { ...again, input, inputs, excluded: [], fault };
    return { ...withoutOffenders(context, before, input, fault), fault };
  }
}

function withoutOffenders(
  context: EngineContext,
  before: Uint8Array,
  input: StepInput,
  fault: unknown,
): Omit<StepDone, "fault"> {
  const items: Offender[] = [
    ...input.letters.map((letter) => ({ kind: "letter", letter }) as const),
    ...input.actions.map((action) => ({ kind: "action", action }) as const),
  ];
  if (tryStep(context, before, withItems(input, [])) === null) {
    throw new Error(`tick ${input.tick} fails without any input`, { cause: fault });
  }
  const excluded = findOffenders(items, (kept) => tryStep(context, before, withItems(input, kept)) !== null);
  const rest = withItems(
    input,
    items.filter((item) => !excluded.includes(item)),
  );
  const done = tryStep(context, before, rest);
  if (done === null) throw new Error(`tick ${input.tick} fails without its offenders`, { cause: fault });
  return { ...done, input: rest, inputs: encodeInputs(rest), excluded };
}

/** Steps on a fresh copy of the state; null when it throws. */
function tryStep(
  context: EngineContext,
  before: Uint8Array,
  input: StepInput,
): { state: DistrictState; output: StepOutput } | null {
  const state = decodeState(context, before);
  try {
    return { state, output: step(context, state, input) };
  } catch {
    return null;
  }
}

function withItems(input: StepInput, kept: readonly Offender[]): StepInput {
  return {
    ...input,
    letters: kept.flatMap((item) => (item.kind === "letter" ? [item.letter] : [])),
    actions: kept.flatMap((item) => (item.kind === "action" ? [item.action] : [])),
  };
}
