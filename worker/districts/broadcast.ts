import { assertExists } from "#city/assert.ts";
import { LIMITS } from "#city/limits.ts";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { encodeFrame } from "#city/protocol/wire/codec.ts";
import { NeighborhoodModel } from "#city/protocol/wire/model.ts";
import { type FrameHead, OUTSIDE_AGENT_BASE, type WireEvent } from "#city/protocol/wire-types.ts";
import type { NamesDirectory } from "./observation.ts";

/** The pages of one frame, ready to be sent. */
export interface Frame {
  readonly kind: FrameHead["kind"];
  readonly neighborhood: number;
  readonly pages: readonly Uint8Array[];
}

interface Channel {
  readonly place: NeighborhoodPlan;
  readonly model: NeighborhoodModel;
  /** Tick of the delta before, which readers check for gaps. */
  previousTick: number;
}

/** Turns what a district's steps announce into wire frames, one line of frames per neighborhood. */
export class Broadcast {
  readonly #channels = new Map<number, Channel>();
  readonly #names: NamesDirectory;
  readonly #generation: number;

  /** `known` is what is announced already in each neighborhood of the district at `tick`. */
  constructor(options: {
    readonly places: readonly NeighborhoodPlan[];
    readonly names: NamesDirectory;
    readonly generation: number;
    readonly tick: number;
    readonly known: ReadonlyMap<number, readonly WireEvent[]>;
  }) {
    this.#names = options.names;
    this.#generation = options.generation;
    for (const place of options.places) {
      const channel = { place, model: new NeighborhoodModel(), previousTick: options.tick };
      for (const event of options.known.get(place.index) ?? []) this.#apply(channel, event);
      this.#channels.set(place.index, channel);
    }
  }

  get neighborhoods(): readonly number[] {
    return [...this.#channels.keys()];
  }

  /** The deltas of one tick: a frame for each neighborhood in which something happened. */
  deltas(tick: number, events: readonly WireEvent[]): Frame[] {
    const grouped = new Map<number, WireEvent[]>();
    for (const event of events) {
      const channel = assertExists(
        this.#channels.get(event.neighborhood),
        `an event of neighborhood ${event.neighborhood}, which is another district's`,
      );
      const group = grouped.get(event.neighborhood) ?? [];
      group.push(...this.#apply(channel, event));
      grouped.set(event.neighborhood, group);
    }
    const told = [...grouped].filter(([, group]) => group.length > 0);
    return told.map(([neighborhood, group]) => {
      const channel = assertExists(this.#channels.get(neighborhood), `neighborhood ${neighborhood}`);
      const previousTick = channel.previousTick;
      channel.previousTick = tick;
      return this.#frame("delta", channel, tick, previousTick, group);
    });
  }

  /** Keyframes of these neighborhoods after `tick`; what was over at `nowMs` (simulated) is left out. */
  keyframes(tick: number, nowMs: number, neighborhoods: Iterable<number>): Frame[] {
    const frames: Frame[] = [];
    for (const neighborhood of neighborhoods) {
      const channel = this.#channels.get(neighborhood);
      if (channel === undefined) continue;
      channel.model.expire(nowMs);
      frames.push(this.#frame("keyframe", channel, tick, channel.previousTick, channel.model.toEvents()));
    }
    return frames;
  }

  /** Neighborhoods whose turn for a keyframe it is: they take turns, so that no tick has all of them. */
  dueForKeyframe(tick: number): number[] {
    return this.neighborhoods.filter(
      (neighborhood) => (tick + neighborhood) % LIMITS.keyframeEveryTicks === 0,
    );
  }

  /** Takes an event in; returns it with the name that has to go before it, or nothing when it says nothing new. */
  #apply(channel: Channel, event: WireEvent): WireEvent[] {
    if (event.kind === "deed") {
      // A deed changes every day when its account is settled, and mostly in nothing that shows.
      if (channel.model.knowsDeed(event)) return [];
      channel.model.apply(event);
      return [event];
    }
    const { agent, neighborhood } = event;
    const events: WireEvent[] = [];
    if (agent >= OUTSIDE_AGENT_BASE && event.kind !== "name" && !channel.model.hasName(agent)) {
      events.push({ kind: "name", neighborhood, agent, name: this.#names(agent).name });
    }
    events.push(event);
    for (const each of events) channel.model.apply(each);
    return events;
  }

  #frame(
    kind: FrameHead["kind"],
    { place }: Channel,
    tick: number,
    previousTick: number,
    events: readonly WireEvent[],
  ): Frame {
    const head = { kind, neighborhood: place.index, generation: this.#generation, tick, previousTick };
    return { kind, neighborhood: place.index, pages: encodeFrame(head, events, place) };
  }
}
