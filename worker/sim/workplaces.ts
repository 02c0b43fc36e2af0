import { at } from "#city/assert.ts";
import { below, hashWords } from "#city/rng.ts";
import { PURPOSE } from "./purposes.ts";
import type { EngineContext } from "./types.ts";

/** An agent takes one of so many workplaces nearest to its home, so that neighbors do not all work in one place. */
const CHOICES = 8;

/** Jobs that residents have left over, a building each; they never change. */
const cache = new WeakMap<EngineContext, Int32Array>();

/** A workplace near a home with a job that no resident has, or -1 when there is none. A function of (plan, residents, seed, agent). */
export function workplaceNear(ctx: EngineContext, agent: number, home: number): number {
  const left = jobsLeft(ctx);
  const { centreXCm, centreZCm, count } = ctx.plan.buildings;
  const apart = (building: number): number =>
    Math.abs(at(centreXCm, building) - at(centreXCm, home)) +
    Math.abs(at(centreZCm, building) - at(centreZCm, home));
  const near: number[] = [];
  for (let building = 0; building < count; building++) if (at(left, building) > 0) near.push(building);
  near.sort((a, b) => apart(a) - apart(b) || a - b);
  const choices = Math.min(CHOICES, near.length);
  if (choices === 0) return -1;
  return at(near, below(hashWords(ctx.genesis.seed, agent, PURPOSE.workplace), choices));
}

function jobsLeft(ctx: EngineContext): Int32Array {
  const known = cache.get(ctx);
  if (known !== undefined) return known;
  const left = Int32Array.from(ctx.plan.buildings.jobs);
  for (const building of ctx.residents.work) if (building >= 0) left[building] = at(left, building) - 1;
  cache.set(ctx, left);
  return left;
}
