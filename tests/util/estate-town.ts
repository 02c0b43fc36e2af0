import { assert, assertExists, at } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { BUILDING_USES } from "#city/plan/types.ts";
import type { ActionKind, ActionParameters } from "#city/protocol/actions.ts";
import { BANK_OFFSET, OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { DistrictState } from "#worker/sim/state.ts";
import {
  type ActionOutcome,
  CITY_HALL,
  type Letter,
  type StampedAction,
  type StepOutput,
  type SystemKind,
  type SystemParameters,
} from "#worker/sim/types.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { tinyPlan } from "./tiny-plan.ts";

/** Two agents from outside, at home in TOWN, and two people with purses at City Hall. */
export const ADA = OUTSIDE_AGENT_BASE;
export const BEN = OUTSIDE_AGENT_BASE + 1;
export const PAT = OWNER_BASE;
export const QUINN = OWNER_BASE + 1;
export const TOWN = 1;
export const GRANT_CENTS = 50_000;
/** Orders that go by letter have their result after so many ticks at most. */
const RESULT_TICKS_MAX = 4;

/** A small city of three districts in which agents and people act on parcels; its money is counted after every tick. */
export class EstateTown {
  readonly city: LockstepCity;
  #waiting: { readonly district: number; readonly action: StampedAction }[] = [];
  #seq = 0;
  #outputs: readonly StepOutput[] = [];
  readonly #genesisCents: number;

  /** `tickMs`: a day goes faster in longer ticks. */
  constructor({ tickMs = 60_000 }: { readonly tickMs?: number } = {}) {
    this.city = new LockstepCity({
      plan: tinyPlan({ side: 4, districts: 3, seed: 5 }),
      genesis: { startOfDayMs: 10 * 3_600_000, population: 60, tickMs },
      actions: (_, district) => this.#waiting.filter((w) => w.district === district).map((w) => w.action),
    });
    this.#genesisCents = this.city.moneyCents(this.city.step());
    const homeBuilding = at(assertExists(this.city.ctx.places.buildingsOf[TOWN], "town"), 0);
    for (const agent of [ADA, BEN]) {
      this.system(agent, "arrive", { homeBuilding, grantCents: GRANT_CENTS });
    }
    for (const person of [PAT, QUINN]) this.system(person, "open_account", { grantCents: GRANT_CENTS });
    this.step(2);
  }

  /** What all districts said in the last tick. */
  get outputs(): readonly StepOutput[] {
    return this.#outputs;
  }

  step(ticks = 1): void {
    for (let i = 0; i < ticks; i++) {
      this.#outputs = this.city.step();
      this.#waiting = [];
      assert(this.city.moneyCents(this.#outputs) === this.#genesisCents, "money only moves");
    }
  }

  /** Lets somebody do something and waits for its result, wherever that is decided. */
  act<K extends ActionKind>(who: number, kind: K, parameters: ActionParameters[K]): ActionOutcome {
    this.queue(who, kind, parameters);
    return this.#result(this.#seq);
  }

  /** The same, of what only the city may ask for. */
  ask<K extends SystemKind>(who: number, kind: K, parameters: SystemParameters[K]): ActionOutcome {
    this.system(who, kind, parameters);
    return this.#result(this.#seq);
  }

  /** Puts an action into the next tick; returns its number. */
  queue<K extends ActionKind>(who: number, kind: K, parameters: ActionParameters[K]): number {
    return this.#put(who, kind, parameters);
  }

  system<K extends SystemKind>(who: number, kind: K, parameters: SystemParameters[K]): number {
    return this.#put(who, kind, parameters);
  }

  /** Lets an agent go to another district, and steps until it is there. */
  move(agent: number, district: number): void {
    this.setOut(agent, district);
    while (this.districtOf(agent) !== district) this.step();
  }

  /** Sends an agent to another district. */
  setOut(agent: number, district: number): void {
    const index = at(assertExists(this.city.ctx.places.buildingsOf[district], "district"), 0);
    const building = formatId("bld", this.city.ctx.genesis.world, index);
    assert(this.act(agent, "move_to", { building }).code === "applied", "the agent sets out");
  }

  /** Deed changes and letters of so many ticks. */
  watch(ticks: number): { readonly kinds: string[]; readonly letters: Letter[] } {
    const [kinds, letters]: [string[], Letter[]] = [[], []];
    for (let tick = 0; tick < ticks; tick++) {
      this.step();
      for (const output of this.outputs) {
        kinds.push(...output.deedChanges.map(({ kind }) => kind));
        letters.push(...output.letters);
      }
    }
    return { kinds, letters };
  }

  #put(who: number, kind: string, parameters: object): number {
    const seq = ++this.#seq;
    // One kind, one parameter type: the union cannot say so.
    this.#waiting.push({
      district: this.districtOf(who),
      action: { seq, agent: who, kind, parameters } as StampedAction,
    });
    return seq;
  }

  #result(seq: number): ActionOutcome {
    for (let tick = 0; tick < RESULT_TICKS_MAX; tick++) {
      this.step();
      const found = this.#outputs.flatMap((output) => output.results).find((result) => result.seq === seq);
      if (found !== undefined) return found;
    }
    throw new Error(`action ${seq} has no result`);
  }

  /** District that holds somebody; City Hall for people and those who are not there. */
  districtOf(who: number): number {
    return Math.max(
      CITY_HALL,
      this.city.states.findIndex((state) => state.slotOf.has(who)),
    );
  }

  state(district = TOWN): DistrictState {
    return this.city.state(district);
  }

  /** What somebody has at City Hall, and an agent in its purse; -1: no such account. */
  bank(who: number): number {
    return this.#cents(CITY_HALL, who >= OWNER_BASE ? who : who + BANK_OFFSET);
  }

  purse(agent: number): number {
    return this.#cents(this.districtOf(agent), agent);
  }

  #cents(district: number, number: number): number {
    const state = this.state(district);
    const slot = state.slotOf.get(number);
    return slot === undefined ? -1 : at(state.bodies.purseCents, slot);
  }

  /** The n-th parcel of a district, as an id and a number. */
  parcel(
    nth: number,
    district = TOWN,
  ): { readonly id: string; readonly index: number; readonly local: number } {
    const index = at(assertExists(this.city.ctx.places.parcelsOf[district], "district"), nth);
    return { id: formatId("prc", this.city.ctx.genesis.world, index), index, local: nth };
  }

  /** Makes the n-th parcel's building one of the city's own, as another plan might have it. */
  makeCivic(nth: number): void {
    const { buildings, parcels } = this.city.ctx.plan;
    buildings.use[at(parcels.building, this.parcel(nth).index)] = BUILDING_USES.indexOf("civic");
  }

  /** One fact of a parcel's deed. */
  deed(nth: number, column: keyof DistrictState["parcels"], district = TOWN): number {
    return at(this.state(district).parcels[column], nth);
  }
}

/** Parcels of a district that nothing is earned on: neither homes of residents nor workplaces. */
export function bareParcels({ city }: EstateTown, district: number): number[] {
  const { plan, places, residents } = city.ctx;
  const buildings = assertExists(places.buildingsOf[district], "district");
  return [...buildings.keys()].filter((nth) => {
    const building = at(buildings, nth);
    return plan.buildings.jobs[building] === 0 && !residents.home.includes(building);
  });
}

/** Id of an agent or a person. */
export function partyId(who: number): string {
  return formatId(who >= OWNER_BASE ? "usr" : "agt", 1, who);
}
