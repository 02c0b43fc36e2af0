import { expect } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { LoadCity } from "./load-city.ts";
import type { Join } from "./orders.ts";

const ROOMS = 36;
const ROOMS_SEEN = 9;
const FRAME_BYTES = 256;
const CROWD_VIEWERS_MAX = 5_000;

/** Nine rooms around every place, as a camera sees them: 36 different views. */
const VIEWS = Array.from({ length: ROOMS }, (_, first) =>
  Array.from({ length: ROOMS_SEEN }, (_, n) => (first + n) % ROOMS),
);

export interface CrowdRun {
  readonly viewers: number;
  readonly tickMs: number;
  readonly ticks: number;
}

/** Shows so many ticks to so many viewers, and fails unless everyone gets everything; prints what it cost. */
export async function runCrowd({ viewers, tickMs, ticks }: CrowdRun): Promise<void> {
  const city = await LoadCity.open({ rooms: ROOMS, frameBytes: FRAME_BYTES, tickMs });
  try {
    const sizes = Array.from({ length: Math.ceil(viewers / CROWD_VIEWERS_MAX) }, (_, n) =>
      Math.min(CROWD_VIEWERS_MAX, viewers - n * CROWD_VIEWERS_MAX),
    );
    const idle = await city.figures();
    const crowds = sizes.map(() => city.crowd());
    for (const [n, size] of sizes.entries()) await crowds[n]?.(joinOf(city.port, n, size));
    const tell = () => Promise.all(crowds.map((order) => order({ kind: "tell", group: "all" })));
    await city.until(`${viewers} viewers who see the city`, async () => (await tell()).every(seesFrom(0)));
    const joined = await city.figures();
    const before = await tell();
    city.startTicking();
    await city.untilTick(ticks);
    city.stopTicking();
    const last = city.tick;
    await city.until(`tick ${last} to be everywhere`, async () => (await tell()).every(seesFrom(last)));
    const after = await tell();
    const done = await city.figures();
    for (const told of after) expect([told.errors, told.gaps, told.byes]).toEqual([[], 0, []]);
    expect(sum(after, "connected")).toBe(viewers);
    expect(sum(after, "deltas")).toBe(viewers * ROOMS_SEEN * last);
    expect(done.stats).toMatchObject({ viewers, messagesDropped: 0, badFrames: 0, closed: {} });
    const bytes = sum(after, "bytes") - sum(before, "bytes");
    const perViewerTick = ((done.cpuMs - joined.cpuMs) * 1_000) / viewers / last;
    process.stdout.write(
      `relay: ${viewers} viewers, ${last} ticks of ${tickMs} ms: ${Math.round(bytes / viewers / last)} B and ${perViewerTick.toFixed(1)} µs of server CPU a viewer and tick; ` +
        `latency p50 ${most(after, "p50")} ms, p99 ${most(after, "p99")} ms; event loop p99 ${done.lagP99Ms.toFixed(0)} ms; ` +
        `${Math.round((done.rssBytes - idle.rssBytes) / viewers / 1_000)} kB of memory a viewer\n`,
    );
  } finally {
    await city.close();
  }
}

type Tells = Awaited<ReturnType<ReturnType<LoadCity["crowd"]>>>;

const seesFrom = (tick: number) => (told: Tells) => told.lowestTick >= tick;

function sum(tells: readonly Tells[], field: "connected" | "deltas" | "bytes"): number {
  return tells.reduce((total, told) => total + told[field], 0);
}

function most(tells: readonly Tells[], field: "p50" | "p99"): number {
  return Math.round(Math.max(...tells.map(({ latencyMs }) => latencyMs[field])));
}

function joinOf(port: number, crowd: number, viewers: number): Join {
  const addresses = Math.ceil(CROWD_VIEWERS_MAX / LIMITS.viewerConnectionsPerAddressMax);
  return {
    kind: "join",
    group: "all",
    port,
    viewers,
    firstAddress: 2 + crowd * addresses,
    rooms: VIEWS,
    returns: false,
  };
}
