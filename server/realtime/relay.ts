import type { Server as HttpServer } from "node:http";
import { Server, type Socket } from "socket.io";
import { assert } from "../../city/assert.ts";
import { formatId, parseId } from "../../city/ids.ts";
import { LIMITS } from "../../city/limits.ts";
import type { CloseReason } from "../../city/protocol/codes.ts";
import {
  type CityState,
  type ClockState,
  type FeedEntry,
  SOCKET_EVENTS,
} from "../../city/protocol/messages.ts";
import { parseTopic, topics } from "../../city/protocol/topics.ts";
import { readHead } from "../../city/protocol/wire/frame.ts";
import { err } from "../../city/result.ts";
import type { Bus } from "../mqtt/bus.ts";
import { staySubscribed } from "../mqtt/stay-subscribed.ts";
import type { Log } from "../telemetry/log.ts";
import { Audience, Viewer } from "./audience.ts";
import { Door, MessageRate } from "./door.ts";
import { WorldSender } from "./preframed.ts";
import { ResyncPolicy } from "./resync-policy.ts";
import { parseEvent } from "./view-message.ts";

export interface RelayOptions {
  readonly httpServer: HttpServer;
  readonly bus: Bus;
  readonly log: Log;
}

export interface RelayStats {
  readonly viewers: number;
  readonly stalled: number;
  readonly rooms: number;
  readonly messagesSent: number;
  readonly bytesSent: number;
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
  bye: (why: { reason: CloseReason }) => void;
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
  readonly #io: Server<Record<string, never>, ToViewer>;
  readonly #viewers = new Map<ViewerSocket, Viewer>();
  readonly #door = new Door();
  readonly #sender = new WorldSender();
  readonly #resyncs = new ResyncPolicy();
  readonly #audience = new Audience((neighborhood) => this.#askForKeyframe(neighborhood));
  readonly #counts = { messagesSent: 0, bytesSent: 0, resyncsAsked: 0, badFrames: 0 };
  readonly #closed: { [R in CloseReason]?: number } = {};
  readonly #tending: NodeJS.Timeout;
  #flushing: NodeJS.Timeout | null = null;
  #clock: ClockState | null = null;
  #city: CityState | null = null;
  #feed: FeedEntry[] = [];
  #stopped = false;

  constructor({ httpServer, bus, log }: RelayOptions) {
    this.#log = log;
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
      this.#scheduleFlush();
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
      ...this.#counts,
      closed: { ...this.#closed },
    };
  }

  async close(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#tending);
    if (this.#flushing !== null) clearTimeout(this.#flushing);
    for (const socket of [...this.#viewers.keys()]) this.#sendAway(socket, "server_stopping");
    // Not io.close(): that would close the http server, which others use.
    this.#io.disconnectSockets(true);
    this.#io.engine.close();
  }

  #welcome(socket: ViewerSocket): void {
    const { address } = socket.handshake;
    const refused = this.#stopped ? "server_stopping" : this.#door.enter(address);
    if (refused !== null) {
      this.#sendAway(socket, refused);
      return;
    }
    const viewer = new Viewer({
      unsentPackets: () => unsentPackets(socket.conn),
      send: (bytes) => {
        this.#counts.messagesSent++;
        this.#counts.bytesSent += bytes.length;
        this.#sender.send(socket.conn, bytes);
      },
    });
    this.#viewers.set(socket, viewer);
    socket.on("disconnect", () => {
      this.#viewers.delete(socket);
      this.#audience.drop(viewer);
      this.#door.leave(address);
    });
    const rate = new MessageRate();
    // Every event passes here and none goes on to a listener.
    socket.use(([event, ...args]) => this.#hear(socket, viewer, rate, event, args));
    if (this.#clock !== null) socket.emit(SOCKET_EVENTS.clock, this.#clock);
    if (this.#city !== null) socket.emit(SOCKET_EVENTS.city, this.#city);
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
    this.#scheduleFlush();
  }

  #sendAway(socket: ViewerSocket, reason: CloseReason): void {
    const viewer = this.#viewers.get(socket);
    if (viewer !== undefined) viewer.session = { state: "closed", reason };
    this.#closed[reason] = (this.#closed[reason] ?? 0) + 1;
    socket.emit(SOCKET_EVENTS.bye, { reason });
    // A stalled connection would wait for its backlog to leave before it closes.
    if (reason === "too_slow") socket.conn.close(true);
    else socket.disconnect(true);
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
      if (this.#audience.accept(head, bytes)) this.#scheduleFlush();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#counts.badFrames++;
      this.#log.warn({ topic, reason: error.message }, "a frame is not usable");
    }
  }

  #takeWorld(topic: string, payload: Uint8Array): void {
    if (topic === topics.clock()) {
      this.#clock = parseJson<ClockState>(payload);
      if (this.#clock !== null) this.#io.emit(SOCKET_EVENTS.clock, this.#clock);
    } else if (topic === topics.city()) {
      this.#city = parseJson<CityState>(payload);
      if (this.#city !== null) this.#io.emit(SOCKET_EVENTS.city, this.#city);
    }
  }

  #takeFeed(_topic: string, payload: Uint8Array): void {
    const entries = parseJson<readonly FeedEntry[]>(payload);
    if (!Array.isArray(entries)) return;
    this.#feed = [...this.#feed, ...entries].slice(-LIMITS.feedPageMax);
    this.#scheduleFlush();
  }

  #scheduleFlush(): void {
    if (this.#stopped || this.#flushing !== null) return;
    this.#flushing = setTimeout(() => {
      this.#flushing = null;
      this.#audience.flush(performance.now());
      this.#tellFeed();
    }, LIMITS.relayFlushMs);
  }

  #tellFeed(): void {
    if (this.#feed.length === 0) return;
    // Not volatile: that would skip everyone whose frames of this tick are just being sent.
    const stalled = [...this.#viewers].filter(([, { session }]) => session.state !== "watching");
    this.#io.except(stalled.map(([socket]) => socket.id)).emit(SOCKET_EVENTS.feed, this.#feed);
    this.#feed = [];
  }

  /** Looks after viewers that had stalled, even when nothing new arrives. */
  #tend(): void {
    this.#audience.flush(performance.now());
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

/** Packets that wait for the network. The list is private to engine.io, whose version is pinned; a test stalls a viewer. */
function unsentPackets(connection: object): number {
  const packets: unknown = Reflect.get(connection, "writeBuffer");
  assert(Array.isArray(packets), "engine.io no longer keeps unsent packets in writeBuffer");
  return packets.length;
}

/** Parses what the worker published; null when it is not JSON. Only the worker may publish there, so its shape is trusted. */
function parseJson<T>(payload: Uint8Array): T | null {
  try {
    return JSON.parse(Buffer.from(payload).toString()) as T;
  } catch {
    return null;
  }
}
