import { describe, expect, it } from "vitest";
import { LIMITS } from "#city/limits.ts";
import { LoadCity } from "./load-city.ts";

const ROOMS = 36;
const VIEWERS = 600;
const TICK_MS = 500;
/** Ticks that pass before the relay is there again. */
const AWAY_TICKS = 4;

describe("the relay's sudden death", () => {
  it("[RL-6, RL-13, RL-21] everyone is back and right soon after, and keyframes are asked for at a bounded rate", async () => {
    const city = await LoadCity.open({ rooms: ROOMS, frameBytes: 1_000, tickMs: TICK_MS });
    try {
      const order = city.crowd();
      const rooms = Array.from({ length: ROOMS }, (_, first) => [0, 1, 2, 3].map((n) => (first + n) % ROOMS));
      await order({
        kind: "join",
        group: "all",
        port: city.port,
        viewers: VIEWERS,
        firstAddress: 2,
        rooms,
        returns: true,
      });
      const tell = () => order({ kind: "tell", group: "all" });
      await city.until("everyone to be there", async () => (await tell()).lowestTick >= 0);
      city.startTicking();
      await city.untilTick(AWAY_TICKS);
      const asked = city.resyncs.length;
      await city.killRelay();
      await city.untilTick(city.tick + AWAY_TICKS);
      await city.startRelay();
      const [startedMs, startTick] = [performance.now(), city.tick];
      const before = await city.figures();
      await city.until("everyone to be back", async () => {
        const { connected, lowestTick } = await tell();
        return connected === VIEWERS && lowestTick > startTick;
      });
      const tookMs = performance.now() - startedMs;
      const after = await city.figures();
      const { gaps, connections, byes } = await tell();
      const asks = city.resyncs.slice(asked);
      process.stdout.write(
        `relay: ${VIEWERS} viewers back and right ${Math.round(tookMs)} ms after the restart, ${asks.length} keyframes asked for; ` +
          `${Math.round(after.cpuMs - before.cpuMs)} ms of server CPU, event loop p99 ${after.lagP99Ms.toFixed(0)} ms\n`,
      );
      expect([gaps, connections, byes]).toEqual([0, 2 * VIEWERS, []]);
      const timesMax = 1 + Math.floor(tookMs / LIMITS.resyncEveryMs);
      for (const topic of new Set(asks))
        expect(asks.filter((one) => one === topic).length).toBeLessThanOrEqual(timesMax);
    } finally {
      await city.close();
    }
  });
});
