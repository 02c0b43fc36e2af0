import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { formatId, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { parseTopic, topics } from "#city/protocol/topics.ts";
import { ByteWriter } from "#city/protocol/wire/bytes.ts";
import { writeHead } from "#city/protocol/wire/frame.ts";
import { type Broker, startBroker } from "#server/mqtt/broker.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { createMqttBus } from "#server/mqtt/mqtt-bus.ts";
import { freePort } from "#tests/util/free-port.ts";
import { silentLog } from "#tests/util/silent-log.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { type Order, type RelayFigures, sharedMs, type Told } from "./orders.ts";

const passwords = { worker: "worker-password-0", web: "web-password-00000" };
const STAMP_BYTES = 8;

export interface Traffic {
  readonly rooms: number;
  readonly frameBytes: number;
  readonly tickMs: number;
}

/** A broker, someone who publishes as the worker does, a relay in a process of its own, and processes full of viewers. */
export class LoadCity {
  readonly port: number;
  readonly bus: Bus;
  readonly resyncs: string[] = [];
  tick = 0;
  readonly #broker: Broker;
  readonly #traffic: Traffic;
  readonly #crowds: ChildProcess[] = [];
  #relay: ChildProcess | null = null;
  #ticking: NodeJS.Timeout | undefined;

  private constructor(port: number, broker: Broker, traffic: Traffic) {
    this.port = port;
    this.#broker = broker;
    this.#traffic = traffic;
    this.bus = createMqttBus({
      url: `mqtt://127.0.0.1:${broker.port}`,
      username: "worker",
      password: passwords.worker,
      log: silentLog,
    });
  }

  /** The relay listens, and has a keyframe of every room, when this resolves. */
  static async open(traffic: Traffic): Promise<LoadCity> {
    const broker = await startBroker({ port: 0, passwords, log: silentLog });
    const city = new LoadCity(await freePort(), broker, traffic);
    await city.bus.subscribe("/neighborhood/+/resync", (topic) => {
      city.resyncs.push(topic);
      const room = parseId("nbh", parseTopic(topic)?.id ?? "");
      if (room.ok) void city.#publish("keyframe", room.value.index);
    });
    const clock = { tick: 0, wallMs: 0, speed: 1_000, tickMs: traffic.tickMs * 1_000 };
    await city.bus.publish(topics.clock(), JSON.stringify(clock), { retain: true });
    await city.#publishAll("keyframe");
    await city.startRelay();
    return city;
  }

  async startRelay(): Promise<void> {
    const url = `mqtt://127.0.0.1:${this.#broker.port}`;
    this.#relay = start("relay-process.ts", [String(this.port), url, passwords.web]);
    await once(this.#relay, "message");
  }

  async killRelay(): Promise<void> {
    if (this.#relay === null) return;
    const gone = once(this.#relay, "exit");
    this.#relay.kill("SIGKILL");
    await gone;
  }

  async figures(): Promise<RelayFigures> {
    if (this.#relay === null) throw new Error("no relay");
    return ask<RelayFigures>(this.#relay, "figures");
  }

  /** Another process of viewers: what it is told to do, and what it says then. */
  crowd(): (order: Order) => Promise<Told> {
    const crowd = start("viewers-process.ts", []);
    this.#crowds.push(crowd);
    return (order) => ask<Told>(crowd, order);
  }

  /** A tick of all rooms every `tickMs`, until `stopTicking`. */
  startTicking(): void {
    this.#ticking = setInterval(() => void this.#step(), this.#traffic.tickMs);
  }

  stopTicking(): void {
    clearInterval(this.#ticking);
  }

  async untilTick(tick: number): Promise<void> {
    const limitMs = 30_000 + 2 * (tick - this.tick) * this.#traffic.tickMs;
    await this.until(`tick ${tick}`, async () => this.tick >= tick, limitMs);
  }

  async until(what: string, condition: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
    await waitFor(condition, { limitMs, everyMs: 50, what: () => what });
  }

  async close(): Promise<void> {
    this.stopTicking();
    for (const child of this.#crowds) await end(child);
    if (this.#relay !== null) await end(this.#relay);
    await this.bus.close();
    await this.#broker.close();
  }

  async #step(): Promise<void> {
    this.tick++;
    await this.#publishAll("delta");
    if (this.tick % LIMITS.keyframeEveryTicks === 0) await this.#publishAll("keyframe");
  }

  async #publishAll(kind: "keyframe" | "delta"): Promise<void> {
    const rooms = Array.from({ length: this.#traffic.rooms }, (_, room) => room);
    await Promise.all(rooms.map((room) => this.#publish(kind, room)));
  }

  /** Only the heads of frames are read on the way: the rest is filling, and when it was sent. */
  async #publish(kind: "keyframe" | "delta", neighborhood: number): Promise<void> {
    const { tick } = this;
    const writer = new ByteWriter();
    const previousTick = kind === "delta" ? tick - 1 : tick;
    writeHead(writer, { kind, neighborhood, generation: 1, tick, previousTick, page: 0, pages: 1 });
    const body = Buffer.alloc(this.#traffic.frameBytes - writer.length);
    body.writeDoubleBE(sharedMs(), body.length - STAMP_BYTES);
    writer.raw(body);
    const id = formatId("nbh", 1, neighborhood);
    const topic = kind === "delta" ? topics.delta(id) : topics.keyframe(id, 0);
    await this.bus.publish(topic, writer.slice(0), { retain: kind === "keyframe" });
  }
}

function start(file: string, args: readonly string[]): ChildProcess {
  const options: ForkOptions = { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] };
  return fork(path.join(import.meta.dirname, file), args, options);
}

async function ask<Answer>(child: ChildProcess, question: Order | string): Promise<Answer> {
  const answered = once(child, "message");
  child.send(question);
  const [answer]: Answer[] = (await answered) as Answer[];
  if (answer === undefined) throw new Error("no answer");
  return answer;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
