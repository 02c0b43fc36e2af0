import { expect, test } from "vitest";
import { OWNER_BASE } from "#city/protocol/wire-types.ts";
import { Draws } from "#tests/util/seed.ts";
import { tinyPlan } from "#tests/util/tiny-plan.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { wanderers } from "#worker/tools/wanderers.ts";
import { decodeEntries, type Entry, encodeEntries } from "./entries.ts";
import { decodeHandoff, encodeHandoff, pursesOf } from "./handoff.ts";
import { decodeMoney, encodeMoney } from "./letters.ts";
import { decodeOrder } from "./orders.ts";
import { slotsByAgent } from "./state.ts";
import type { Letter } from "./types.ts";

const SEED = 5;

function busyCity(): LockstepCity {
  return new LockstepCity({
    plan: tinyPlan({ side: 4, districts: 4, seed: SEED }),
    genesis: { population: 200, paceDivisor: 1 },
    actions: wanderers(SEED, 30, 20),
    closedBorders: (tick) => (tick % 60 > 45 ? [3] : []),
  });
}

test("[LT-1] nobody is lost or doubled over many crossings: everyone is in one district or in one letter", () => {
  const city = busyCity();
  let crossings = 0;
  for (let tick = 1; tick <= 400; tick++) {
    const outputs = city.step();
    crossings += outputs.reduce((sum, output) => sum + output.departed.length, 0);
    const agents = city.states.flatMap((state) =>
      slotsByAgent(state)
        .map((slot) => state.bodies.agent[slot] ?? -1)
        .filter((agent) => agent < OWNER_BASE),
    );
    for (const letter of city.inFlight) {
      if (letter.kind === "handoff") {
        agents.push(...decodeHandoff(city.ctx, letter.body, letter.to).values.agent);
      }
    }
    expect(new Set(agents).size, `tick ${tick}`).toBe(agents.length);
    expect(agents.length, `tick ${tick}`).toBe(200 + Math.min(tick, 30));
  }
  expect(crossings).toBeGreaterThan(100);
});

test("[LT-2] the city's money is what districts hold and letters carry, at every tick", () => {
  const city = busyCity();
  const sums = new Set<number>();
  for (let tick = 1; tick <= 400; tick++) sums.add(city.moneyCents(city.step()));
  expect(sums.size).toBe(1);
});

test("[LT-3] all who cross to one district in a tick share a letter, its cents are their purses", () => {
  const city = busyCity();
  const letters: Letter[] = [];
  for (let tick = 1; tick <= 200; tick++) for (const output of city.step()) letters.push(...output.letters);
  const handoffs = letters.filter((letter) => letter.kind === "handoff");
  expect(new Set(handoffs.map(({ from, to, tick }) => `${from} ${to} ${tick}`)).size).toBe(handoffs.length);
  for (const letter of handoffs) {
    const bodies = decodeHandoff(city.ctx, letter.body, letter.to);
    expect(pursesOf(bodies)).toBe(letter.cents);
    expect(encodeHandoff(city.ctx, bodies)).toEqual(letter.body);
  }
  expect(handoffs.length).toBeGreaterThan(20);
});

test("[LT-4] a letter that is none is refused with a RangeError", () => {
  const city = busyCity();
  let body: Uint8Array | null = null;
  while (body === null) {
    body =
      city
        .step()
        .flatMap((output) => output.letters)
        .find((letter) => letter.kind === "handoff")?.body ?? null;
  }
  const draws = new Draws(SEED);
  expect(() => decodeHandoff(city.ctx, new Uint8Array(0), 1)).toThrow(RangeError);
  for (let i = 0; i < 300; i++) {
    const forged = draws.chance(50) ? body.slice(0, draws.below(body.length)) : body.slice();
    if (forged.length > 0) forged[draws.below(forged.length)] = draws.below(256);
    try {
      decodeHandoff(city.ctx, forged, 1);
    } catch (fault) {
      expect(fault, `seed ${SEED}, forgery ${i}`).toBeInstanceOf(RangeError);
    }
  }
  expect(decodeMoney(encodeMoney("tax", 5))).toEqual({ purpose: "tax", cents: 5 });
  for (const bytes of [
    new Uint8Array(0),
    Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 0),
    encodeMoney("tax", 5).subarray(1),
  ]) {
    expect(() => decodeMoney(bytes)).toThrow(RangeError);
  }
});

test("[LT-4] lists of lines and orders have one form", () => {
  const entries: Entry[] = [
    { who: OWNER_BASE + 3, cents: 12, cause: "income", about: 7 },
    { who: 16_777_216, cents: 0, cause: "change", about: -1 },
  ];
  const body = encodeEntries(entries);
  expect(decodeEntries("payment", { body, cents: 12 })).toEqual(entries);
  for (const asking of ["bill", "dun"] as const)
    expect(decodeEntries(asking, { body, cents: 0 })).toEqual(entries);
  expect(() => decodeEntries("payment", { body, cents: 11 })).toThrow(RangeError);
  const draws = new Draws(SEED);
  for (let i = 0; i < 300; i++) {
    const forged = draws.chance(50) ? body.slice(0, draws.below(body.length)) : body.slice();
    if (forged.length > 0) forged[draws.below(forged.length)] = draws.below(256);
    for (const read of [
      () => decodeEntries("payment", { body: forged, cents: 12 }),
      () => decodeOrder(forged),
    ]) {
      try {
        read();
      } catch (fault) {
        expect(fault, `seed ${SEED}, forgery ${i}`).toBeInstanceOf(RangeError);
      }
    }
  }
});

test("[RC-3] a handoff letter that engine 1 left under way is read: nobody stays behind at an upgrade", () => {
  // Written by engine 1 for district 2 of this very city: a resident and an agent from outside, both on their way.
  const body = Buffer.from(
    "AgAAADMAAAAAgAAAACwBAAABA/////8AAACg5IB7QQAAAAAAiNNAoIYBAKJuAQAAAACg5IB7QQAAAAAAAAAAQHd7Qf////8AAAAAAv//////////AgD/////LAEAAAEAAAAAAADwvwAAANCOsHtBAAAA0I6we0EAAAAA////////////////AAAEAAAAMwAAAFEAAABUAAAAVQAAAAsAAAEBeQEAAP////8BA/////8AAADQg1l7QQAAAAAAauhA2XYBALVxAQAAAADQg1l7QQAAAAAAAAAAAADwv///////////AP//////////AgD/////PQAAAAAAAAAAAADwvwAAAAAbsXtBAAAAABuxe0EAAAAA////////////////AAAFAAAADwAAABAAAAANAAAADgAAAAsAAAA=",
    "base64",
  );
  const { ctx } = busyCity();
  const bodies = decodeHandoff(ctx, body, 2);
  expect([...bodies.values.agent]).toEqual([51, 16_777_227]);
  expect(bodies.routes).toEqual([
    [51, 81, 84, 85],
    [15, 16, 13, 14, 11],
  ]);
  expect([pursesOf(bodies), ...bodies.values.energy]).toEqual([70_000, 100_000, 95_961]);
  expect([...bodies.values.heir]).toEqual([-1, -1]);
  expect(() => decodeHandoff(ctx, body.subarray(1), 2)).toThrow(RangeError);
});

test("[LT-8] a handoff letter of the second form is read, from a log or under way", () => {
  // Written for district 2 of this very city: two on their way, one of whom knows somebody.
  const body = Buffer.from(
    "/////wICASi2AQAAAWzgAwEB2gQAAgAGAAEB2KaUIrfSCQDAuAIBsL0L+lsByqkJh9kBAdimlCLNigQAAAAAAfKmkiKxsgwAAQAAAAQBII4CAAEABAAAAAEBAbACAQACAAEB8sK8Iry+AgHywrwivL4CAAAAAAABAAEAAQAAAQIBAAAAAAABZwIBHgI8",
    "base64",
  );
  const { ctx } = busyCity();
  const bodies = decodeHandoff(ctx, body, 2);
  expect([...bodies.values.agent]).toEqual([20, 111]);
  expect(bodies.routes).toEqual([[15, 16], [45]]);
  expect(bodies.acquaintances).toEqual([[103], []]);
  expect([pursesOf(bodies), ...bodies.values.energy]).toEqual([40_000, 94_040, 99_925]);
  // In the form of today it is the same again.
  const again = encodeHandoff(ctx, bodies);
  expect([body[4], again[4]]).toEqual([2, 3]);
  expect(decodeHandoff(ctx, again, 2)).toEqual(bodies);
  const unknown = Uint8Array.from(again);
  unknown[4] = 4;
  for (const none of [unknown, body.subarray(0, body.length - 1), again.subarray(0, again.length - 1)])
    expect(() => decodeHandoff(ctx, none, 2)).toThrow(RangeError);
});
