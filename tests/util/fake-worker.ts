import { formatId } from "#city/ids.ts";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { topics } from "#city/protocol/topics.ts";
import { encodeFrame } from "#city/protocol/wire/codec.ts";
import { NeighborhoodModel } from "#city/protocol/wire/model.ts";
import type { WireEvent } from "#city/protocol/wire-types.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { localEvent } from "./local-event.ts";
import type { Draws } from "./seed.ts";
import { TICK_MS, tickEvents } from "./wire-traffic.ts";

/** Publishes made-up traffic of some neighborhoods as the worker does: a delta a tick where there is news, keyframes now and then. */
export class FakeWorker {
  tick = 0;
  generation = 1;
  readonly #bus: Bus;
  readonly #draws: Draws;
  readonly #places: readonly NeighborhoodPlan[];
  readonly #models = new Map<number, NeighborhoodModel>();
  readonly #previous = new Map<number, number>();

  constructor(bus: Bus, draws: Draws, places: readonly NeighborhoodPlan[]) {
    this.#bus = bus;
    this.#draws = draws;
    this.#places = places;
    for (const place of places) this.#models.set(place.index, new NeighborhoodModel());
  }

  /** One tick of every neighborhood; `lose` keeps the deltas from being sent. */
  async step(options: { readonly lose?: boolean } = {}): Promise<void> {
    this.tick++;
    for (const place of this.#places) {
      const events = tickEvents(this.#draws, place, this.tick, 20);
      const model = this.#model(place);
      for (const event of events) model.apply(event);
      model.expire(this.tick * TICK_MS);
      const previousTick = this.#previous.get(place.index) ?? 0;
      this.#previous.set(place.index, this.tick);
      if (!options.lose) await this.#publish("delta", place, events, previousTick);
    }
  }

  async keyframe(place: NeighborhoodPlan): Promise<void> {
    await this.#publish(
      "keyframe",
      place,
      this.#model(place).toEvents(),
      this.#previous.get(place.index) ?? 0,
    );
  }

  /** What someone who got everything knows, in local numbers. */
  known(place: NeighborhoodPlan): WireEvent[] {
    return this.#model(place)
      .toEvents()
      .map((event) => localEvent(event, place));
  }

  #model(place: NeighborhoodPlan): NeighborhoodModel {
    const model = this.#models.get(place.index);
    if (model === undefined) throw new RangeError(`no neighborhood ${place.index}`);
    return model;
  }

  async #publish(
    kind: "delta" | "keyframe",
    place: NeighborhoodPlan,
    events: readonly WireEvent[],
    previousTick: number,
  ) {
    const id = formatId("nbh", 1, place.index);
    const head = {
      kind,
      neighborhood: place.index,
      generation: this.generation,
      tick: this.tick,
      previousTick,
    };
    for (const [page, bytes] of encodeFrame(head, events, place).entries()) {
      const topic = kind === "delta" ? topics.delta(id) : topics.keyframe(id, page);
      await this.#bus.publish(topic, bytes, { retain: kind === "keyframe" });
    }
  }
}
