// biome-ignore-all lint/suspicious/noThenProperty: the wire names what follows a leg `then`; it is never a function.
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import type { AfterLeg, DeedEvent, WireEvent } from "#city/protocol/wire-types.ts";
import { OUTSIDE_AGENT_BASE, OWNER_BASE } from "#city/protocol/wire-types.ts";
import type { Draws } from "./seed.ts";

export const TICK_MS = 60_000;

/** A walk of at most `hops` streets over own nodes (global numbers), going straight on most of the time, as trips do. */
export function walk(draws: Draws, place: NeighborhoodPlan, hops: number): number[] {
  let node = draws.below(place.nodeCount);
  let previous = -1;
  const nodes = [node];
  for (let i = 0; i < hops && node < place.nodeCount; i++) {
    const start = place.edgeStart[node] ?? 0;
    const slots = Array.from(place.edgeTo.subarray(start, place.edgeStart[node + 1] ?? 0));
    const onward = slots.filter((to) => to !== previous);
    const next = draws.pick(onward.length > 0 ? onward : slots);
    previous = node;
    node = next;
    nodes.push(node);
  }
  return nodes.map((local) => place.nodeGlobal[local] ?? 0);
}

const AFTER: readonly AfterLeg[] = ["inside", "onward", "stay"];

/** What one tick might announce for `bodies` bodies: the order of events per agent is that of their announcement. */
export function tickEvents(draws: Draws, place: NeighborhoodPlan, tick: number, bodies: number): WireEvent[] {
  const events: WireEvent[] = [];
  for (let i = 0; i < bodies; i++) {
    const agent = draws.chance(5) ? OUTSIDE_AGENT_BASE + draws.below(9) : draws.below(20_000);
    const who = { neighborhood: place.index, agent };
    if (agent >= OUTSIDE_AGENT_BASE) events.push({ kind: "name", ...who, name: `Ada ${agent % 10} é🏙` });
    events.push(bodyEvent(draws, place, who, tick * TICK_MS + draws.below(2 * TICK_MS)));
    if (draws.chance(3)) events.push(deedEvent(draws, place));
  }
  return events;
}

/** A parcel that changes hands or dress, or becomes as it was planned. */
function deedEvent(draws: Draws, place: NeighborhoodPlan): DeedEvent {
  const isPlain = draws.chance(20);
  return {
    kind: "deed",
    neighborhood: place.index,
    parcel: 500 + draws.below(12),
    building: maybeBuilding(draws, place, 80),
    owner: isPlain ? -1 : draws.pick([-1, OUTSIDE_AGENT_BASE + 3, OWNER_BASE + draws.below(4)]),
    colour: isPlain ? -1 : draws.pick([-1, 0, 0xffffff]),
    use: isPlain ? -1 : draws.below(4) - 1,
    title: isPlain ? "" : draws.pick(["", "Zur Brücke 🏙"]),
    sign: isPlain ? "" : draws.pick(["", "Open"]),
  };
}

type Who = { readonly neighborhood: number; readonly agent: number };

/** Three legs in four; else a cancellation, a departure, a few words or a body that stands. */
function bodyEvent(draws: Draws, place: NeighborhoodPlan, who: Who, atMs: number): WireEvent {
  const dice = draws.below(100);
  if (dice < 75) return legEvent(draws, place, who, atMs);
  if (dice < 83) return { kind: "cancel", ...who, atMs };
  if (dice < 90) return { kind: "gone", ...who, atMs };
  if (dice < 95) return { kind: "speech", ...who, atMs, text: "Good evening, ça va? 🏙\u0000" };
  const building = maybeBuilding(draws, place, 50);
  const node = building === -1 ? (place.nodeGlobal[draws.below(place.nodeCount)] ?? 0) : -1;
  return { kind: "stand", ...who, node, building, sinceMs: atMs };
}

function legEvent(draws: Draws, place: NeighborhoodPlan, who: Who, startMs: number): WireEvent {
  const ends = { fromBuilding: maybeBuilding(draws, place, 15), toBuilding: maybeBuilding(draws, place, 15) };
  const nodes = walk(draws, place, 1 + draws.below(5));
  const span = { startMs, endMs: startMs + draws.below(200_000) };
  return {
    kind: "leg",
    ...who,
    mode: draws.pick(["foot", "car"]),
    ...ends,
    nodes,
    ...span,
    then: draws.pick(AFTER),
  };
}

function maybeBuilding(draws: Draws, place: NeighborhoodPlan, percent: number): number {
  return draws.chance(percent) ? place.buildingBase + draws.below(place.buildings.count) : -1;
}
