/** A process of its own with one of the two servers: what the other leaves behind for the garbage collector is not its cost. */
import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import { formatId } from "#city/ids.ts";
import { topics } from "#city/protocol/topics.ts";
import { encodeFrame } from "#city/protocol/wire/codec.ts";
import type { FrameHead, WireEvent } from "#city/protocol/wire-types.ts";
import type { Bus, BusHandler } from "#server/mqtt/bus.ts";
import { matchesFilter } from "#server/mqtt/filter.ts";
import { attachRelay } from "#server/realtime/relay.ts";
import { gridPlace } from "#tests/util/grid-place.ts";
import { silentLog } from "#tests/util/silent-log.ts";
import { CELL_BYTES, CELLS, type StageOrder, type StageWord } from "./fan-out-orders.ts";

const PACE_MS = 100;

/** Shows a tick to everyone. */
type Show = (tick: number) => void;

/** The cells of a tick as the worker publishes them. */
const places = Array.from({ length: CELLS }, (_, neighborhood) => gridPlace(neighborhood, 5));

function cellsOf(kind: FrameHead["kind"], tick: number): Buffer[] {
  return places.map((place) => {
    const previousTick = kind === "keyframe" ? tick : tick - 1;
    const head = { kind, neighborhood: place.index, generation: 1, tick, previousTick };
    const text = "x".repeat(CELL_BYTES - 30);
    const speech: WireEvent = { kind: "speech", neighborhood: place.index, agent: tick, atMs: tick, text };
    const [frame] = encodeFrame(head, kind === "delta" ? [speech] : [], place);
    return Buffer.from(frame ?? []);
  });
}

/** All that will be shown, made beforehand: that is the worker's part. */
const deltas = Array.from({ length: Number(process.argv[3]) + 1 }, (_, tick) =>
  tick === 0 ? [] : cellsOf("delta", tick),
);

/** The product's relay, on a bus that delivers within the process. */
function relayStage(httpServer: HttpServer): Show {
  const bus = new DirectBus();
  attachRelay({ httpServer, bus, log: silentLog, trustedProxies: [] });
  const publish = (frames: readonly Uint8Array[], topic: (id: string) => string): void => {
    for (const [cell, frame] of frames.entries()) bus.deliver(topic(formatId("nbh", 1, cell)), frame);
  };
  publish(cellsOf("keyframe", 1), (id) => topics.keyframe(id, 0));
  return (tick) => publish(deltas[tick] ?? [], (id) => topics.delta(id));
}

/** What one would write with socket.io: everyone joins the rooms it looks at, each cell is emitted to its room. */
function socketIoStage(httpServer: HttpServer): Show {
  const io = new Server(httpServer, {
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
  });
  io.on("connection", async (socket) => {
    await socket.join(places.map((place) => `cell ${place.index}`));
  });
  return (tick) => {
    for (const [cell, frame] of (deltas[tick] ?? []).entries()) io.to(`cell ${cell}`).emit("w", frame);
  };
}

class DirectBus implements Bus {
  readonly #handlers: { readonly filter: string; readonly handler: BusHandler }[] = [];

  deliver(topic: string, payload: Uint8Array): void {
    for (const { filter, handler } of this.#handlers)
      if (matchesFilter(filter, topic)) handler(topic, payload);
  }

  async publish(): Promise<void> {}

  async subscribe(filter: string, handler: BusHandler): Promise<() => Promise<void>> {
    this.#handlers.push({ filter, handler });
    return async () => {};
  }

  onReconnect(): void {}

  status(): "connected" {
    return "connected";
  }

  async close(): Promise<void> {}
}

/** One tick after the other, at a city's pace but quicker: whoever shows one has done something else since the last. */
function showAll(tick: number, last: number): void {
  show(tick);
  if (tick < last) setTimeout(showAll, PACE_MS, tick + 1, last);
}

function say(word: StageWord): void {
  process.send?.(word);
}

const http = createServer();
http.listen(0, "127.0.0.1");
await once(http, "listening");
const show = process.argv[2] === "ours" ? relayStage(http) : socketIoStage(http);
let before = process.cpuUsage();
process.on("message", (order: StageOrder) => {
  if (order.kind === "show") {
    showAll(order.first, order.last);
    return;
  }
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  say({ kind: "spent", us: user + system });
});
process.on("disconnect", () => process.exit());
const address = http.address();
const port = typeof address === "object" && address !== null ? address.port : 0;
say({ kind: "listening", url: `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket` });
