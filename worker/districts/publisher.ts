import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { DistrictDebug } from "#city/protocol/debug.ts";
import type { CityState, ClockState, FeedEntry } from "#city/protocol/messages.ts";
import type { ActionResultView, Observation } from "#city/protocol/observation.ts";
import { topics } from "#city/protocol/topics.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import type { Counters } from "../counters.ts";
import type { Frame } from "./broadcast.ts";

/**
 * What a worker says to everybody. Nothing waits for the broker: whatever it misses is repeated (keyframes, observations)
 * or stands in the database (results, letters, feed).
 */
export class Publisher {
  readonly #bus: Bus;
  readonly #world: number;
  readonly #counters: Counters;

  constructor(bus: Bus, world: number, counters: Counters) {
    this.#bus = bus;
    this.#world = world;
    this.#counters = counters;
  }

  clock(clock: ClockState): void {
    this.#send(topics.clock(), JSON.stringify(clock), true);
  }

  city(city: CityState): void {
    this.#send(topics.city(), JSON.stringify(city), true);
  }

  tick(district: number, tick: number, generation: number, hash: Uint8Array): void {
    const text = JSON.stringify({ tick, generation, hash: Buffer.from(hash).toString("hex") });
    this.#send(topics.tick(formatId("dst", this.#world, district)), text, false);
  }

  debug(record: DistrictDebug): void {
    const text = JSON.stringify(record);
    if (text.length > LIMITS.debugRecordBytesMax) this.#counters.messagesNotSent++;
    else this.#send(topics.debug(formatId("dst", this.#world, record.district)), text, true);
  }

  feed(district: number, entries: readonly FeedEntry[]): void {
    const topic = topics.feed(formatId("dst", this.#world, district));
    for (let at = 0; at < entries.length; at += LIMITS.feedEntriesPerMessageMax) {
      const batch = entries.slice(at, at + LIMITS.feedEntriesPerMessageMax);
      this.#send(topic, JSON.stringify(batch), false);
    }
  }

  /** Tells the receiving districts that a letter waits for them. */
  letters(receivers: Iterable<number>): void {
    for (const district of new Set(receivers)) {
      this.#send(topics.letter(formatId("dst", this.#world, district)), "", false);
    }
  }

  frames(frames: readonly Frame[]): void {
    for (const { kind, neighborhood, pages } of frames) {
      const id = formatId("nbh", this.#world, neighborhood);
      pages.forEach((page, i) => {
        if (kind === "delta") this.#send(topics.delta(id), page, false);
        else this.#send(topics.keyframe(id, i), page, true);
      });
    }
  }

  observation(observation: Observation): void {
    this.#send(`/agent/${observation.agent_id}/observation`, JSON.stringify(observation), true);
  }

  results(agent: number, results: readonly ActionResultView[]): void {
    this.#send(topics.result(formatId("agt", this.#world, agent)), JSON.stringify(results), false);
  }

  #send(topic: string, payload: Uint8Array | string, retain: boolean): void {
    this.#bus.publish(topic, payload, { retain }).catch(() => {
      this.#counters.messagesNotSent++;
    });
  }
}
