import { io, type Socket } from "socket.io-client";
import type { NeighborhoodPlan } from "#city/plan/types.ts";
import {
  type ByeMessage,
  type CityState,
  type ClockState,
  type FeedEntry,
  SOCKET_EVENTS,
  type ViewMessage,
} from "#city/protocol/messages.ts";
import { decodeFrame } from "#city/protocol/wire/codec.ts";
import { readHead, splitFrames } from "#city/protocol/wire/frame.ts";
import type { WireEvent } from "#city/protocol/wire-types.ts";
import { CityClock, tickWallMs } from "./city-clock.ts";
import { type Freshness, judgeFreshness } from "./freshness.ts";
import { reconnectDelayMs } from "./reconnect.ts";
import { sameRooms } from "./room-list.ts";
import { RoomState } from "./room-state.ts";

/** A changed view is told at most this often. */
const VIEW_PAUSE_MS = 250;

export interface StreamEvents {
  readonly planOf: (neighborhood: number) => NeighborhoodPlan | undefined;
  /** Events of one frame, local numbers; `replaces` when they are all there is. */
  readonly onFrame: (events: readonly WireEvent[], place: NeighborhoodPlan, replaces: boolean) => void;
  /** A room is no longer followed. */
  readonly onLeave: (neighborhood: number) => void;
  readonly onCity: (city: CityState) => void;
  readonly onFeed: (entries: readonly FeedEntry[]) => void;
}

/** The live connection: tells the relay where we look, applies what comes, and starts again where something is missing. */
export class CityStream {
  readonly clock = new CityClock();
  readonly #events: StreamEvents;
  readonly #socket: Socket;
  readonly #rooms = new RoomState();
  readonly #broken = new Set<number>();
  #wanted: readonly number[] = [];
  #told: readonly number[] = [];
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #everConnected = false;
  #lostAtMs = 0;
  /** Attempts since the connection was lost. */
  #attempts = 0;
  #returning: number | undefined;
  #hidden = false;

  constructor(events: StreamEvents) {
    this.#events = events;
    this.#socket = io({ transports: ["websocket"], reconnection: false });
    this.#socket.on("connect", () => {
      this.#everConnected = true;
      this.#attempts = 0;
      this.#lostAtMs = 0;
      this.#told = [];
      this.#tell();
    });
    this.#socket.on("disconnect", () => {
      this.#lostAtMs = performance.now();
      this.#comeBackIn(reconnectDelayMs(this.#attempts, Math.random()));
    });
    this.#socket.on("connect_error", () => {
      this.#comeBackIn(reconnectDelayMs(++this.#attempts, Math.random()));
    });
    this.#socket.on(SOCKET_EVENTS.world, (bytes: ArrayBuffer) => this.#take(new Uint8Array(bytes)));
    this.#socket.on(SOCKET_EVENTS.clock, (clock: ClockState) => this.clock.set(clock));
    this.#socket.on(SOCKET_EVENTS.city, (city: CityState) => {
      this.#rooms.heardTick(city.tick);
      events.onCity(city);
    });
    this.#socket.on(SOCKET_EVENTS.feed, (entries: FeedEntry[]) => events.onFeed(entries));
    this.#socket.on(SOCKET_EVENTS.bye, ({ retryAfterMs }: ByeMessage) => this.#comeBackIn(retryAfterMs));
    document.addEventListener("visibilitychange", this.#onVisibility);
  }

  /** Says which rooms to follow; cheap to call often. */
  follow(rooms: readonly number[]): void {
    this.#wanted = rooms;
    if (!sameRooms(rooms, this.#told) || this.#broken.size > 0) this.#tell();
  }

  freshness(): Freshness {
    const state = this.clock.state;
    return judgeFreshness({
      everConnected: this.#everConnected,
      connected: this.#socket.connected,
      lostForMs: this.#lostAtMs === 0 ? 0 : performance.now() - this.#lostAtMs,
      expectedTick: this.clock.expectedTick(Date.now()),
      newestTick: this.#rooms.newestTick,
      tickMs: state ? tickWallMs(state) : 0,
    });
  }

  get newestTick(): number {
    return this.#rooms.newestTick;
  }

  dispose(): void {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    this.#socket.disconnect();
    window.clearTimeout(this.#returning);
  }

  /** The first to say when counts: a relay that sends us away does so just before the connection ends. */
  #comeBackIn(delayMs: number): void {
    this.#returning ??= window.setTimeout(() => {
      this.#returning = undefined;
      this.#socket.connect();
    }, delayMs);
  }

  readonly #onVisibility = (): void => {
    this.#hidden = document.visibilityState === "hidden";
    this.#toldAtMs = Number.NEGATIVE_INFINITY;
    if (this.#hidden) this.#send([]);
    else this.#tell();
  };

  #tell(): void {
    const now = performance.now();
    if (!this.#socket.connected || this.#hidden || now - this.#toldAtMs < VIEW_PAUSE_MS) return;
    this.#toldAtMs = now;
    for (const n of this.#told) if (!this.#wanted.includes(n)) this.#leave(n);
    if (this.#broken.size > 0) {
      // A room still followed is not sent anew: leave it first, then come back with nothing.
      this.#send(this.#wanted.filter((n) => !this.#broken.has(n)));
      this.#broken.clear();
    }
    this.#send(this.#wanted);
  }

  #send(rooms: readonly number[]): void {
    const view: ViewMessage = { rooms: rooms.map((n) => [n, this.#rooms.tickOf(n)] as const) };
    this.#socket.emit(SOCKET_EVENTS.view, view);
    this.#told = rooms;
  }

  #leave(neighborhood: number): void {
    this.#rooms.forget(neighborhood);
    this.#broken.delete(neighborhood);
    this.#events.onLeave(neighborhood);
  }

  #take(message: Uint8Array): void {
    let frames: Uint8Array[];
    try {
      frames = splitFrames(message);
    } catch {
      // Nothing in it can be trusted: start again everywhere.
      for (const n of this.#told) this.#broken.add(n);
      this.#rooms.forgetAll();
      return;
    }
    for (const frame of frames) this.#takeFrame(frame);
  }

  #takeFrame(bytes: Uint8Array): void {
    let neighborhood = -1;
    try {
      const head = readHead(bytes);
      neighborhood = head.neighborhood;
      const place = this.#events.planOf(neighborhood);
      if (!place || !this.#told.includes(neighborhood)) return;
      this.clock.heardTick(head.tick, Date.now());
      const verdict = this.#rooms.take(head);
      if (verdict === "resync") this.#broken.add(neighborhood);
      if (verdict === "resync" || verdict === "drop") return;
      this.#events.onFrame(decodeFrame(bytes, place).events, place, verdict === "replace");
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#rooms.forget(neighborhood);
      if (neighborhood >= 0) this.#broken.add(neighborhood);
    }
  }
}
