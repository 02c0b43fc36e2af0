import { createHash } from "node:crypto";
import { at } from "#city/assert.ts";
import { generatePlan } from "#city/plan/generate.ts";
import {
  BODY_COLUMNS,
  BUILDING_COLUMNS,
  DISTRICT_FIELDS,
  type DistrictState,
  type StepOutput,
  slotsByAgent,
} from "#sim";
import { LockstepCity } from "./lockstep-city.ts";
import { wanderers } from "./wanderers.ts";

/** The city that is traced: the smallest there is, with a dozen agents from outside who keep changing their minds. */
const SEED = "hamlet";
const BUILDINGS = 200;
const POPULATION = 400;
const AGENTS = { seed: 41, count: 12, percent: 10 };

/** Names of the columns that are lists, beside those of the state's tables. */
const LISTS = ["acquaintances", "route"] as const;

/** First line of a trace: what makes two of them comparable. */
export interface TraceHead {
  readonly trace: 1;
  readonly engineHash: string;
  readonly seed: string;
  /** What the numbers of a body's record are, in order. */
  readonly columns: readonly string[];
}

/** A record's values in the order of the columns; lists as text. */
export type TraceRecord = readonly (number | string)[];

/** One tick of one district. Digests are over all records, values are of those that changed in the tick. */
export interface TraceLine {
  readonly tick: number;
  readonly district: number;
  /** Hash of everything touched since genesis. */
  readonly hash: string;
  readonly fields: Readonly<Record<string, number>>;
  readonly columns: Readonly<Record<string, string>>;
  readonly bodies: Readonly<Record<string, TraceRecord>>;
  readonly gone: readonly number[];
}

/** The first line of a trace by this engine. */
export function traceHead(engineHash: string): TraceHead {
  return { trace: 1, engineHash, seed: SEED, columns: [...BODY_COLUMNS.map(([name]) => name), ...LISTS] };
}

/** Runs the seeded hamlet for so many ticks, all districts in lockstep, and tells of each. */
export function* traceHamlet(ticks: number): Generator<TraceLine> {
  const plan = generatePlan({ seed: SEED, buildings: BUILDINGS });
  const actions = wanderers(AGENTS.seed, AGENTS.count, AGENTS.percent);
  const city = new LockstepCity({ plan, genesis: { population: POPULATION }, actions });
  const tracers = city.states.map(() => new DistrictTracer());
  for (let tick = 1; tick <= ticks; tick++) {
    for (const [district, output] of city.step().entries()) {
      const line = tracers[district]?.take(city.state(district), output);
      if (line !== undefined) yield line;
    }
  }
}

/** Follows one district from tick to tick. */
class DistrictTracer {
  #hash = "";
  #known = new Map<number, string>();

  take(state: DistrictState, output: StepOutput): TraceLine {
    this.#hash = digest(this.#hash, output.stateBytes);
    const records = new Map(
      slotsByAgent(state).map((slot) => [at(state.bodies.agent, slot), recordOf(state, slot)]),
    );
    const texts = new Map([...records].map(([agent, record]) => [agent, JSON.stringify(record)]));
    const changed = [...records].filter(([agent]) => this.#known.get(agent) !== texts.get(agent));
    const gone = [...this.#known.keys()].filter((agent) => !records.has(agent));
    this.#known = texts;
    return {
      tick: output.tick,
      district: state.district,
      hash: this.#hash,
      fields: Object.fromEntries(DISTRICT_FIELDS.map((name) => [name, state.fields[name]])),
      columns: columnDigests(state, [...records.values()]),
      bodies: Object.fromEntries(changed),
      gone,
    };
  }
}

function recordOf(state: DistrictState, slot: number): TraceRecord {
  const count = at(state.bodies.acquaintanceCount, slot);
  const perBody = state.acquaintances.length / state.capacity;
  const acquaintances = state.acquaintances.subarray(slot * perBody, slot * perBody + count);
  const values = BODY_COLUMNS.map(([name]) => at(state.bodies[name], slot));
  return [...values, acquaintances.join(" "), (state.route[slot] ?? []).join(" ")];
}

function columnDigests(state: DistrictState, records: readonly TraceRecord[]): Record<string, string> {
  const bodies = [...BODY_COLUMNS.map(([name]) => name), ...LISTS].map((name, i) => {
    return [name, digest(records.map((record) => record[i]).join(","))];
  });
  const buildings = BUILDING_COLUMNS.map(([name]) => [name, digest(state.buildings[name].join(","))]);
  return Object.fromEntries([...bodies, ...buildings]);
}

/** Enough of a hash to tell two columns apart. */
function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, 16);
}
