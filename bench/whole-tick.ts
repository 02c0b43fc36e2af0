import { addComponents, addEntity, createWorld, query } from "bitecs";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import { generatePlan } from "#city/plan/generate.ts";
import type { CityPlan, NeighborhoodPlan } from "#city/plan/types.ts";
import { encodeFrame } from "#city/protocol/wire/codec.ts";
import type { AfterLeg, LegEvent } from "#city/protocol/wire-types.ts";
import { below, hashWords } from "#city/rng.ts";
import { Grid } from "#worker/sim/grid.ts";
import { IndexSet } from "#worker/sim/index-set.ts";
import { Wheel } from "#worker/sim/wheel.ts";
import { bestOfTurns, cpuNs, mustAgree, type Row, withVersion } from "./lib/measure.ts";
import { pairsByRbush } from "./visibility.ts";

const AGENTS = 50_000;
/** Legs of 1 to 9 ticks: in each tick one agent in five begins one. */
const LEG_TICKS_MAX = 9;
const RADIUS_CM = 2_500;
const TICKS = 3;
const REPETITIONS = 40;
const NEED_FULL = 100_000;
const NEED_LOW = 30_000;
const NEED_A_TICK = 500;
const TICKS_TO_EMPTY = NEED_FULL / NEED_A_TICK;
const TICK_MS = 60_000;

/** Keeps the draw of a leg's length apart from that of its way. */
const TURN = 1_000_000;

/** A word for an agent's leg: one round, so that the draw itself does not hide what is compared. */
function drawOf(agent: number, tick: number): number {
  const word = Math.imul(agent ^ Math.imul(tick, 0x9e3779b1), 0x85ebca6b);
  return (word ^ (word >>> 15)) >>> 0;
}

/** What a tick comes to, whoever computes it. */
interface Outcome {
  readonly pairs: number;
  readonly trace: number;
}
type Tick = (tick: number) => Outcome;

/** Where a leg leads from a node, and for how long. */
interface Streets {
  readonly plan: CityPlan;
  next(agent: number, tick: number, node: number): number;
  ticksOf(agent: number, tick: number): number;
}

/** One tick of a city: everyone moves, tires, is told apart from whoever is near, and what changed is encoded. */
export async function run(): Promise<readonly Row[]> {
  const plan = generatePlan({ seed: "borough", buildings: 10_000 });
  const { edgeStart, edgeTo, nodeXCm } = plan.graph;
  const streets: Streets = {
    plan,
    next: (agent, tick, node) => {
      const start = edgeStart[node] ?? 0;
      return edgeTo[start + below(drawOf(agent, tick), (edgeStart[node + 1] ?? 0) - start)] ?? node;
    },
    ticksOf: (agent, tick) => 1 + below(drawOf(agent, tick + TURN), LEG_TICKS_MAX),
  };
  const starts = Int32Array.from({ length: AGENTS }, (_, agent) =>
    below(hashWords(9, agent), nodeXCm.length),
  );
  const [ours, peer] = [eventTick(streets, starts), denseTick(streets, starts)];
  const ticks = { ours: 0, peer: 0 };
  const advance = (tick: Tick, side: "ours" | "peer"): string => {
    let said = "";
    for (let n = 0; n < TICKS; n++) said += JSON.stringify(tick(++ticks[side]));
    return said;
  };
  const outcomes: { ours: string[]; peer: string[] } = {
    ours: [advance(ours, "ours")],
    peer: [advance(peer, "peer")],
  };
  mustAgree("pairs and trace of the first ticks", outcomes.ours.join(), outcomes.peer.join());
  const timed = (tick: Tick, side: "ours" | "peer") => () =>
    cpuNs(() => outcomes[side].push(advance(tick, side))) / (TICKS * AGENTS);
  const best = await bestOfTurns(REPETITIONS, { ours: timed(ours, "ours"), peer: timed(peer, "peer") });
  mustAgree("pairs and trace of all ticks", outcomes.ours.join(), outcomes.peer.join());
  return [
    {
      what: `whole tick, ${AGENTS} agents, 20 % changed`,
      unit: "ns per agent",
      ours: best.ours,
      peer: { name: `${withVersion("bitecs")} + ${withVersion("rbush")} + JSON`, figure: best.peer },
      bar: { kind: "times", factor: 25 },
    },
  ];
}

function traceOf(agent: number, node: number, need: number): number {
  return Math.imul(agent + 1, 0x9e3779b1) ^ Math.imul(node, 0x85ebca6b) ^ need;
}

/** Ours: only legs that end are touched; positions follow from legs; frames by the product's encoder. */
function eventTick({ plan, next, ticksOf }: Streets, starts: Int32Array): Tick {
  const { nodeXCm, nodeZCm, nodeNeighborhood } = plan.graph;
  const files = encodePlan(plan);
  const index = decodeIndex(files.index);
  const places: NeighborhoodPlan[] = files.neighborhoods.map((bytes, n) =>
    decodeNeighborhood(index, n, bytes),
  );
  const told: LegEvent[][] = places.map(() => []);
  const wheel = new Wheel();
  const grid = new Grid(RADIUS_CM);
  const [from, to] = [Int32Array.from(starts), Int32Array.from(starts)];
  const [startTick, endTick] = [new Int32Array(AGENTS), new Int32Array(AGENTS).fill(1)];
  const emptyTick = new Int32Array(AGENTS).fill(TICKS_TO_EMPTY);
  const [xCm, zCm] = [new Int32Array(AGENTS), new Int32Array(AGENTS)];
  for (let agent = 0; agent < AGENTS; agent++) wheel.push(1, agent);
  let now = 0;
  let trace = 0;
  const end = (agent: number): void => {
    const node = to[agent] ?? 0;
    const need = Math.max(0, ((emptyTick[agent] ?? 0) - now) * NEED_A_TICK);
    if (need < NEED_LOW) emptyTick[agent] = now + TICKS_TO_EMPTY;
    trace = (trace + traceOf(agent, node, need)) | 0;
    const ahead = next(agent, now, node);
    const until = now + ticksOf(agent, now);
    from[agent] = node;
    to[agent] = ahead;
    startTick[agent] = now;
    endTick[agent] = until;
    wheel.push(until, agent);
    const neighborhood = nodeNeighborhood[node] ?? 0;
    const then = nodeNeighborhood[ahead] === neighborhood ? "stay" : "onward";
    told[neighborhood]?.push(legOf(agent, neighborhood, [node, ahead], [now, until], then));
  };
  const dueTick = (agent: number): number => endTick[agent] ?? -1;
  const due = new IndexSet();
  const comesUp = (agent: number): void => {
    endTick[agent] = -1;
    due.add(agent);
  };
  /** Frames of all that began, neighborhood by neighborhood. */
  const tellAll = (tick: number): void => {
    for (const [neighborhood, events] of told.entries()) {
      const place = places[neighborhood];
      if (place === undefined || events.length === 0) continue;
      encodeFrame(
        { kind: "delta", neighborhood, generation: 1, tick, previousTick: tick - 1 },
        events,
        place,
      );
      events.length = 0;
    }
  };
  const placeAll = (tick: number): void => {
    for (let agent = 0; agent < AGENTS; agent++) {
      const [a, b] = [from[agent] ?? 0, to[agent] ?? 0];
      const gone = tick - (startTick[agent] ?? 0);
      const span = (endTick[agent] ?? 0) - (startTick[agent] ?? 0);
      xCm[agent] = between(nodeXCm[a] ?? 0, nodeXCm[b] ?? 0, gone, span);
      zCm[agent] = between(nodeZCm[a] ?? 0, nodeZCm[b] ?? 0, gone, span);
    }
  };
  const countPairs = (): number => {
    let pairs = 0;
    grid.sort(xCm, zCm);
    grid.pairs((_first, end, _others, ends) => {
      pairs += ends[end - 1] ?? 0;
    });
    return pairs;
  };
  return (tick) => {
    now = tick;
    trace = 0;
    // As the engine does: who is due comes out of the wheel in any order, and is gone through in agents' order.
    wheel.take(tick, dueTick, comesUp);
    due.forEach(end);
    due.clear();
    // Told while they are at hand: a tick's frames do not wait for who sees whom.
    tellAll(tick);
    placeAll(tick);
    return { pairs: countPairs(), trace };
  };
}

function legOf(
  agent: number,
  neighborhood: number,
  nodes: readonly number[],
  [tick, until]: readonly [tick: number, until: number],
  then: AfterLeg,
): LegEvent {
  return {
    kind: "leg",
    neighborhood,
    agent,
    mode: "foot",
    fromBuilding: -1,
    nodes,
    toBuilding: -1,
    startMs: tick * TICK_MS,
    endMs: until * TICK_MS,
    then,
  };
}

function between(a: number, b: number, gone: number, span: number): number {
  return a + Math.floor(((b - a) * gone) / span);
}

/** The usual way: a scan over all agents, an R-tree made anew, and JSON of those who changed. */
function denseTick({ plan, next, ticksOf }: Streets, starts: Int32Array): Tick {
  const { nodeXCm, nodeZCm } = plan.graph;
  const world = createWorld();
  const room = AGENTS + 1;
  const Leg = {
    from: new Int32Array(room),
    to: new Int32Array(room),
    gone: new Int32Array(room),
    span: new Int32Array(room),
  };
  const Need = { value: new Int32Array(room) };
  const [xCm, zCm] = [new Int32Array(AGENTS), new Int32Array(AGENTS)];
  for (const start of starts) {
    const entity = addEntity(world);
    addComponents(world, entity, Leg, Need);
    Leg.from[entity] = start;
    Leg.to[entity] = start;
    Leg.span[entity] = 1;
    Need.value[entity] = NEED_FULL;
  }
  /** Moves one agent on; the trace of its leg's end, or null when it goes on. */
  const advance = (entity: number, tick: number): number | null => {
    const need = Math.max(0, (Need.value[entity] ?? 0) - NEED_A_TICK);
    Need.value[entity] = need;
    Leg.gone[entity] = (Leg.gone[entity] ?? 0) + 1;
    if (Leg.gone[entity] !== Leg.span[entity]) return null;
    const node = Leg.to[entity] ?? 0;
    if (need < NEED_LOW) Need.value[entity] = NEED_FULL;
    Leg.from[entity] = node;
    Leg.to[entity] = next(entity - 1, tick, node);
    Leg.gone[entity] = 0;
    Leg.span[entity] = ticksOf(entity - 1, tick);
    return traceOf(entity - 1, node, need);
  };
  return (tick) => {
    let trace = 0;
    const changed: { agent: number; x: number; z: number; to: number }[] = [];
    for (const entity of query(world, [Leg, Need])) {
      const agent = entity - 1;
      const ended = advance(entity, tick);
      const [a, b] = [Leg.from[entity] ?? 0, Leg.to[entity] ?? 0];
      const [gone, span] = [Leg.gone[entity] ?? 0, Leg.span[entity] ?? 1];
      const x = between(nodeXCm[a] ?? 0, nodeXCm[b] ?? 0, gone, span);
      const z = between(nodeZCm[a] ?? 0, nodeZCm[b] ?? 0, gone, span);
      xCm[agent] = x;
      zCm[agent] = z;
      if (ended === null) continue;
      trace = (trace + ended) | 0;
      changed.push({ agent, x, z, to: b });
    }
    const pairs = pairsByRbush(xCm, zCm, RADIUS_CM);
    JSON.stringify({ tick, changed });
    return { pairs, trace };
  };
}
