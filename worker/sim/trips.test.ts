import { expect, test } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { tinyPlan } from "#tests/util/tiny-plan.ts";
import { TripWatcher } from "#tests/util/trip-watcher.ts";
import { ViewerFold } from "#tests/util/viewer-fold.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { wanderers } from "#worker/tools/wanderers.ts";
import { keyframeEvents } from "./keyframe.ts";
import { msOfTick } from "./run.ts";

interface Case {
  readonly seed: number;
  readonly paceDivisor: number;
  readonly closed: boolean;
}
const CASES: readonly Case[] = [
  { seed: 1, paceDivisor: 4, closed: false },
  { seed: 2, paceDivisor: 1, closed: false },
  { seed: 3, paceDivisor: 4, closed: true },
  { seed: 4, paceDivisor: 1, closed: true },
];

function cityOf({ seed, paceDivisor, closed }: Case): LockstepCity {
  return new LockstepCity({
    plan: tinyPlan({ side: 4, districts: 4, seed }),
    genesis: { seed, population: 120, paceDivisor },
    actions: wanderers(seed, 40, 20),
    closedBorders: (tick) => (closed && tick % 50 > 35 ? [2] : []),
  });
}

test.each(CASES)(
  "[MV-3] stretches of a trip are told once, in time, and follow each other without a gap: $seed",
  (given) => {
    const city = cityOf(given);
    const watcher = new TripWatcher();
    for (let tick = 1; tick <= 400; tick++) {
      for (const output of city.step()) {
        watcher.take(output.events, msOfTick(city.ctx.genesis, tick), city.ctx.genesis.tickMs);
      }
    }
    expect(watcher.faults.slice(0, 5), `seed ${given.seed}`).toEqual([]);
    expect(watcher.legs).toBeGreaterThan(1_000);
    expect(watcher.cancels).toBeGreaterThan(100);
  },
);

test("[MV-4] a wire leg has no more vertices than a viewer's slot holds", () => {
  const city = cityOf({ seed: 1, paceDivisor: 1, closed: false });
  for (let tick = 1; tick <= 200; tick++) {
    for (const event of city.step().flatMap((output) => output.events)) {
      if (event.kind !== "leg") continue;
      const doors = (event.fromBuilding >= 0 ? 1 : 0) + (event.toBuilding >= 0 ? 1 : 0);
      expect(event.nodes.length + doors).toBeLessThanOrEqual(LIMITS.legVerticesMax);
    }
  }
});

/** Two viewers agree: the same bodies, at points no further apart than rounding of times allows. */
function differences(a: ReadonlyMap<number, readonly [number, number]>, b: typeof a): string[] {
  const found: string[] = [];
  for (const [agent, [x, z]] of a) {
    const other = b.get(agent);
    if (other === undefined) found.push(`${agent} is missing`);
    else if (Math.abs(other[0] - x) + Math.abs(other[1] - z) > 300)
      found.push(`${agent} is at ${other}, not ${x},${z}`);
  }
  for (const agent of b.keys()) if (!a.has(agent)) found.push(`${agent} is too many`);
  return found;
}

/** How a newcomer's view after a tick differs from the followers', anywhere in the city and within the tick. */
function newcomersDiffer(city: LockstepCity, followers: readonly ViewerFold[]): string[] {
  const { genesis, plan } = city.ctx;
  const nowMs = msOfTick(genesis, city.tick);
  const found: string[] = [];
  for (const [neighborhood, events] of city.states
    .slice(1)
    .flatMap((state) => [...keyframeEvents(city.ctx, state)])) {
    const newcomer = new ViewerFold(plan);
    for (const event of events) newcomer.take(event);
    for (const ms of [nowMs + 1_000, nowMs + 30_000, nowMs + genesis.tickMs - 1]) {
      const followed = followers[neighborhood]?.at(ms) ?? new Map();
      found.push(
        ...differences(followed, newcomer.at(ms)).map((text) => `${text} at ${ms} in ${neighborhood}`),
      );
    }
  }
  return found;
}

test.each(CASES)(
  "[MV-5] who begins with a keyframe sees what who followed every event sees: $seed",
  (given) => {
    const city = cityOf(given);
    const followers = city.ctx.plan.neighborhoods.map(() => new ViewerFold(city.ctx.plan));
    for (let tick = 1; tick <= 300; tick++) {
      for (const event of city.step().flatMap((output) => output.events))
        followers[event.neighborhood]?.take(event);
      expect(newcomersDiffer(city, followers), `seed ${given.seed}, tick ${tick}`).toEqual([]);
    }
  },
);
