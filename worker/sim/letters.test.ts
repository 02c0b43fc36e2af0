import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { tinyPlan } from "#tests/util/tiny-plan.ts";
import { LockstepCity } from "#worker/tools/lockstep-city.ts";
import { wanderers } from "#worker/tools/wanderers.ts";
import { decodeHandoff, decodeMoney, encodeHandoff, encodeMoney } from "./letters.ts";
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
      slotsByAgent(state).map((slot) => state.bodies.agent[slot] ?? -1),
    );
    for (const letter of city.inFlight) {
      if (letter.kind === "handoff") {
        agents.push(...decodeHandoff(city.ctx, letter.body, letter.to).map((record) => record.values.agent));
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
    const records = decodeHandoff(city.ctx, letter.body, letter.to);
    expect(records.reduce((sum, record) => sum + record.values.purseCents, 0)).toBe(letter.cents);
    expect(encodeHandoff(records)).toEqual(letter.body);
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
