import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import { fileURLToPath } from "node:url";
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
import { type Order, type Side, SUM_MODULUS, type Tally } from "./lib/fan-out-orders.ts";
import { bestOfTurns, mustAgree, type Row, withVersion } from "./lib/measure.ts";

const VIEWERS = 300;
const CELLS = 9;
const CELL_BYTES = 256;
const TICKS = 20;
const REPETITIONS = 7;

/** What the web process spends on showing a tick to many viewers: the relay against an emit of each cell's bytes to its room. */
export async function run(): Promise<readonly Row[]> {
  const crowd = fork(fileURLToPath(new URL("./lib/fan-out-clients.ts", import.meta.url)));
  const ours = await startRelay(crowd);
  const peer = await startSocketIo(crowd);
  try {
    const before = { ours: await ours.tally(0), peer: await peer.tally(0) };
    const best = await bestOfTurns(REPETITIONS, { ours: () => ours.advance(), peer: () => peer.advance() });
    const deliveries = REPETITIONS * TICKS * CELLS * VIEWERS;
    const after = { ours: await ours.tally(0), peer: await peer.tally(0) };
    mustAgree("cells received", after.ours.cells - before.ours.cells, deliveries);
    mustAgree("cells received by the peer's", after.peer.cells - before.peer.cells, deliveries);
    mustAgree("bytes received", after.ours.bytes - before.ours.bytes, after.peer.bytes - before.peer.bytes);
    mustAgree("sum of all bytes", sumBetween(before.ours, after.ours), sumBetween(before.peer, after.peer));
    return [
      {
        what: `fan-out, ${VIEWERS} viewers x ${CELLS} cells x ${CELL_BYTES} B a tick`,
        unit: "µs of server CPU a delivery",
        ours: best.ours,
        peer: { name: `${withVersion("socket.io")} Buffer emit`, figure: best.peer },
        bar: { kind: "times", factor: 10 },
      },
    ];
  } finally {
    crowd.kill();
    await Promise.all([ours.close(), peer.close()]);
  }
}

function sumBetween(before: Tally, after: Tally): number {
  return (after.sum - before.sum + SUM_MODULUS) % SUM_MODULUS;
}

interface Stage {
  /** Shows TICKS ticks to everyone, each when the one before has arrived; µs of this process's CPU per cell and viewer. */
  advance(): Promise<number>;
  /** What has arrived, as soon as it is so many cells. */
  tally(cells: number): Promise<Tally>;
  close(): Promise<void>;
}

/** The cells of a tick as the worker publishes them: frames of about CELL_BYTES. */
const places = Array.from({ length: CELLS }, (_, neighborhood) => gridPlace(neighborhood, 5));

function cellsOf(kind: FrameHead["kind"], tick: number): Uint8Array[] {
  return places.map((place) => {
    const previousTick = kind === "keyframe" ? tick : tick - 1;
    const head = { kind, neighborhood: place.index, generation: 1, tick, previousTick };
    const text = "x".repeat(CELL_BYTES - 30);
    const speech: WireEvent = { kind: "speech", neighborhood: place.index, agent: tick, atMs: tick, text };
    const [frame] = encodeFrame(head, kind === "delta" ? [speech] : [], place);
    return frame ?? new Uint8Array(0);
  });
}

function stage(
  side: Side,
  crowd: ChildProcess,
  show: (tick: number) => void,
  close: () => Promise<void>,
): Stage {
  let tick = 1;
  let cells = 0;
  const tally = async (wanted: number): Promise<Tally> => {
    const arrived = new Promise<Tally>((resolve) => {
      const listen = (told: Tally): void => {
        if (told.side !== side) return;
        crowd.off("message", listen);
        resolve(told);
      };
      crowd.on("message", listen);
    });
    tell(crowd, { kind: "tell", side, cells: wanted });
    return arrived;
  };
  const advance = async (): Promise<number> => {
    if (cells === 0) cells = (await tally(0)).cells;
    const before = process.cpuUsage();
    for (let n = 0; n < TICKS; n++) {
      show(++tick);
      cells += CELLS * VIEWERS;
      await tally(cells);
    }
    const spent = process.cpuUsage(before);
    return (spent.user + spent.system) / (TICKS * CELLS * VIEWERS);
  };
  return { advance, tally, close };
}

function tell(crowd: ChildProcess, order: Order): void {
  crowd.send(order);
}

/** The product's relay, on a bus that delivers within the process. */
async function startRelay(crowd: ChildProcess): Promise<Stage> {
  const http = await listening();
  const bus = new DirectBus();
  const relay = attachRelay({ httpServer: http, bus, log: silentLog, trustedProxies: [] });
  const publish = (frames: readonly Uint8Array[], topic: (id: string) => string): void => {
    for (const [cell, frame] of frames.entries()) bus.deliver(topic(formatId("nbh", 1, cell)), frame);
  };
  publish(cellsOf("keyframe", 1), (id) => topics.keyframe(id, 0));
  const show = (tick: number): void => publish(cellsOf("delta", tick), (id) => topics.delta(id));
  const one = stage("ours", crowd, show, async () => {
    await relay.close();
    http.close();
  });
  await connect(crowd, "ours", http, one, CELLS * VIEWERS);
  return one;
}

/** What one would write with socket.io: everyone joins the rooms it looks at, each cell is emitted to its room. */
async function startSocketIo(crowd: ChildProcess): Promise<Stage> {
  const http = await listening();
  const io = new Server(http, { transports: ["websocket"], serveClient: false, perMessageDeflate: false });
  io.on("connection", async (socket) => {
    await socket.join(places.map((place) => `cell ${place.index}`));
  });
  const show = (tick: number): void => {
    for (const [cell, frame] of cellsOf("delta", tick).entries())
      io.to(`cell ${cell}`).emit("w", Buffer.from(frame));
  };
  const one = stage("peer", crowd, show, async () => {
    await io.close();
  });
  await connect(crowd, "peer", http, one, 0);
  return one;
}

async function listening(): Promise<HttpServer> {
  const http = createServer();
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return http;
}

/** Resolves when all viewers are there and have what they are given at first. */
async function connect(
  crowd: ChildProcess,
  side: Side,
  http: HttpServer,
  one: Stage,
  cellsAtFirst: number,
): Promise<void> {
  const address = http.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
  tell(crowd, { kind: "connect", side, url, viewers: VIEWERS, rooms: CELLS });
  let told = await one.tally(cellsAtFirst);
  while (told.connected < VIEWERS || told.cells < cellsAtFirst) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    told = await one.tally(cellsAtFirst);
  }
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
