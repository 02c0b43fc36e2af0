import { assertExists, at } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { BUILDING_USES, type BuildingUse } from "#city/plan/types.ts";
import type { ActionKind, ActionParameters } from "#city/protocol/actions.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { setPlace } from "#worker/sim/placing.ts";
import { AT_DOOR, type DistrictState, INSIDE, touch } from "#worker/sim/state.ts";
import {
  type ActionOutcome,
  CITY_HALL,
  type EngineContext,
  type Genesis,
  type StampedAction,
  type StepOutput,
} from "#worker/sim/types.ts";
import { DEFAULT_GENESIS, LockstepCity } from "#worker/tools/lockstep-city.ts";
import { tinyPlan } from "./tiny-plan.ts";

export const ADA = OUTSIDE_AGENT_BASE;
export const BEN = OUTSIDE_AGENT_BASE + 1;
/** The district they are in. */
export const TOWN = 1;

/** Two agents from outside in a small town, told what to do one tick at a time. */
export class TwoOutsiders {
  readonly city: LockstepCity;
  #waiting: { readonly district: number; readonly action: StampedAction }[] = [];
  #seq = 0;
  #outputs: readonly StepOutput[] = [];

  constructor(genesis: Partial<Genesis> = {}) {
    this.city = new LockstepCity({
      plan: tinyPlan({ side: 4, districts: 2, seed: 5 }),
      genesis: { startOfDayMs: 10 * 3_600_000, ...genesis },
      actions: (_, district) => this.#waiting.filter((w) => w.district === district).map((w) => w.action),
    });
    const homeBuilding = this.building("home");
    for (const agent of [ADA, BEN]) {
      const parameters = { homeBuilding, grantCents: 50_000 };
      this.#waiting.push({
        district: CITY_HALL,
        action: { seq: ++this.#seq, agent, kind: "arrive", parameters },
      });
    }
    this.step();
    this.step();
  }

  get ctx(): EngineContext {
    return this.city.ctx;
  }

  get state(): DistrictState {
    return this.city.state(TOWN);
  }

  /** What the district said in the last tick. */
  get output(): StepOutput {
    return assertExists(this.#outputs[TOWN], "a tick was stepped");
  }

  step(ticks = 1): void {
    for (let i = 0; i < ticks; i++) this.#outputs = this.city.step();
    this.#waiting = [];
  }

  /** Puts an action into the next tick. */
  queue<K extends ActionKind>(agent: number, kind: K, parameters: ActionParameters[K]): void {
    // One kind, one parameter type: the union cannot say so.
    const action = { seq: ++this.#seq, agent, kind, parameters } as StampedAction;
    this.#waiting.push({ district: TOWN, action });
  }

  /** Does one thing and steps the tick it is done in. */
  act<K extends ActionKind>(agent: number, kind: K, parameters: ActionParameters[K]): ActionOutcome {
    this.queue(agent, kind, parameters);
    const seq = this.#seq;
    this.step();
    return assertExists(
      this.output.results.find((result) => result.seq === seq),
      "every action has an outcome",
    );
  }

  slot(agent: number): number {
    return assertExists(this.state.slotOf.get(agent), `agent ${agent} is in town`);
  }

  /** The n-th building of a use in the town. */
  building(use: BuildingUse, nth = 0): number {
    const { buildings } = this.city.ctx.plan;
    const { neighborhoodDistrict } = this.city.ctx.places;
    const found: number[] = [];
    for (let building = 0; building < buildings.count; building++) {
      if (at(neighborhoodDistrict, at(buildings.neighborhood, building)) !== TOWN) continue;
      if (BUILDING_USES[at(buildings.use, building)] === use) found.push(building);
    }
    return assertExists(found[nth], `no ${use} in town`);
  }

  putInside(agent: number, building: number): void {
    setPlace(this.ctx, this.state, this.slot(agent), INSIDE, building, this.#nowMs);
  }

  putAtDoor(agent: number, building: number): void {
    setPlace(this.ctx, this.state, this.slot(agent), AT_DOOR, building, this.#nowMs);
  }

  /** Sets one column of an agent's record, as if life had done it. */
  set(agent: number, column: "energy" | "satiety" | "meals" | "goods", value: number): void {
    const slot = this.slot(agent);
    this.state.bodies[column][slot] = value;
    if (column === "energy" || column === "satiety") this.state.bodies.needsAtMs[slot] = this.#nowMs;
    touch(this.state, slot);
  }

  get #nowMs(): number {
    return this.ctx.genesis.startOfDayMs + (this.city.tick + 1) * this.ctx.genesis.tickMs;
  }
}

export function agentId(agent: number): string {
  return formatId("agt", DEFAULT_GENESIS.world, agent);
}

export function buildingId(building: number): string {
  return formatId("bld", DEFAULT_GENESIS.world, building);
}

export function parcelId(parcel: number): string {
  return formatId("prc", DEFAULT_GENESIS.world, parcel);
}
