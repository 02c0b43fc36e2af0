import { addComponents, addEntity, createWorld, query } from "bitecs";
import { generatePlan } from "#city/plan/generate.ts";
import { below } from "#city/rng.ts";
import { Wheel } from "#worker/sim/wheel.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { bestOfTurns, cpuNs, mustAgree, type Row, withVersion } from "./lib/measure.ts";

const AGENTS = 100_000;
const TICKS = 100;
const REPETITIONS = 40;
/** Legs of 1 to 39 ticks: 20 on average. */
const LEG_TICKS_MAX = 39;
const NEED_FULL = 100_000;
const NEED_LOW = 30_000;
const NEED_A_TICK = 125;
const TICKS_TO_EMPTY = NEED_FULL / NEED_A_TICK;

/** Agents that walk leg after leg, tire on the way and rest at a leg's end when they are low. Both sides play this game. */
interface Walkers {
  /** Advances by TICKS and returns a number that depends on every leg's end, in whatever order they are taken. */
  advance(): number;
}

/** A word for the leg an agent begins at a tick: one round, so that the draw itself does not hide what is compared. */
function nextLeg(agent: number, tick: number): number {
  const word = Math.imul(agent ^ Math.imul(tick, 0x9e3779b1), 0x85ebca6b);
  return (word ^ (word >>> 15)) >>> 0;
}

function traceOf(agent: number, tick: number, leg: number, need: number): number {
  return Math.imul(agent + 1, 0x9e3779b1) ^ Math.imul(tick ^ leg, 0x85ebca6b) ^ need;
}

/** The engine's way: an agent is touched when its leg ends. */
function wheelWalkers(): Walkers {
  const wheel = new Wheel();
  const leg = new Uint32Array(AGENTS);
  const endTick = new Int32Array(AGENTS);
  // A need is a line over time: the tick at which it is empty says it all.
  const emptyTick = new Int32Array(AGENTS).fill(TICKS_TO_EMPTY);
  const start = (agent: number, tick: number): void => {
    const chosen = nextLeg(agent, tick);
    leg[agent] = chosen;
    const end = tick + 1 + below(chosen, LEG_TICKS_MAX);
    endTick[agent] = end;
    wheel.push(end, agent);
  };
  for (let agent = 0; agent < AGENTS; agent++) start(agent, 0);
  const dueTick = (agent: number): number => endTick[agent] ?? -1;
  let tick = 0;
  let trace = 0;
  const end = (agent: number): void => {
    const left = Math.max(0, ((emptyTick[agent] ?? 0) - tick) * NEED_A_TICK);
    if (left < NEED_LOW) emptyTick[agent] = tick + TICKS_TO_EMPTY;
    trace = (trace + traceOf(agent, tick, leg[agent] ?? 0, left)) | 0;
    start(agent, tick);
  };
  const advance = (): number => {
    trace = 0;
    for (let n = 0; n < TICKS; n++) wheel.take(++tick, dueTick, end);
    return trace;
  };
  return { advance };
}

/** The dense way: every tick goes over every agent. */
function bitecsWalkers(): Walkers {
  const world = createWorld();
  const Leg = { chosen: new Uint32Array(AGENTS + 1), ticksLeft: new Int32Array(AGENTS + 1) };
  const Need = { value: new Int32Array(AGENTS + 1) };
  const start = (entity: number, tick: number): void => {
    const chosen = nextLeg(entity - 1, tick);
    Leg.chosen[entity] = chosen;
    Leg.ticksLeft[entity] = 1 + below(chosen, LEG_TICKS_MAX);
  };
  for (let n = 0; n < AGENTS; n++) {
    const entity = addEntity(world);
    addComponents(world, entity, Leg, Need);
    Need.value[entity] = NEED_FULL;
    start(entity, 0);
  }
  let tick = 0;
  const advance = (): number => {
    let trace = 0;
    for (let n = 0; n < TICKS; n++) {
      tick++;
      const entities = query(world, [Leg, Need]);
      for (let i = 0; i < entities.length; i++) {
        const entity = entities[i] ?? 0;
        const left = Math.max(0, (Need.value[entity] ?? 0) - NEED_A_TICK);
        Need.value[entity] = left;
        const ticksLeft = (Leg.ticksLeft[entity] ?? 0) - 1;
        Leg.ticksLeft[entity] = ticksLeft;
        if (ticksLeft > 0) continue;
        trace = (trace + traceOf(entity - 1, tick, Leg.chosen[entity] ?? 0, left)) | 0;
        if (left < NEED_LOW) Need.value[entity] = NEED_FULL;
        start(entity, tick);
      }
    }
    return trace;
  };
  return { advance };
}

/** The movement kernel on the engine's wheel against a dense scan, and beside it what the whole step costs. */
export async function run(): Promise<readonly Row[]> {
  const [ours, peer] = [wheelWalkers(), bitecsWalkers()];
  mustAgree("the trace of all legs", ours.advance(), peer.advance());
  const agentTicks = AGENTS * TICKS;
  const best = await bestOfTurns(REPETITIONS, {
    ours: () => cpuNs(() => ours.advance()) / agentTicks,
    peer: () => cpuNs(() => peer.advance()) / agentTicks,
  });
  mustAgree("the trace afterwards", ours.advance(), peer.advance());
  return [
    {
      what: `movement kernel, ${AGENTS} agents, legs of 20 ticks`,
      unit: "ns per agent-tick",
      ours: best.ours,
      peer: { name: withVersion("bitecs"), figure: best.peer },
      bar: { kind: "times", factor: 6 },
    },
    wholeStep(),
  ];
}

const RESIDENTS = 20_000;
const WARM_TICKS = 30;
const BATCHES = 5;
const BATCH_TICKS = 12;

/** The engine's whole step in the morning: trips, needs, talks, money, events and the bytes that are hashed. */
function wholeStep(): Row {
  const plan = generatePlan({ seed: "borough", buildings: 10_000 });
  const city = new LockstepCity({ plan, genesis: { population: RESIDENTS } });
  const advance = (ticks: number): void => {
    for (let n = 0; n < ticks; n++) city.step();
  };
  advance(WARM_TICKS);
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < BATCHES; n++)
    best = Math.min(
      best,
      cpuNs(() => advance(BATCH_TICKS)),
    );
  const ours = best / (BATCH_TICKS * RESIDENTS);
  return {
    what: `the engine's whole step, ${RESIDENTS} residents`,
    unit: "ns per agent-tick",
    ours,
    peer: null,
    bar: null,
  };
}
