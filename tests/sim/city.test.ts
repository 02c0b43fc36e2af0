import { expect, it } from "vitest";
import type { Weather } from "./chaos.ts";
import { runCity } from "./city-run.ts";
import type { Flaw } from "./fake-database.ts";
import { CALL_FAULTS } from "./fake-network.ts";
import { callFaults, callsOfCalmRun, faultOfCall, faultOfSeed, KEPT_SEEDS } from "./seeds.ts";

const FRESH = Number(process.env.SIM_SEED ?? Math.floor(Math.random() * 1_000_000_000));
const FIXED_SEEDS = 40;
const FRESH_SEEDS = 20;
const LIMIT_MS = 120_000;

/** Workers that fall asleep for longer than their leases last, one after the other. */
const SLEEPY: Weather = {
  events: [3_000, 6_200, 12_000, 15_300, 21_000].map((atMs, n) => ({
    atMs,
    kind: "pause",
    worker: n % 2,
    forMs: 7_500 + 377 * n,
  })),
  callFaultsPerMille: 5,
  lostPercent: 0,
  doubledPercent: 0,
  delayedPercent: 0,
};

const seeds = [
  ...new Set([
    ...KEPT_SEEDS,
    ...Array.from({ length: FIXED_SEEDS }, (_, n) => n + 1),
    ...Array.from({ length: FRESH_SEEDS }, (_, n) => FRESH + n),
  ]),
];

it(
  `[FT-1] [CM-24] ${seeds.length} cities in bad weather lose nothing and double nothing (SIM_SEED=${FRESH})`,
  async () => {
    for (const seed of seeds) expect(await faultOfSeed(seed)).toBeNull();
  },
  LIMIT_MS,
);

it("[FT-2] one seed is one run, to the last message", async () => {
  const [one, again, other] = [5, 5, 6].map((seed) => () => runCity({ seed, ticks: 30 }));
  const first = await one?.();
  expect(await again?.()).toEqual(first);
  expect((await other?.())?.hash).not.toBe(first?.hash);
  // A run in which nobody walks, crosses or acts would prove nothing.
  expect(first?.figures.crossings).toBeGreaterThan(5);
  expect(first?.figures.acknowledged).toBeGreaterThan(30);
  expect(first?.figures.seen).toBeGreaterThan(5);
});

it(
  "[FT-3] whichever call to the database fails, the city is well again",
  async () => {
    const calls = await callsOfCalmRun();
    expect(calls).toBeGreaterThan(50);
    for (const { n, fault } of callFaults(calls, (at, kind) => at % CALL_FAULTS.length === kind)) {
      expect(await faultOfCall(n, fault)).toBeNull();
    }
  },
  LIMIT_MS,
);

it.each<Flaw>(["unfenced", "letters_stay"])(
  "[FT-4] a database that is broken on purpose (%s) is found out",
  async (flaw) => {
    const found = async (seed: number) => {
      const report = await runCity({ seed, ticks: 30, weather: SLEEPY, flaw });
      return report.violations.length > 0;
    };
    let seed = 1;
    while (seed < 20 && !(await found(seed))) seed++;
    expect(seed).toBeLessThan(20);
  },
  LIMIT_MS,
);
