import { assertExists, at } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import {
  ACTION_KINDS,
  type ActionKind,
  type ActionParameters,
  type BankActionKind,
  type ParcelActionKind,
} from "#city/protocol/actions.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { below, hashWords } from "#city/rng.ts";
import {
  availableActions,
  type DistrictState,
  type EngineContext,
  type Perception,
  perceive,
  type StampedAction,
} from "#sim";

/**
 * Agents from outside that need nobody: what they do is a hash of (seed, agent, tick) and what they perceive, so a run
 * with them can be repeated. They use every kind of action, mostly sensibly and now and then not.
 */
export class ScriptedAgents {
  readonly #ctx: EngineContext;
  readonly #seed: number;
  #seq = 0;

  constructor(ctx: EngineContext, seed: number) {
    this.#ctx = ctx;
    this.#seed = seed;
  }

  /** Actions that bring `count` agents into the city; for City Hall. */
  arrivals(count: number, grantCents: number): StampedAction[] {
    return Array.from({ length: count }, (_, index) => {
      const agent = OUTSIDE_AGENT_BASE + index;
      const homeBuilding = at(
        this.#ctx.residents.home,
        below(hashWords(this.#seed, agent), this.#ctx.genesis.population),
      );
      return { seq: ++this.#seq, agent, kind: "arrive", parameters: { homeBuilding, grantCents } };
    });
  }

  /** What the agents held by a district (ascending numbers) do this tick; some do nothing, some too much. */
  actions(state: DistrictState, agents: readonly number[]): StampedAction[] {
    return agents.flatMap((agent) => {
      const word = hashWords(this.#seed, agent, state.fields.tick, 0x73637270);
      const count = [0, 0, 1, 1, 1, 2, 3][below(word, 7)] ?? 0;
      return Array.from({ length: count }, (_, index) => this.#action(state, agent, hashWords(word, index)));
    });
  }

  #action(state: DistrictState, agent: number, word: number): StampedAction {
    const view = assertExists(perceive(this.#ctx, state, agent), `agent ${agent} is not here`);
    const available = availableActions(this.#ctx, state, agent).map((action) => action.kind);
    const kinds = below(word, 10) === 0 ? ACTION_KINDS : [...available, "move_to" as const];
    const kind = kinds[below(hashWords(word, 1), kinds.length)] ?? "look";
    return this.#stamped(agent, kind, view, hashWords(word, 2));
  }

  #stamped<K extends ActionKind>(agent: number, kind: K, view: Perception, word: number): StampedAction {
    const parameters = this.#parameters(view, word)[kind];
    // The table below gives each kind its own parameters; the compiler cannot follow that through the union.
    return { seq: ++this.#seq, agent, kind, parameters } as StampedAction;
  }

  #parameters(view: Perception, word: number): ActionParameters {
    const { plan, genesis } = this.#ctx;
    const near = view.buildings[below(word, Math.max(1, view.buildings.length))]?.building;
    const building =
      below(hashWords(word, 3), 4) === 0 ? below(hashWords(word, 4), plan.buildings.count) : (near ?? 0);
    const seen = view.agents[below(hashWords(word, 5), Math.max(1, view.agents.length))]?.agent;
    const to = formatId("agt", genesis.world, seen ?? below(hashWords(word, 6), genesis.population));
    const targets: readonly ActionParameters["move_to"][] = [
      { building: formatId("bld", genesis.world, building) },
      { parcel: formatId("prc", genesis.world, below(hashWords(word, 7), plan.parcels.count)) },
      { agent: to },
      {
        point: {
          x: below(hashWords(word, 8), plan.widthCm) / 100,
          z: below(hashWords(word, 9), plan.depthCm) / 100,
        },
      },
    ];
    const text = `Tick ${view.tick}, and I am {agent} no. ${view.self.agent - OUTSIDE_AGENT_BASE}.`;
    return {
      move_to: targets[below(hashWords(word, 10), targets.length)] ?? {},
      enter: {},
      leave: {},
      say: { text },
      whisper: { to, text },
      work: {},
      rest: {},
      eat: {},
      buy: { item: below(hashWords(word, 11), 2) === 0 ? "goods" : "meal" },
      pay: { to, amount_cents: 1 + below(hashWords(word, 12), 2_000) },
      wait: { minutes: 1 + below(hashWords(word, 13), 30) },
      look: {},
      ...this.#property(view, word, to),
    };
  }

  /** Parameters of what is done about parcels and accounts: mostly the one near by. */
  #property(
    view: Perception,
    word: number,
    to: string,
  ): Pick<ActionParameters, ParcelActionKind | BankActionKind> {
    const { plan, genesis } = this.#ctx;
    const near = view.buildings[below(hashWords(word, 14), Math.max(1, view.buildings.length))]?.parcel;
    const anywhere = below(hashWords(word, 15), plan.parcels.count);
    const parcel = formatId("prc", genesis.world, view.self.deeds[0] ?? near ?? anywhere);
    const cents = 1 + below(hashWords(word, 16), 400_000);
    const outsider = formatId("agt", genesis.world, OUTSIDE_AGENT_BASE + below(hashWords(word, 17), 8));
    return {
      claim: { parcel },
      list: { parcel, price_cents: cents },
      unlist: { parcel },
      purchase: { parcel, max_cents: cents },
      offer: { parcel, amount_cents: cents, hours: 1 + below(hashWords(word, 18), 4) },
      accept_offer: { parcel, min_cents: 1 },
      drop_offer: { parcel },
      let: { parcel, rent_cents: below(hashWords(word, 19), 3) * 500, days: 1 },
      lease: { parcel, max_rent_cents: 1_000 },
      end_lease: { parcel },
      give: { parcel, to: outsider },
      dress: { parcel, title: to, colour: "#20a0c0" },
      transfer: { to: outsider, amount_cents: 1 + below(cents, 5_000) },
      withdraw: { amount_cents: 1 + below(cents, 3_000) },
    };
  }
}
