import { tinyPlan } from "#tests/util/tiny-plan.ts";
import { type Bodies, bodiesOf, placeBodies } from "#worker/sim/bodies.ts";
import { columnsMade } from "#worker/sim/columns.ts";
import { decodeHandoff } from "#worker/sim/handoff.ts";
import {
  BODY_COLUMNS,
  type DistrictState,
  emptyState,
  ON_TRIP,
  removeBody,
  slotsByAgent,
} from "#worker/sim/state.ts";
import type { EngineContext } from "#worker/sim/types.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";

export const FERRY_AGENTS = 3_000;
/** The two banks; everyone begins on the first. */
export const BANKS = [1, 2] as const;

/** A small plan, and many bodies of it with trips and routes. The same every time. */
export function ferryGround(): { readonly ctx: EngineContext; readonly bodies: Bodies } {
  const city = new LockstepCity({
    plan: tinyPlan({ side: 4, districts: 2, seed: 5 }),
    genesis: { population: 200, paceDivisor: 1 },
  });
  let walkers: Bodies[] = [];
  while (walkers.reduce((sum, { count }) => sum + count, 0) < 20) {
    city.step();
    walkers = city.states.map((state) =>
      bodiesOf(
        state,
        slotsByAgent(state).filter((slot) => state.bodies.placeKind[slot] === ON_TRIP),
      ),
    );
  }
  const models = walkers.flatMap((bodies) => Array.from({ length: bodies.count }, (_, i) => ({ bodies, i })));
  const chosen = Array.from({ length: FERRY_AGENTS }, (_, n) => models[n % models.length]);
  const values = columnsMade(BODY_COLUMNS, FERRY_AGENTS);
  for (const [name] of BODY_COLUMNS)
    for (const [n, model] of chosen.entries()) values[name][n] = model?.bodies.values[name][model.i] ?? 0;
  for (let n = 0; n < FERRY_AGENTS; n++) {
    values.agent[n] = n + 1;
    // Each its own, so that nobody could be taken for somebody else.
    values.purseCents[n] = n * 7_919;
  }
  return {
    ctx: city.ctx,
    bodies: {
      count: FERRY_AGENTS,
      values,
      acquaintances: chosen.map((model) => model?.bodies.acquaintances[model.i] ?? []),
      routes: chosen.map((model) => model?.bodies.routes[model.i] ?? []),
    },
  };
}

/** A district that lets go of everyone it has in each tick, and takes in whoever comes: half of a ferry. */
export class Bank {
  readonly #ctx: EngineContext;
  readonly #district: number;
  readonly #state: DistrictState;

  constructor(ctx: EngineContext, district: number, bodies: Bodies) {
    this.#ctx = ctx;
    this.#district = district;
    this.#state = emptyState(district, 0, 0, FERRY_AGENTS);
    if (district === BANKS[0]) placeBodies(this.#state, bodies);
  }

  /** One tick: who leaves in it, after whom those in the letters are here. */
  step(letters: readonly { readonly body: Uint8Array }[]): Bodies {
    const slots = slotsByAgent(this.#state);
    const leaving = bodiesOf(this.#state, slots);
    for (const slot of slots) removeBody(this.#state, slot);
    for (const { body } of letters) placeBodies(this.#state, decodeHandoff(this.#ctx, body, this.#district));
    return leaving;
  }

  /** Everyone who is here. */
  get here(): Bodies {
    return bodiesOf(this.#state, slotsByAgent(this.#state));
  }
}
