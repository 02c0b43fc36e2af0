import { expect, it } from "vitest";
import { callFaults, callsOfCalmRun, faultOfCall, faultOfSeed } from "./seeds.ts";

const FRESH = Number(process.env.SIM_SEED ?? Math.floor(Math.random() * 1_000_000_000));
const SEEDS = 1_000;

it(`[FT-1] [CM-24] ${SEEDS} cities in bad weather lose nothing and double nothing (SIM_SEED=${FRESH})`, async () => {
  for (let n = 0; n < SEEDS; n++) expect(await faultOfSeed(FRESH + n)).toBeNull();
}, 1_800_000);

it("[FT-3] whichever call to the database fails, and in whichever way, the city is well again", async () => {
  for (const { n, fault } of callFaults(await callsOfCalmRun(), () => true)) {
    expect(await faultOfCall(n, fault)).toBeNull();
  }
}, 1_800_000);
