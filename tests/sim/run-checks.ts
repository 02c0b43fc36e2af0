import { LIMITS } from "#city/limits.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { equalBytes } from "#server/db/commit-outcome.ts";
import { deedsKept, type EngineContext, encodeState, type Letter, moneyCents } from "#sim";
import { decodeInputs } from "#worker/districts/inputs.ts";
import { type Live, replayTick } from "#worker/districts/recover.ts";
import { openSnapshot } from "#worker/districts/snapshots.ts";
import { decodeHandoff } from "#worker/sim/handoff.ts";
import { type DistrictState, slotsByAgent } from "#worker/sim/state.ts";
import { type FakeDatabase, type FakeLog, letterKey } from "./fake-database.ts";
import type { SimCity } from "./sim-city.ts";
import type { Acknowledged } from "./sim-clients.ts";

/** What the whole log comes to, replayed from genesis tick by tick over all districts. */
class Replay {
  readonly violations: string[] = [];
  readonly lives: Live[];
  crossings = 0;
  readonly inFlight = new Map<string, Letter>();
  /** By action: the tick that took it in. */
  readonly stamped = new Map<number, number>();
  /** By action: the tick that gave it its result. */
  readonly judged = new Map<number, number>();
  /** By hearer: what it heard, the oldest first. */
  readonly heard = new Map<number, { readonly tick: number; readonly text: string }[]>();
  readonly #city: SimCity;

  get context(): EngineContext {
    return this.#city.context;
  }

  constructor(city: SimCity) {
    this.#city = city;
    this.lives = city.genesis.map((row) => ({ state: openSnapshot(city.context, row), position: row }));
  }

  /** Replays one tick of all districts (rows in any order) and counts money and bodies after it. */
  tick(rows: readonly FakeLog[]): void {
    const sent: Letter[] = [];
    for (const row of rows) {
      const live = this.lives[row.district];
      if (live === undefined) continue;
      this.#takeInputs(row);
      const output = replayTick(this.#city, live, row);
      sent.push(...output.letters);
      for (const { seq } of output.results) {
        if (this.judged.has(seq)) this.violations.push(`action ${seq} has two results`);
        this.judged.set(seq, row.tick);
      }
      for (const { hearer, text } of output.heard)
        this.heard.set(hearer, [...(this.heard.get(hearer) ?? []), { tick: row.tick, text }]);
    }
    for (const letter of sent) this.inFlight.set(keyOf(letter), letter);
    this.#countMoney(rows[0]?.tick ?? -1);
  }

  #takeInputs(row: FakeLog): void {
    const input = decodeInputs(row.inputs);
    for (const letter of input.letters) {
      const key = keyOf(letter);
      if (!this.inFlight.delete(key))
        this.violations.push(`tick ${row.tick}: letter ${key} was not under way`);
      if (letter.kind === "handoff")
        this.crossings += decodeHandoff(this.#city.context, letter.body, letter.to).count;
    }
    for (const { seq } of input.actions) {
      if (this.stamped.has(seq)) this.violations.push(`action ${seq} was taken in twice`);
      this.stamped.set(seq, row.tick);
    }
  }

  /** Every agent there is, in states and letters. */
  agents(): number[] {
    const inStates = this.lives.flatMap(({ state }) => agentsOf(state));
    const inLetters = [...this.inFlight.values()].flatMap((letter) =>
      letter.kind === "handoff"
        ? [...decodeHandoff(this.#city.context, letter.body, letter.to).values.agent]
        : [],
    );
    return [...inStates, ...inLetters].sort((a, b) => a - b);
  }

  #countMoney(tick: number): void {
    const held = this.lives.reduce((sum, { state }) => sum + moneyCents(state), 0);
    const all = [...this.inFlight.values()].reduce((sum, letter) => sum + letter.cents, held);
    const { genesisCents } = this.#city.world;
    if (all !== genesisCents) this.violations.push(`tick ${tick}: ${all} cents, not ${genesisCents}`);
  }
}

/** An observation as it was published, with what its agent is told to have heard. */
export interface Told {
  readonly agent: number;
  readonly tick: number;
  readonly messages: readonly { readonly tick: number; readonly text: string }[];
}

export interface Checked {
  readonly violations: readonly string[];
  readonly ticks: number;
  readonly crossings: number;
}

/** Proves a finished run: chain, replay, money and bodies at every tick, letters, and one result for each action. */
export function checkRun(
  city: SimCity,
  database: FakeDatabase,
  acknowledged: readonly Acknowledged[],
  states: ReadonlyMap<number, DistrictState>,
  told: readonly Told[],
): Checked {
  const replay = new Replay(city);
  const { violations } = replay;
  const ticks = Math.min(...[...database.districts.values()].map((district) => district.tick));
  const residents = replay.agents();
  for (let tick = 1; tick <= ticks; tick++) {
    const rows = database.log.filter((row) => row.tick === tick);
    if (rows.length !== city.genesis.length) violations.push(`tick ${tick}: ${rows.length} rows`);
    replay.tick(rows);
    violations.push(...countAgents(replay.agents(), residents, tick));
  }
  violations.push(...endsAlike(replay, database, states, ticks));
  violations.push(...oneResultEach(replay, database, acknowledged));
  violations.push(
    ...hearsAll(
      replay,
      told.filter(({ tick }) => tick <= ticks),
    ),
  );
  return { violations, ticks, crossings: replay.crossings };
}

function countAgents(agents: readonly number[], residents: readonly number[], tick: number): string[] {
  const doubled = agents.filter((agent, i) => agents[i - 1] === agent);
  const there = new Set(agents);
  const lost = residents.filter((agent) => !there.has(agent));
  return [
    ...doubled.map((agent) => `tick ${tick}: agent ${agent} is there twice`),
    ...lost.map((agent) => `tick ${tick}: agent ${agent} is lost`),
  ];
}

/** The tables, the live states and the replay must say the same. */
function endsAlike(
  replay: Replay,
  database: FakeDatabase,
  states: ReadonlyMap<number, DistrictState>,
  ticks: number,
): string[] {
  const found: string[] = [];
  const same = [...database.letters.keys()].sort().join() === [...replay.inFlight.keys()].sort().join();
  if (!same) found.push("the letters in the database are not those the log left");
  for (const [district, { state }] of replay.lives.entries()) {
    const row = database.districts.get(district);
    if (row?.tick !== ticks) found.push(`district ${district} is at tick ${row?.tick}, not ${ticks}`);
    const live = states.get(district);
    if (live === undefined || !equalBytes(encodeState(live), encodeState(state))) {
      found.push(`district ${district}: the live state is not the replayed one`);
    }
    found.push(...sameEstate(replay, database, district));
    for (const agent of agentsOf(state)) {
      const known = database.agents.get(agent);
      if (known !== undefined && known.district !== district)
        found.push(`agent ${agent} is written to ${known.district}`);
    }
  }
  return found;
}

/** Deeds and balances in the tables are those of the state. */
function sameEstate(replay: Replay, database: FakeDatabase, district: number): string[] {
  const live = replay.lives[district];
  if (live === undefined) return [];
  const { state } = live;
  const found: string[] = [];
  for (const deed of deedsKept(replay.context, state)) {
    const row = database.deeds.get(deed.parcel);
    const facts = [
      row?.owner ?? -1,
      row?.offer_by ?? -1,
      row?.tenant ?? -1,
      row?.balance_cents,
      row?.arrears_cents,
      row?.price_cents ?? -1,
    ];
    const wanted = [
      deed.owner,
      deed.offerBy,
      deed.tenant,
      deed.balanceCents,
      deed.arrearsCents,
      deed.priceCents,
    ];
    if (facts.join() !== wanted.join())
      found.push(`parcel ${deed.parcel} is written as ${facts.join()}, not ${wanted.join()}`);
  }
  // Number 0 is a resident's, and the treasury's in the ledger.
  for (const agent of agentsOf(state).filter((number) => number >= OUTSIDE_AGENT_BASE)) {
    const cents = state.bodies.purseCents[state.slotOf.get(agent) ?? -1];
    const row = database.balances.get(agent);
    if (row !== undefined && row.cents !== cents)
      found.push(`account ${agent} is written with ${row.cents} cents, not ${cents}`);
  }
  return found;
}

function oneResultEach(
  replay: Replay,
  database: FakeDatabase,
  acknowledged: readonly Acknowledged[],
): string[] {
  const found: string[] = [];
  for (const { key, agent, seq } of acknowledged) {
    const action = database.actions.find((one) => one.seq === seq);
    if (action?.key !== key || action.agent !== agent)
      found.push(`acknowledged action ${seq} (${key}) is not there`);
  }
  for (const { seq, tick, status, code } of database.actions) {
    if (tick === null) found.push(`action ${seq} has no result`);
    const stamped = replay.stamped.get(seq) ?? null;
    const judged = replay.judged.get(seq) ?? null;
    // What no schema takes is refused at the door and never enters the engine.
    const refused = status === "rejected" && code === "bad_target" && stamped === null;
    if (!refused && (stamped === null || judged !== tick))
      found.push(
        `action ${seq} has the result of tick ${tick}, was taken in at ${stamped} and judged at ${judged}`,
      );
  }
  return found;
}

/** Whoever published it: an observation tells all that its agent heard in the last ticks. */
function hearsAll(replay: Replay, told: readonly Told[]): string[] {
  return told.flatMap(({ agent, tick, messages }) => {
    const lately = (replay.heard.get(agent) ?? []).filter((one) => one.tick <= tick && one.tick > tick - 12);
    const wanted = lately.slice(-LIMITS.messagesPerObservationMax).map((one) => `${one.tick} ${one.text}`);
    const found = messages.map((one) => `${one.tick} ${one.text}`);
    return found.join() === wanted.join()
      ? []
      : [`agent ${agent} is told at tick ${tick}: ${found.join()}; it heard ${wanted.join()}`];
  });
}

function agentsOf(state: DistrictState): number[] {
  return slotsByAgent(state).map((slot) => state.bodies.agent[slot] ?? -1);
}

function keyOf(letter: Letter): string {
  return letterKey(letter.to, letter.from, letter.tick, letter.seq);
}
