import { formatId, parseId } from "#city/ids.ts";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { parseTopic } from "#city/protocol/topics.ts";
import { decodeFrame } from "#city/protocol/wire/codec.ts";
import { readHead, splitFrames } from "#city/protocol/wire/frame.ts";
import { NeighborhoodModel } from "#city/protocol/wire/model.ts";
import { Audience } from "#server/realtime/audience.ts";
import { ResyncPolicy } from "#server/realtime/resync-policy.ts";
import type { VirtualTime } from "./virtual-time.ts";

const FLUSH_MS = 50;

/** One viewer of the whole city behind the relay's own bookkeeping, without sockets. */
export class SimViewer {
  readonly gaps: string[] = [];
  readonly #time: VirtualTime;
  readonly #places: readonly NeighborhoodPlan[];
  readonly #models = new Map<number, NeighborhoodModel>();
  readonly #ticks = new Map<number, number>();
  readonly #audience: Audience;
  #flushing = false;

  constructor(
    time: VirtualTime,
    places: readonly NeighborhoodPlan[],
    resync: (neighborhood: number) => void,
  ) {
    this.#time = time;
    this.#places = places;
    const policy = new ResyncPolicy();
    this.#audience = new Audience((neighborhood) => {
      if (policy.mayAsk(neighborhood, time.nowMs)) resync(neighborhood);
    });
    const viewer = this.#audience.enter({
      unsentMessages: () => 0,
      send: (message) => this.#take(message.world),
    });
    this.#audience.watch(viewer, { rooms: places.map((place) => [place.index, -1]) });
    this.#tend();
  }

  /** Takes in what arrives from the bus. */
  hear(topic: string, payload: Uint8Array): void {
    const parts = parseTopic(topic);
    const id = parts?.noun === "neighborhood" ? parseId("nbh", parts.id) : null;
    if (!id?.ok) return;
    if (this.#audience.accept(readHead(payload), payload)) this.#scheduleFlush();
  }

  /** What is known of a neighborhood at `nowMs` (simulated), as the frames that would tell it. */
  known(place: NeighborhoodPlan, nowMs: number): unknown[] {
    const model = this.#models.get(place.index);
    model?.expire(nowMs);
    return model?.toEvents() ?? [];
  }

  tick(place: NeighborhoodPlan): number {
    return this.#ticks.get(place.index) ?? -1;
  }

  #scheduleFlush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    this.#time.after(
      FLUSH_MS,
      () => {
        this.#flushing = false;
        this.#serve();
      },
      null,
    );
  }

  /** As the relay does once a second: who waits for a keyframe has it asked for again. */
  #tend(): void {
    this.#time.after(
      1_000,
      () => {
        this.#serve();
        this.#tend();
      },
      null,
    );
  }

  #serve(): void {
    for (const slot of this.#audience.slots) this.#audience.serve(slot, this.#time.nowMs);
  }

  #take(bytes: Uint8Array): void {
    for (const frame of splitFrames(bytes)) {
      const place = this.#places[readHead(frame).neighborhood];
      if (place !== undefined) this.#apply(frame, place);
    }
  }

  #apply(frame: Uint8Array, place: NeighborhoodPlan): void {
    const { head, events } = decodeFrame(frame, place);
    const have = this.#ticks.get(place.index) ?? -1;
    if (head.kind === "delta" && head.tick <= have) return;
    if (head.kind === "delta" && head.previousTick > have) {
      this.gaps.push(`${formatId("nbh", 1, place.index)} has ${have}, got ${head.previousTick}-${head.tick}`);
    }
    const anew = head.kind === "keyframe" && head.page === 0;
    const model = anew ? new NeighborhoodModel() : (this.#models.get(place.index) ?? new NeighborhoodModel());
    for (const event of events) model.apply(event);
    this.#models.set(place.index, model);
    this.#ticks.set(place.index, head.tick);
  }
}
