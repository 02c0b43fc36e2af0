import type { Server as HttpServer } from "node:http";
import { Server, type Socket } from "socket.io";
import { formatId, parseId } from "../../city/ids.ts";
import { LIMITS } from "../../city/limits.ts";
import type { CloseReason } from "../../city/protocol/codes.ts";
import {
  type ByeMessage,
  type CityState,
  type ClockState,
  type FeedEntry,
  SOCKET_EVENTS,
} from "../../city/protocol/messages.ts";
import { parseTopic, topics } from "../../city/protocol/topics.ts";
import { readHead } from "../../city/protocol/wire/frame.ts";
import { err } from "../../city/result.ts";
import { addressFrom, type TrustedProxies } from "../auth/client-address.ts";
import type { Bus } from "../mqtt/bus.ts";
import { staySubscribed } from "../mqtt/stay-subscribed.ts";
import type { Log } from "../telemetry/log.ts";
import { Audience } from "./audience.ts";
import { Door, MessageRate } from "./door.ts";
import { Notice } from "./message.ts";
import { SocketOutlet } from "./outlet.ts";
import { ResyncPolicy } from "./resync-policy.ts";
import { retryAfterMs } from "./retry-after.ts";
import { phaseMs, Rounds, spreadMs } from "./rounds.ts";
import type { Viewer } from "./slot.ts";
import { parseEvent } from "./view-message.ts";

export interface RelayOptions {
  readonly httpServer: HttpServer;
  readonly bus: Bus;
  readonly log: Log;
  readonly trustedProxies: TrustedProxies;
}

export interface RelayStats {
  readonly viewers: number;
  readonly stalled: number;
  readonly rooms: number;
  readonly messagesSent: number;
  readonly bytesSent: number;
  /** Messages that stalled viewers did not get, and how often a viewer stalled. */
  readonly messagesDropped: number;
  readonly stalls: number;
  readonly resyncsAsked: number;
  readonly badFrames: number;
  /** Viewers sent away, by reason. */
  readonly closed: { readonly [R in CloseReason]?: number };
}

export interface Relay {
  stats(): RelayStats;
  /** Tells every viewer that the server stops and closes their sockets; the http server stays open. */
  close(): Promise<void>;
}

interface ToViewer {
  w: (bytes: Uint8Array) => void;
  clock: (clock: ClockState) => void;
  city: (city: CityState) => void;
  feed: (entries: FeedEntry[]) => void;
  bye: (bye: ByeMessage) => void;
}
type ViewerSocket = Socket<Record<string, never>, ToViewer>;

const TOO_MANY = err<CloseReason>("too_many_messages", "slow down");

/** The city that viewers of this process see; practice cities have worlds of their own. */
const WORLD = 1;

/** Serves viewers on the http server's `/socket.io`: what the worker publishes, once encoded, to whoever looks at it. */
export function attachRelay(options: RelayOptions): Relay {
  return new SocketRelay(options);
}

class SocketRelay implements Relay {
  readonly #log: Log;
  readonly #bus: Bus;
  readonly #trustedProxies: TrustedProxies;
  readonly #io: Server<Record<string, never>, ToViewer>;
  readonly #viewers = new Map<ViewerSocket, Viewer>();
  readonly #door = new Door();
  readonly #resyncs = new ResyncPolicy();
  readonly #audience = new Audience((neighborhood) => this.#askForKeyframe(neighborhood));
  readonly #rounds = new Rounds((slot) => this.#serve(slot));
  readonly #counts = { resyncsAsked: 0, badFrames: 0 };
  readonly #closed: { [R in CloseReason]?: number } = {};
  readonly #tending: NodeJS.Timeout;
  #clock: ClockState | null = null;
  #feed: FeedEntry[] = [];
  #stopped = false;

  constructor({ httpServer, bus, log, trustedProxies }: RelayOptions) {
    this.#log = log;
    this.#trustedProxies = trustedProxies;
    this.#bus = bus;
    this.#io = new Server(httpServer, {
      path: "/socket.io",
      transports: ["websocket"],
      serveClient: false,
      // Deltas are dense already: compressing them costs far more than it saves.
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: LIMITS.viewerMessageBytesMax,
      connectTimeout: LIMITS.viewerConnectTimeoutMs,
      // Other sockets of the same server (agents, the development server) are not ours to close.
      destroyUpgrade: false,
    });
    this.#io.on("connection", (socket) => this.#welcome(socket));
    const complain = (error: unknown) =>
      log.warn({ err: error }, "the relay could not subscribe; trying again");
    staySubscribed(bus, "/neighborhood/+/+", (topic, payload) => this.#takeFrame(topic, payload), complain);
    staySubscribed(bus, "/world/+", (topic, payload) => this.#takeWorld(topic, payload), complain);
    staySubscribed(bus, "/district/+/feed", (topic, payload) => this.#takeFeed(topic, payload), complain);
    bus.onReconnect(() => {
      this.#audience.breakAll();
      this.#scheduleAll();
    });
    this.#tending = setInterval(() => this.#tend(), LIMITS.relayTendMs);
  }

  stats(): RelayStats {
    let stalled = 0;
    for (const viewer of this.#viewers.values()) if (viewer.session.state === "stalled") stalled++;
    const { inside } = this.#door;
    return {
      viewers: inside,
      stalled,
      rooms: this.#audience.roomCount,
      ...this.#audience.counts,
      ...this.#counts,
      closed: { ...this.#closed },
    };
  }

  async close(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#tending);
    this.#rounds.stop();
    for (const socket of [...this.#viewers.keys()]) this.#sendAway(socket, "server_stopping");
    // Not io.close(): that would close the http server, which others use.
    this.#io.disconnectSockets(true);
    this.#io.engine.close();
  }

  #welcome(socket: ViewerSocket): void {
    const address = addressFrom(socket.request, this.#trustedProxies);
    const refused = this.#stopped ? "server_stopping" : this.#door.enter(address);
    if (refused !== null) {
      this.#sendAway(socket, refused);
      return;
    }
    const viewer = this.#audience.enter(new SocketOutlet(socket));
    this.#viewers.set(socket, viewer);
    socket.on("disconnect", (reason) => {
      // It takes nothing, so the heartbeat may have missed its answer before we did.
      if (viewer.session.state === "stalled" && reason === "ping timeout") this.#countClosed("too_slow");
      this.#viewers.delete(socket);
      this.#audience.drop(viewer);
      this.#door.leave(address);
    });
    const rate = new MessageRate();
    // Every event passes here and none goes on to a listener.
    socket.use(([event, ...args]) => this.#hear(socket, viewer, rate, event, args));
    this.#rounds.within(viewer.slot.index, LIMITS.relayFlushMs);
  }

  #hear(
    socket: ViewerSocket,
    viewer: Viewer,
    rate: MessageRate,
    event: unknown,
    args: readonly unknown[],
  ): void {
    if (viewer.session.state === "closed") return;
    const heard = rate.allows(performance.now()) ? parseEvent(event, args) : TOO_MANY;
    if (!heard.ok) {
      this.#sendAway(socket, heard.code);
      return;
    }
    this.#audience.watch(viewer, heard.value);
    this.#rounds.within(viewer.slot.index, LIMITS.relayFlushMs);
  }

  #sendAway(socket: ViewerSocket, reason: CloseReason): void {
    const viewer = this.#viewers.get(socket);
    if (viewer !== undefined) viewer.session = { state: "closed", reason };
    this.#countClosed(reason);
    const bye = { reason, retryAfterMs: retryAfterMs(reason, this.#door.inside, Math.random()) };
    socket.emit(SOCKET_EVENTS.bye, bye);
    // A stalled connection would wait for its backlog to leave before it closes.
    if (reason === "too_slow") socket.conn.close(true);
    else socket.disconnect(true);
  }

  #countClosed(reason: CloseReason): void {
    this.#closed[reason] = (this.#closed[reason] ?? 0) + 1;
  }

  #takeFrame(topic: string, payload: Uint8Array): void {
    const parts = parseTopic(topic);
    const id = parts?.noun === "neighborhood" ? parseId("nbh", parts.id) : null;
    if (!id?.ok || id.value.world !== WORLD || payload.length === 0) return;
    const isDelta = parts?.leaf === "delta";
    if (!isDelta && !parts?.leaf.startsWith("keyframe-")) return;
    try {
      // A copy: the payload is a slice of a larger network buffer that would be kept alive with it.
      const bytes = new Uint8Array(payload);
      const head = readHead(bytes);
      if (head.neighborhood !== id.value.index || (head.kind === "delta") !== isDelta) {
        throw new RangeError(`a ${head.kind} of neighborhood ${head.neighborhood}`);
      }
      if (this.#audience.accept(head, bytes)) this.#scheduleAll();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#counts.badFrames++;
      this.#log.warn({ topic, reason: error.message }, "a frame is not usable");
    }
  }

  #takeWorld(topic: string, payload: Uint8Array): void {
    if (topic === topics.clock()) {
      const clock = parseJson<ClockState>(payload);
      if (clock === null) return;
      this.#clock = clock;
      this.#audience.tell(new Notice("clock", clock));
    } else if (topic === topics.city()) {
      const city = parseJson<CityState>(payload);
      if (city === null) return;
      this.#audience.tell(new Notice("city", city));
    } else return;
    this.#scheduleAll();
  }

  #takeFeed(_topic: string, payload: Uint8Array): void {
    const entries = parseJson<readonly FeedEntry[]>(payload);
    if (!Array.isArray(entries)) return;
    this.#feed = [...this.#feed, ...entries].slice(-LIMITS.feedPageMax);
    this.#scheduleAll();
  }

  /** Something came for everyone: each slot is served at its own moment. */
  #scheduleAll(): void {
    const spread = spreadMs(this.#clock);
    for (const { index } of this.#audience.slots) {
      this.#rounds.within(index, LIMITS.relayFlushMs + phaseMs(index, spread));
    }
  }

  #serve(index: number): void {
    const slot = this.#audience.slots[index];
    if (slot === undefined) return;
    if (this.#feed.length > 0) {
      this.#audience.tell(new Notice("feed", this.#feed));
      this.#feed = [];
    }
    const postponed = this.#audience.serve(slot, performance.now());
    if (postponed) this.#rounds.within(index, LIMITS.relayFlushMs);
  }

  /** Looks after viewers that had stalled, even when nothing new arrives. */
  #tend(): void {
    this.#scheduleAll();
    for (const [socket, viewer] of [...this.#viewers]) {
      if (viewer.session.state === "closed") this.#sendAway(socket, viewer.session.reason);
    }
  }

  #askForKeyframe(neighborhood: number): void {
    if (this.#bus.status() !== "connected" || !this.#resyncs.mayAsk(neighborhood, performance.now())) return;
    this.#counts.resyncsAsked++;
    this.#bus.publish(topics.resync(formatId("nbh", WORLD, neighborhood)), "").catch((error: unknown) => {
      this.#log.warn({ err: error, neighborhood }, "a keyframe could not be asked for");
    });
  }
}

/** Parses what the worker published; null when it is not JSON. Only the worker may publish there, so its shape is trusted. */
function parseJson<T>(payload: Uint8Array): T | null {
  try {
    return JSON.parse(Buffer.from(payload).toString()) as T;
  } catch {
    return null;
  }
}
