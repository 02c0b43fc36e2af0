import { CALM, type Weather } from "./chaos.ts";
import { type RunReport, runCity } from "./city-run.ts";
import { CALL_FAULTS, type CallFault } from "./fake-network.ts";

/** Seeds that once showed a fault. They are run for ever. */
export const KEPT_SEEDS: readonly number[] = [
  // A delta was lost and a keyframe overtaken: the viewer of a neighborhood where nothing else happened stayed wrong.
  536173294,
  // Another district's worker came far ahead of a late one's and let go of what the late one's agents had yet to be told.
  298895592,
];

const TICKS = 40;

/** Runs one seed; what is wrong with it in words, with all that was done to the city, or null. */
export async function faultOfSeed(seed: number): Promise<string | null> {
  const report = await runCity({ seed, ticks: TICKS });
  return report.violations.length === 0 ? null : describe(`seed ${seed}`, report);
}

const FAIR: Weather = {
  events: [],
  callFaultsPerMille: 0,
  lostPercent: 0,
  doubledPercent: 0,
  delayedPercent: 0,
};
const NTH_TICKS = 5;

/** Runs a short calm city in which nothing but its n-th call meets a fault; null when all is well. */
export async function faultOfCall(n: number, fault: CallFault): Promise<string | null> {
  const report = await runCity({
    seed: 7,
    ticks: NTH_TICKS,
    weather: FAIR,
    fate: (call) => (call === n ? { ...CALM, fault, lateMs: 1_700 } : CALM),
  });
  return report.violations.length === 0 ? null : describe(`call ${n} ${fault}`, report);
}

/** Calls a short calm city makes before it is left alone. */
export async function callsOfCalmRun(): Promise<number> {
  let calls = 0;
  const fate = (call: number) => {
    calls = call + 1;
    return CALM;
  };
  await runCity({ seed: 7, ticks: NTH_TICKS, weather: FAIR, fate });
  return calls;
}

/** Every call with every fault, as far as `wanted` takes them. */
export function* callFaults(calls: number, wanted: (n: number, kind: number) => boolean) {
  for (let n = 0; n < calls; n++) {
    for (const [kind, fault] of CALL_FAULTS.entries()) if (wanted(n, kind)) yield { n, fault };
  }
}

function describe(name: string, { violations, events, tail }: RunReport): string {
  return [name, ...violations.slice(0, 8), "done to it:", ...events, "at last:", ...tail].join("\n  ");
}
