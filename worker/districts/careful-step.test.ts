import { beforeEach, expect, it, vi } from "vitest";
import type { EngineContext, StampedAction, StepInput } from "#sim";
import { carefulStep } from "./careful-step.ts";

// A state of one number; the step adds the sum of the actions' numbers, and throws on those it is told to.
const engine = vi.hoisted(() => ({ bad: new Set<number>(), once: false, always: false }));

vi.mock("#sim", async (original) => ({
  ...(await original<typeof import("#sim")>()),
  encodeState: (state: { sum: number }) => Uint8Array.of(state.sum),
  decodeState: (_context: unknown, bytes: Uint8Array) => ({ sum: bytes[0] ?? 0 }),
  step: (_context: unknown, state: { sum: number }, input: StepInput) => {
    state.sum += 100;
    const fails = engine.always || engine.once || input.actions.some((action) => engine.bad.has(action.seq));
    engine.once = false;
    if (fails) throw new Error("the engine threw");
    state.sum += input.actions.reduce((sum, action) => sum + action.seq, -100);
    return { tick: input.tick };
  },
}));

const context = {} as EngineContext;
const reload = async () => ({ sum: 7 }) as never;

function input(seqs: readonly number[]): StepInput {
  const actions = seqs.map((seq): StampedAction => ({ seq, agent: seq, kind: "look", parameters: {} }));
  return { tick: 5, letters: [], actions, closedBorders: [] };
}

beforeEach(() => {
  engine.bad.clear();
  engine.once = false;
  engine.always = false;
});

it("[CM-10] steps again on a fresh state when a step throws once, and leaves nothing out", async () => {
  engine.once = true;
  const done = await carefulStep(context, { sum: 7 } as never, input([1, 2]), reload);
  expect(done.state).toEqual({ sum: 10 });
  expect(done.excluded).toEqual([]);
  expect(done.fault).toBeInstanceOf(Error);
});

it("[CM-10] leaves out the actions that make it throw, and logs the input without them", async () => {
  engine.bad.add(2).add(5);
  const done = await carefulStep(context, { sum: 7 } as never, input([1, 2, 3, 4, 5, 6]), reload);
  expect(done.excluded.map((item) => item.kind === "action" && item.action.seq)).toEqual([2, 5]);
  expect(done.input.actions.map((action) => action.seq)).toEqual([1, 3, 4, 6]);
  expect(done.state).toEqual({ sum: 7 + 1 + 3 + 4 + 6 });
});

it("[CM-10] gives up when the state alone makes it throw", async () => {
  engine.always = true;
  await expect(carefulStep(context, { sum: 7 } as never, input([1]), reload)).rejects.toThrow(
    "without any input",
  );
});
