import { Decoder, Encoder, schema, t } from "@colyseus/schema";
import { decodeIndex, decodeNeighborhood, encodePlan } from "#city/plan/codec.ts";
import { generatePlan } from "#city/plan/generate.ts";
import type { CityPlan, NeighborhoodPlan } from "#city/plan/types.ts";
import { decodeFrame, encodeFrame } from "#city/protocol/wire/codec.ts";
import { orderOf } from "#city/protocol/wire/events.ts";
import type { LegEvent, WireEvent } from "#city/protocol/wire-types.ts";
import { localEvent } from "#tests/util/local-event.ts";
import { Draws } from "#tests/util/seed.ts";
import { ViewerFold } from "#tests/util/viewer-fold.ts";
import { TICK_MS, walk } from "#tests/util/wire-traffic.ts";
import { msOfTick } from "#worker/sim/run.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { bestOfTurns, cpuNs, mustAgree, type Row, withVersion } from "./lib/measure.ts";

const RESIDENTS = 20_000;
/** From seven in the morning on: the streets fill, then the figures are taken. */
const WARM_TICKS = 40;
const TICKS = 20;
const REPETITIONS = 15;
const CM_PER_DM = 10;

const Body = schema({ xDm: t.int16(), zDm: t.int16() }, "Body");
const Open = schema({ bodies: t.map(Body) }, "Open");

type Positions = ReadonlyMap<number, readonly [xDm: number, zDm: number]>;

/** What one neighborhood's viewers were told in each tick, and whom they saw where at its end. */
interface Told {
  readonly place: NeighborhoodPlan;
  /** By tick, from the first of the day. */
  readonly events: readonly (readonly WireEvent[])[];
  /** After WARM_TICKS and after each tick that counts. */
  readonly seen: readonly Positions[];
}

/** What movement costs on the wire: legs, as the engine says them, against a position for each agent and tick. */
export async function run(): Promise<readonly Row[]> {
  const plan = generatePlan({ seed: "borough", buildings: 10_000 });
  const files = encodePlan(plan);
  const index = decodeIndex(files.index);
  const places = files.neighborhoods.map((bytes, number) => decodeNeighborhood(index, number, bytes));
  const even = evenTraffic(plan, places.slice(0, EVEN_PLACES));
  return [
    ...(await compare("legs of 20 ticks", even)),
    ...(await compare("the engine's morning", morning(plan, places))),
  ];
}

async function compare(what: string, told: readonly Told[]): Promise<Row[]> {
  const agentTicks = told.reduce((sum, { seen }) => sum + seen.slice(1).reduce((n, at) => n + at.size, 0), 0);
  const bytes = { ours: 0, peer: 0 };
  for (const one of told) {
    mustShowTheSame(one);
    bytes.ours += legFrames(one).reduce((sum, page) => sum + page.length, 0);
    bytes.peer += patchesOf(one, null).bytes;
  }
  const encodeLegs = (): void => {
    for (const one of told) legFrames(one);
  };
  const best = await bestOfTurns(REPETITIONS, {
    ours: () => cpuNs(encodeLegs) / agentTicks,
    peer: () => told.reduce((ns, one) => ns + patchesOf(one, null).ns, 0) / agentTicks,
  });
  const peer = withVersion("@colyseus/schema");
  const shape = `${what}, ${Math.round(agentTicks / TICKS)} agents in view`;
  return [
    {
      what: `bytes on the wire, ${shape}`,
      unit: "B per agent-tick",
      ours: bytes.ours / agentTicks,
      peer: { name: peer, figure: bytes.peer / agentTicks },
      bar: { kind: "share", factor: 0.15 },
    },
    {
      what: `encoding, ${shape}`,
      unit: "ns per agent-tick",
      ours: best.ours,
      peer: { name: peer, figure: best.peer },
      bar: { kind: "times", factor: 8 },
    },
  ];
}

const EVEN_PLACES = 20;
const EVEN_AGENTS = 400;
const EVEN_LEG_TICKS_MAX = 39;
const EVEN_HOPS_MAX = 4;

/** As many agents in each of a few neighborhoods, all walking leg after leg of 20 ticks on average. */
function evenTraffic(plan: CityPlan, places: readonly NeighborhoodPlan[]): Told[] {
  return places.map((place) => {
    const draws = new Draws(place.index);
    const fold = new ViewerFold(plan);
    const events: WireEvent[][] = [];
    const seen: Positions[] = [];
    const ends = Array.from({ length: EVEN_AGENTS }, () => draws.below(EVEN_LEG_TICKS_MAX));
    for (let tick = 0; tick < WARM_TICKS + TICKS; tick++) {
      const told: WireEvent[] = [];
      for (const [i, end] of ends.entries()) {
        if (end !== tick) continue;
        const ticks = 1 + draws.below(EVEN_LEG_TICKS_MAX);
        ends[i] = tick + ticks;
        told.push(legOf(draws, place, place.index * EVEN_AGENTS + i, tick, ticks));
      }
      for (const event of told) fold.take(event);
      events.push(told);
      if (tick + 1 >= WARM_TICKS) seen.push(positionsAt(fold, (tick + 1) * TICK_MS, place));
    }
    return { place, events, seen };
  });
}

function legOf(draws: Draws, place: NeighborhoodPlan, agent: number, tick: number, ticks: number): LegEvent {
  const nodes = walk(draws, place, 1 + draws.below(EVEN_HOPS_MAX));
  const startMs = tick * TICK_MS + draws.below(TICK_MS);
  // The fields in the engine's order: objects of two shapes would be slower to read than the engine's own are.
  return {
    kind: "leg",
    neighborhood: place.index,
    agent,
    mode: "foot",
    fromBuilding: -1,
    nodes,
    toBuilding: -1,
    startMs,
    endMs: startMs + ticks * TICK_MS - 1,
    // biome-ignore lint/suspicious/noThenProperty: the wire names what follows a leg `then`; it is never a function.
    then: "stay",
  };
}

/** The morning of the default city, as the engine tells it. */
function morning(plan: CityPlan, places: readonly NeighborhoodPlan[]): Told[] {
  const city = new LockstepCity({ plan, genesis: { population: RESIDENTS } });
  const told = places.map((place) => ({
    place,
    events: [] as WireEvent[][],
    seen: [] as Positions[],
    fold: new ViewerFold(plan),
  }));
  for (let n = 0; n < WARM_TICKS + TICKS; n++) {
    const events = city.step().flatMap((output) => output.events);
    for (const one of told) one.events.push([]);
    for (const event of events) {
      told[event.neighborhood]?.events.at(-1)?.push(event);
      told[event.neighborhood]?.fold.take(event);
    }
    const endMs = msOfTick(city.ctx.genesis, city.tick + 1);
    if (city.tick >= WARM_TICKS)
      for (const one of told) one.seen.push(positionsAt(one.fold, endMs, one.place));
  }
  return told;
}

/** In decimetres from the neighborhood's first node: two bytes each suffice. */
function positionsAt(fold: ViewerFold, ms: number, place: NeighborhoodPlan): Positions {
  const dm = (cm: number, originCm = 0): number => Math.round((cm - originCm) / CM_PER_DM);
  const seen = [...fold.at(ms)].map(
    ([agent, [xCm, zCm]]) => [agent, [dm(xCm, place.nodeXCm[0]), dm(zCm, place.nodeZCm[0])]] as const,
  );
  return new Map(seen);
}

/** Frames of the ticks that count, by the product's encoder. */
function legFrames({ place, events }: Told, from = WARM_TICKS): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let tick = from; tick < events.length; tick++) {
    const told = events[tick] ?? [];
    if (told.length === 0) continue;
    const head = {
      kind: "delta",
      neighborhood: place.index,
      generation: 1,
      tick,
      previousTick: tick - 1,
    } as const;
    frames.push(...encodeFrame(head, told, place));
  }
  return frames;
}

interface Patches {
  readonly bytes: number;
  readonly ns: number;
}

/** Patches of the ticks that count, of a state that holds where everyone in the open is. `decoder` reads them, where given. */
function patchesOf({ seen }: Told, decoder: Decoder | null): Patches {
  const state = new Open();
  const encoder = new Encoder(state);
  let bytes = 0;
  let ns = 0;
  for (const [tick, positions] of seen.entries()) {
    let patch = new Uint8Array(0);
    const spent = cpuNs(() => {
      setPositions(state.bodies, positions);
      patch = encoder.encode().slice();
      encoder.discardChanges();
    });
    decoder?.decode(patch);
    // The first says what stood there before.
    if (tick === 0) continue;
    bytes += patch.length;
    ns += spent;
  }
  return { bytes, ns };
}

type BodyMap = InstanceType<typeof Open>["bodies"];

function setPositions(bodies: BodyMap, positions: Positions): void {
  for (const key of [...bodies.keys()]) if (!positions.has(Number(key))) bodies.delete(key);
  for (const [agent, [xDm, zDm]] of positions) {
    const key = String(agent);
    let body = bodies.get(key);
    if (body === undefined) {
      body = new Body();
      bodies.set(key, body);
    }
    body.xDm = xDm;
    body.zDm = zDm;
  }
}

/** Throws unless a viewer of either sees the same agents at the same places in the end. */
function mustShowTheSame(told: Told): void {
  const { place, seen } = told;
  const last = seen.at(-1) ?? new Map();
  const state = new Open();
  patchesOf(told, new Decoder(state));
  const texts = [...last]
    .map(([agent, [x, z]]) => `${agent} ${x} ${z}`)
    .sort()
    .join();
  const peers = [...state.bodies.entries()]
    .map(([key, { xDm, zDm }]) => `${key} ${xDm} ${zDm}`)
    .sort()
    .join();
  mustAgree(`whom the peer shows in neighborhood ${place.index}`, texts, peers);
  const decoded = legFrames(told, 0).flatMap((frame) => decodeFrame(frame, place).events);
  const sent = told.events.flat();
  const byAgent = sent.toSorted((a, b) => orderOf(a) - orderOf(b));
  mustAgree("how many events arrive", decoded.length, byAgent.length);
  const inOrder = decoded.toSorted((a, b) => orderOf(a) - orderOf(b));
  for (const [i, event] of inOrder.entries()) {
    mustAgree("an event", textOf(event), textOf(byAgent[i] ?? event, place));
  }
}

/** An event as text, in the neighborhood's own numbers, its fields in one order. */
function textOf(event: WireEvent, place?: NeighborhoodPlan): string {
  const local = place === undefined ? event : localEvent(event, place);
  return JSON.stringify(local, Object.keys(local).sort());
}
