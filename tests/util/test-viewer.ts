import { io, type Socket } from "socket.io-client";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import { SOCKET_EVENTS } from "#city/protocol/messages.ts";
import { decodeFrame } from "#city/protocol/wire/codec.ts";
import { splitFrames } from "#city/protocol/wire/frame.ts";
import { NeighborhoodModel } from "#city/protocol/wire/model.ts";
import type { FrameHead, WireEvent } from "#city/protocol/wire-types.ts";
import { TICK_MS } from "./wire-traffic.ts";

/** What a browser does with frames, without drawing: one model per neighborhood, and a note of every frame and gap. */
export class TestViewer {
  readonly socket: Socket;
  readonly heads: FrameHead[] = [];
  readonly messages: number[][] = [];
  readonly gaps: string[] = [];
  readonly said: [event: string, body: unknown][] = [];
  readonly #places = new Map<number, NeighborhoodPlan>();
  readonly #models = new Map<number, NeighborhoodModel>();
  readonly #ticks = new Map<number, number>();

  constructor(port: number, places: readonly NeighborhoodPlan[]) {
    for (const place of places) this.#places.set(place.index, place);
    this.socket = io(`http://127.0.0.1:${port}`, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
    });
    this.socket.on(SOCKET_EVENTS.world, (bytes: Uint8Array) => this.#take(new Uint8Array(bytes)));
    this.socket.onAny((event: string, body: unknown) => {
      if (event !== SOCKET_EVENTS.world) this.said.push([event, body]);
    });
  }

  view(rooms: readonly (readonly [number, number])[]): void {
    this.socket.emit(SOCKET_EVENTS.view, { rooms });
  }

  tick(place: NeighborhoodPlan): number {
    return this.#ticks.get(place.index) ?? -1;
  }

  known(place: NeighborhoodPlan): WireEvent[] {
    return this.#models.get(place.index)?.toEvents() ?? [];
  }

  #take(bytes: Uint8Array): void {
    const frames = splitFrames(bytes);
    this.messages.push(
      frames.map((frame) => {
        const neighborhood = frame[2] ?? -1;
        const place = this.#places.get(neighborhood);
        if (place === undefined) throw new RangeError(`a frame of ${neighborhood}`);
        return this.#apply(frame, place);
      }),
    );
  }

  #apply(frame: Uint8Array, place: NeighborhoodPlan): number {
    const { head, events } = decodeFrame(frame, place);
    this.heads.push(head);
    const have = this.#ticks.get(place.index) ?? -1;
    const starts = head.kind === "keyframe" && head.page === 0;
    if (head.kind === "delta" && head.tick <= have) return place.index;
    if (head.kind === "delta" && head.previousTick > have) {
      this.gaps.push(`${place.index}: has ${have}, got ${head.previousTick}-${head.tick}`);
    }
    const model = starts
      ? new NeighborhoodModel()
      : (this.#models.get(place.index) ?? new NeighborhoodModel());
    for (const event of events) model.apply(event);
    model.expire(head.tick * TICK_MS);
    this.#models.set(place.index, model);
    this.#ticks.set(place.index, head.tick);
    return place.index;
  }
}
