import { assertExists } from "#city/assert.ts";
import type { CityPlan } from "#city/plan/types.ts";
import {
  createContext,
  createDistrict,
  type DistrictState,
  type EngineContext,
  type Genesis,
  inLetterOrder,
  type Letter,
  type StampedAction,
  type StepInput,
  type StepOutput,
  step,
} from "#sim";

export interface LockstepOptions {
  readonly plan: CityPlan;
  readonly genesis?: Partial<Genesis>;
  /** Actions of a district at a tick, in the order of their seq; none by default. */
  readonly actions?: (tick: number, district: number, city: LockstepCity) => readonly StampedAction[];
  /** Districts that take nobody at a tick; none by default. */
  readonly closedBorders?: (tick: number) => readonly number[];
  /** Called before each district's step, with what it will be given. */
  readonly beforeStep?: (state: DistrictState, input: StepInput) => void;
}

/**
 * All districts of a city stepped in one process, one tick after another: letters sent at n are consumed at n + 1. What
 * the shell does with a database and brokers, without them.
 */
export class LockstepCity {
  readonly ctx: EngineContext;
  /** By district number; City Hall first. */
  readonly states: DistrictState[];
  readonly #options: LockstepOptions;
  #inFlight: readonly Letter[] = [];
  #tick = 0;

  constructor(options: LockstepOptions) {
    this.#options = options;
    this.ctx = createContext(options.plan, { ...DEFAULT_GENESIS, ...options.genesis });
    this.states = Array.from({ length: options.plan.districts.length + 1 }, (_, district) =>
      createDistrict(this.ctx, district),
    );
  }

  get tick(): number {
    return this.#tick;
  }

  /** Letters sent and not consumed yet. */
  get inFlight(): readonly Letter[] {
    return this.#inFlight;
  }

  state(district: number): DistrictState {
    return assertExists(this.states[district], `no district ${district}`);
  }

  /** Puts another state (a restored one) in a district's place. */
  replace(state: DistrictState): void {
    this.states[state.district] = state;
  }

  /** Steps every district once; outputs by district number. */
  step(): StepOutput[] {
    this.#tick++;
    const tick = this.#tick;
    const closedBorders = this.#options.closedBorders?.(tick) ?? [];
    const outputs = this.states.map((state, district) => {
      const letters = this.#inFlight.filter((letter) => letter.to === district).sort(inLetterOrder);
      const actions = this.#options.actions?.(tick, district, this) ?? [];
      const input = { tick, letters, actions, closedBorders };
      this.#options.beforeStep?.(state, input);
      return step(this.ctx, state, input);
    });
    this.#inFlight = outputs.flatMap((output) => output.letters);
    return outputs;
  }

  /** All money there is, cents: what districts hold and what letters carry. */
  moneyCents(outputs: readonly StepOutput[]): number {
    const held = outputs.reduce((sum, output) => sum + output.moneyCents, 0);
    return this.#inFlight.reduce((sum, letter) => sum + letter.cents, held);
  }
}

export const DEFAULT_GENESIS: Genesis = {
  world: 1,
  seed: 7,
  tickMs: 60_000,
  startOfDayMs: 7 * 3_600_000,
  paceDivisor: 4,
  population: 400,
  treasuryCents: 100_000_000,
};
