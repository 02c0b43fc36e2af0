import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { decodeFrame } from "#city/protocol/wire/codec.ts";
import { readHead } from "#city/protocol/wire/frame.ts";
import { NeighborhoodModel } from "#city/protocol/wire/model.ts";
import type { WireEvent } from "#city/protocol/wire-types.ts";
import { createFolderBlobs } from "#server/assets/folder-blobs.ts";
import { readWorld } from "#server/db/world-store.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { createMqttBus, type MqttBusOptions } from "#server/mqtt/mqtt-bus.ts";
import { staySubscribed } from "#server/mqtt/stay-subscribed.ts";
import { loadPlan } from "#worker/load-plan.ts";
import type { FaultCity } from "./fault-city.ts";
import { silentLog } from "./silent-log.ts";
import { TestViewer } from "./test-viewer.ts";

interface Told {
  readonly tick: number;
  readonly model: NeighborhoodModel;
  /** Ticks of the last keyframe and of its pages so far. */
  readonly keyframeTick: number;
}

/** A viewer of the whole city at the web process's socket, beside what the worker itself says on the bus. */
export class CityViewer {
  readonly #city: FaultCity;
  readonly #places: readonly NeighborhoodPlan[];
  readonly #viewer: TestViewer;
  readonly #bus: Bus;
  readonly #told = new Map<number, Told>();

  constructor(city: FaultCity, places: readonly NeighborhoodPlan[], port: number, bus: Bus) {
    this.#city = city;
    this.#places = places;
    this.#bus = bus;
    this.#viewer = new TestViewer(port, places);
    staySubscribed(
      bus,
      "/neighborhood/+/+",
      (topic, payload) => this.#take(topic, payload),
      () => {},
    );
    this.#viewer.view(places.map((place) => [place.index, -1]));
  }

  static async open(city: FaultCity, port: number, broker: Omit<MqttBusOptions, "log">): Promise<CityViewer> {
    const world = await readWorld(city.pool, 1);
    const { places } = await loadPlan(createFolderBlobs(city.blobDir), world?.planHash ?? "");
    const viewer = new CityViewer(city, places, port, createMqttBus({ ...broker, log: silentLog }));
    await viewer.untilRight(0);
    return viewer;
  }

  /** What arrived without the frame before it. */
  get gaps(): readonly string[] {
    return this.#viewer.gaps;
  }

  /** Waits until keyframes of every neighborhood after `tick` are out, and the viewer knows exactly what the worker told. */
  async untilRight(tick: number): Promise<void> {
    const isRight = (place: NeighborhoodPlan) => {
      const told = this.#told.get(place.index);
      if (told === undefined || told.keyframeTick <= tick) return false;
      return this.#text(told.model.toEvents()) === this.#text(this.#viewer.known(place));
    };
    const wrong = () => this.#places.filter((place) => !isRight(place)).map((place) => place.index);
    await this.#city.until(`the viewer to be right`, async () => wrong().length === 0);
  }

  async close(): Promise<void> {
    this.#viewer.socket.disconnect();
    await this.#bus.close();
  }

  /** What is known, without what is over by the newest tick: who came later never heard of it. */
  #text(events: readonly WireEvent[]): string {
    const newest = Math.max(...[...this.#told.values()].map((told) => told.tick));
    const model = new NeighborhoodModel();
    for (const event of events) model.apply(event);
    model.expire(SEVEN_MS + newest * TICK_MS);
    return JSON.stringify(model.toEvents());
  }

  #take(topic: string, payload: Uint8Array): void {
    if (topic.endsWith("/resync")) return;
    const head = readHead(payload);
    const place = this.#places[head.neighborhood];
    if (place === undefined) return;
    const { events } = decodeFrame(payload, place);
    const before = this.#told.get(head.neighborhood);
    const anew = head.kind === "keyframe" && head.page === 0;
    if (!anew && (before === undefined || (head.kind === "delta" && head.tick <= before.tick))) return;
    const model = anew ? new NeighborhoodModel() : (before?.model ?? new NeighborhoodModel());
    for (const event of events) model.apply(event);
    const keyframeTick = anew ? head.tick : (before?.keyframeTick ?? -1);
    this.#told.set(head.neighborhood, { tick: head.tick, model, keyframeTick });
  }
}

const TICK_MS = 60_000;
/** The city's day begins at seven. */
const SEVEN_MS = 7 * 3_600_000;
