import { describe, expect, it } from "vitest";
import { LoadCity } from "./load-city.ts";
import type { Join, Order, RelayFigures, Told } from "./orders.ts";

/** 1 MB a second in all: a tick of 16 rooms, four times a second. */
const ROOMS = 16;
const FRAME_BYTES = 16_000;
const TICK_MS = 250;
const PROMPT = 400;
/** Some of those who stop reading go on after a while. */
const LOST = 90;
const BACK = 10;
const SLOW = LOST + BACK;
/** Ticks over which one latency figure is taken. */
const WINDOW_TICKS = 6;
const LATENCY_TIMES_MAX = 1.5;
/** Two windows of the same differ by so much on a busy machine. */
const LATENCY_NOISE_MS = 15;
const GROWTH_BYTES_MAX = 100_000_000;
const ALL = Array.from({ length: ROOMS }, (_, room) => room);

/** 400 viewers who read and look at one room each, and 100 who look at nothing yet. */
class Hall {
  readonly city: LoadCity;
  readonly order: (order: Order) => Promise<Told>;
  rssBytesMax = 0;

  constructor(city: LoadCity) {
    this.city = city;
    this.order = city.crowd();
  }

  async fill(): Promise<void> {
    const base: Pick<Join, "kind" | "port" | "returns"> = {
      kind: "join",
      port: this.city.port,
      returns: false,
    };
    const ones = ALL.map((room) => [room]);
    await this.order({ ...base, group: "prompt", viewers: PROMPT, firstAddress: 2, rooms: ones });
    await this.order({ ...base, group: "lost", viewers: LOST, firstAddress: 20, rooms: [[]] });
    await this.order({ ...base, group: "back", viewers: BACK, firstAddress: 30, rooms: [[]] });
    await this.city.until("everyone to be there", async () => {
      const { stats } = await this.figures();
      return stats.viewers === PROMPT + SLOW && (await this.tell("prompt")).lowestTick >= 0;
    });
  }

  tell(group: string): Promise<Told> {
    return this.order({ kind: "tell", group });
  }

  async figures(): Promise<RelayFigures> {
    const figures = await this.city.figures();
    this.rssBytesMax = Math.max(this.rssBytesMax, figures.rssBytes);
    return figures;
  }

  /** The prompt viewers' p99 in each of so many windows. */
  async windows(count: number): Promise<number[]> {
    const found: number[] = [];
    for (let n = 0; n < count; n++) {
      await this.order({ kind: "forget-latencies", group: "prompt" });
      await this.city.untilTick(this.city.tick + WINDOW_TICKS);
      found.push((await this.tell("prompt")).latencyMs.p99);
      await this.figures();
    }
    return found;
  }

  /** The slow look at everything and take nothing of it; the prompt viewers' p99 while that fills the kernel's buffers, and after. */
  async stall(): Promise<number[]> {
    for (const group of ["lost", "back"]) {
      await this.order({ kind: "stop-reading", group });
      await this.order({ kind: "look", group, rooms: ALL });
    }
    const filling = await this.windows(3);
    await this.city.until("the slow to stall", async () => {
      const { stalled, closed } = (await this.figures()).stats;
      return stalled + (closed.too_slow ?? 0) === SLOW;
    });
    return [...filling, ...(await this.windows(4))];
  }

  /** Those who go on reading are right again, by keyframes. */
  async goOn(): Promise<void> {
    const before = await this.tell("back");
    await this.order({ kind: "go-on-reading", group: "back" });
    const { tick } = this.city;
    await this.city.until(
      "the slow to be right again",
      async () => (await this.tell("back")).lowestTick > tick,
    );
    const after = await this.tell("back");
    expect([after.gaps, after.connected]).toEqual([0, BACK]);
    expect(after.keyframes - before.keyframes).toBeGreaterThanOrEqual(BACK * ROOMS);
    await this.order({ kind: "look", group: "back", rooms: [] });
  }
}

/** The lower quartile: whatever else the machine does spoils some windows, what the stalled did would spoil all. */
const quiet = (figures: readonly number[]) =>
  [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 4)] ?? 0;

describe("the relay and viewers who stop reading", () => {
  it("[RL-7, RL-17, RL-19] 100 of 500 stop: they are dropped to keyframes and sent away, and nobody else notices", async () => {
    const city = await LoadCity.open({ rooms: ROOMS, frameBytes: FRAME_BYTES, tickMs: TICK_MS });
    try {
      const hall = new Hall(city);
      await hall.fill();
      city.startTicking();
      const calm = await hall.windows(4);
      const { rssBytes } = await hall.figures();
      hall.rssBytesMax = rssBytes;
      const stalled = await hall.stall();
      await hall.goOn();
      await city.until("the others to be sent away", async () => {
        const { stats } = await hall.figures();
        return stats.closed.too_slow === LOST && stats.viewers === PROMPT + BACK;
      });
      calm.push(...(await hall.windows(4)));
      const { stats } = await hall.figures();
      const prompt = await hall.tell("prompt");
      process.stdout.write(
        `relay: p99 ${calm.map(Math.round).join(" ")} ms without, ${stalled.map(Math.round).join(" ")} ms with ${SLOW} of ${PROMPT + SLOW} stalled; ` +
          `${stats.messagesDropped} messages dropped in ${stats.stalls} stalls; memory ${Math.round((hall.rssBytesMax - rssBytes) / 1e6)} MB more\n`,
      );
      expect([prompt.errors, prompt.gaps, prompt.byes, prompt.connected]).toEqual([[], 0, [], PROMPT]);
      expect(stats.messagesDropped).toBeGreaterThan(SLOW);
      expect(quiet(stalled)).toBeLessThanOrEqual(quiet(calm) * LATENCY_TIMES_MAX + LATENCY_NOISE_MS);
      expect(hall.rssBytesMax - rssBytes).toBeLessThan(GROWTH_BYTES_MAX);
    } finally {
      await city.close();
    }
  });
});
