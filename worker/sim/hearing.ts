import { LIMITS } from "#city/limits.ts";
import { type Spot, spotOf } from "./body-place.ts";
import type { TickRun } from "./run.ts";
import { AT_NODE, type DistrictState, OUTSIDE, sortByAgent } from "./state.ts";
import type { Heard } from "./types.ts";

/** What a step has looked up and counted already; a cache and a budget, never state. */
interface Ears {
  /** Outside agents that were here when the first sound of the tick was made, by agent number. */
  readonly outside: readonly number[];
  /** Who stands at which street node then, by agent number. */
  readonly standing: ReadonlyMap<number, readonly number[]>;
  talks: number;
  readonly talkPlaces: Set<number>;
}
const ears = new WeakMap<TickRun, Ears>();

/** The tick's ears; made at the first sound of a tick. */
export function earsOf(run: TickRun): Ears {
  let known = ears.get(run);
  if (known === undefined) {
    known = listen(run.state);
    ears.set(run, known);
  }
  return known;
}

function listen(state: DistrictState): Ears {
  const { bodies } = state;
  const outside: number[] = [];
  const standing = new Map<number, number[]>();
  for (let slot = 0; slot < state.slotsUsed; slot++) {
    if (state.alive[slot] !== 1) continue;
    if (bodies.kind[slot] === OUTSIDE) outside.push(slot);
    if (bodies.placeKind[slot] !== AT_NODE) continue;
    const node = bodies.placeIndex[slot] ?? -1;
    const there = standing.get(node);
    if (there === undefined) standing.set(node, [slot]);
    else there.push(slot);
  }
  for (const slots of standing.values()) sortByAgent(state, slots);
  return { outside: sortByAgent(state, outside), standing, talks: 0, talkPlaces: new Set() };
}

/** Whether two spots are within earshot: the same building, or both in the open and near enough. */
export function isWithin(a: Spot, b: Spot, radiusCm: number): boolean {
  if (a.inside !== b.inside) return false;
  if (a.inside >= 0) return true;
  const dx = a.xCm - b.xCm;
  const dz = a.zCm - b.zCm;
  return dx * dx + dz * dz <= radiusCm * radiusCm;
}

/** Lets every outside agent in earshot of `speaker`, itself excepted, hear a text. Returns how many did. */
export function letHear(
  run: TickRun,
  speaker: Spot,
  from: number,
  text: string,
  kind: Heard["kind"] = "say",
): number {
  const { ctx, state } = run;
  let hearers = 0;
  for (const slot of earsOf(run).outside) {
    const hearer = state.bodies.agent[slot] ?? -1;
    if (state.alive[slot] !== 1 || hearer === from) continue;
    if (!isWithin(speaker, spotOf(ctx, state, slot, run.endMs), LIMITS.hearingRadiusCm)) continue;
    run.out.heard.push({ hearer, from, kind, text });
    hearers++;
  }
  return hearers;
}
