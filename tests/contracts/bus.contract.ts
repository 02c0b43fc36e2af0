import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";
import { generate, type Packet } from "mqtt-packet";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createWebSocketStream, WebSocket } from "ws";
import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { topics } from "#city/protocol/topics.ts";
import type { Principal } from "#server/mqtt/authorize.ts";
import { type Bus, BusError } from "#server/mqtt/bus.ts";
import { createMqttBus } from "#server/mqtt/mqtt-bus.ts";
import { Draws } from "#tests/util/seed.ts";
import { silentLog } from "#tests/util/silent-log.ts";
import { waitFor } from "#tests/util/wait-for.ts";

export interface BrokerUnderTest {
  readonly transport: "mqtt" | "ws";
  /** Keyframes it is given at once. */
  readonly keyframes: number;
  readonly port: number;
  readonly passwords: { readonly [P in Principal]: string };
  stop(): Promise<void>;
}

const SILENCE_MS = 500;
const NEIGHBORHOOD = "nbh_1000001";
const DELTA = topics.delta(NEIGHBORHOOD);
const KEYFRAME = topics.keyframe(NEIGHBORHOOD, 0);

/** What every broker behind the bus must do. `start` takes the port to listen on. */
export function busContract(name: string, start: StartBroker, freePort: () => Promise<number>) {
  describe(`bus over ${name}`, () => {
    const ground = new Ground(start);
    beforeAll(async () => ground.start(await freePort()));
    afterEach(() => ground.closeBuses());
    afterAll(() => ground.broker.stop());
    deliveryRules(ground);
    doorRules(ground);
  });
}

type StartBroker = (port: number) => Promise<BrokerUnderTest>;

/** The broker of the moment and the buses a test opened on it. */
class Ground {
  readonly #startBroker: StartBroker;
  #broker: BrokerUnderTest | null = null;
  #buses: Bus[] = [];

  constructor(startBroker: StartBroker) {
    this.#startBroker = startBroker;
  }

  get broker(): BrokerUnderTest {
    if (this.#broker === null) throw new Error("the broker has not been started");
    return this.#broker;
  }

  async start(port: number): Promise<void> {
    this.#broker = await this.#startBroker(port);
  }

  as(principal: Principal, password = this.broker.passwords[principal]): Bus {
    const url = `${this.broker.transport}://127.0.0.1:${this.broker.port}`;
    const bus = createMqttBus({ url, username: principal, password, log: silentLog });
    this.#buses.push(bus);
    return bus;
  }

  async closeBuses(): Promise<void> {
    await Promise.all(this.#buses.splice(0).map((bus) => bus.close()));
  }
}

function deliveryRules(ground: Ground): void {
  it("[BU-1] brings bytes from publisher to subscriber, in order, through filters", async () => {
    const inbox = await listen(ground.as("web"), "/neighborhood/+/+");
    const worker = await connected(ground.as("worker"));
    for (let i = 0; i < 50; i++) await worker.publish(DELTA, Uint8Array.of(i, 0, 255));
    await arrived(inbox, 50);
    expect(inbox.map(([, bytes]) => [...bytes])).toEqual(Array.from({ length: 50 }, (_, i) => [i, 0, 255]));
    expect(new Set(inbox.map(([topic]) => topic))).toEqual(new Set([DELTA]));
  });

  it("[BU-2] a late subscriber gets what was retained, and the newest of it", async () => {
    const worker = await connected(ground.as("worker"));
    await worker.publish(KEYFRAME, "old", { retain: true });
    await worker.publish(KEYFRAME, "new", { retain: true });
    await worker.publish(DELTA, "not kept");
    const inbox = await listen(ground.as("web"), "/neighborhood/+/+");
    await arrived(inbox, 1);
    expect(inbox.map(([topic, bytes]) => [topic, text(bytes)])).toEqual([[KEYFRAME, "new"]]);
    await worker.publish(KEYFRAME, "", { retain: true });
  });

  it("[BU-2] a late subscriber gets the keyframes of a whole city", async () => {
    const worker = await connected(ground.as("worker"));
    const cityTopics = Array.from({ length: ground.broker.keyframes }, (_, i) =>
      topics.keyframe(formatId("nbh", 1, i), 0),
    );
    await Promise.all(
      cityTopics.map((topic) => worker.publish(topic, new Uint8Array(20_000), { retain: true })),
    );
    const inbox = await listen(ground.as("web"), "/neighborhood/+/+");
    await arrived(inbox, cityTopics.length);
    expect(inbox.map(([topic]) => topic).sort()).toEqual([...cityTopics].sort());
    await Promise.all(cityTopics.map((topic) => worker.publish(topic, "", { retain: true })));
  });

  it("[BU-3] carries the largest message and rejects a larger one before it is sent", async () => {
    const inbox = await listen(ground.as("web"), "/neighborhood/+/+");
    const worker = await connected(ground.as("worker"));
    await worker.publish(DELTA, new Uint8Array(LIMITS.messageBytesMax));
    await expect(worker.publish(DELTA, new Uint8Array(LIMITS.messageBytesMax + 1))).rejects.toMatchObject({
      code: "too_large",
    });
    await arrived(inbox, 1);
    expect(inbox[0]?.[1].length).toBe(LIMITS.messageBytesMax);
    expect(worker.status()).toBe("connected");
  });

  it("[BU-4] what a principal may not publish reaches nobody", async () => {
    const inbox = await listen(ground.as("worker"), "/neighborhood/+/+");
    const web = await connected(ground.as("web"));
    await web.publish(DELTA, "forged").catch(() => undefined);
    const other = await connected(ground.as("web"));
    await other.publish(topics.resync(NEIGHBORHOOD), "asked");
    await arrived(inbox, 1);
    expect(inbox.map(([topic]) => topic)).toEqual([topics.resync(NEIGHBORHOOD)]);
  });

  it("[BU-5] a topic outside the city is refused before it is sent", async () => {
    const worker = await connected(ground.as("worker"));
    for (const topic of [
      "/neighborhood/nbh_1000001",
      "neighborhood/x/delta",
      "/world/a/b",
      "/district/nbh_1000001/feed",
    ]) {
      await expect(worker.publish(topic, "x")).rejects.toMatchObject({ code: "bad_topic" });
    }
  });
}

function doorRules(ground: Ground): void {
  it("[BU-6] a wrong password and no name are refused; publishing says so at once", async () => {
    const bus = ground.as("web", "not the password");
    await expect(bus.publish(DELTA, "x")).rejects.toBeInstanceOf(BusError);
    expect(
      await connackCode(ground.broker, { clientId: "a", username: "web", password: Buffer.from("no") }),
    ).toBe(5);
    expect(await connackCode(ground.broker, { clientId: "a" })).toBe(5);
  });

  it("[BU-7] after a restart of the broker subscriptions hold and the owner is told", async () => {
    const web = ground.as("web");
    const inbox = await listen(web, "/neighborhood/+/+");
    const worker = await connected(ground.as("worker"));
    let told = 0;
    worker.onReconnect(() => told++);
    const { port } = ground.broker;
    await ground.broker.stop();
    await until(() => worker.status() === "offline" && web.status() === "offline", "both to notice");
    await expect(worker.publish(DELTA, "lost")).rejects.toMatchObject({ code: "offline" });
    await ground.start(port);
    await until(() => told === 1 && web.status() === "connected", "both to be back");
    await until(async () => {
      await worker.publish(DELTA, "back");
      return inbox.length > 0;
    }, "a message after the restart");
    expect(text(inbox[0]?.[1])).toBe("back");
  });

  it("[BU-8] twenty malformed inputs at the door leave the broker serving others", async () => {
    const inbox = await listen(ground.as("web"), "/neighborhood/+/+");
    const inputs = malformedInputs(ground.broker.passwords, 20_262);
    expect(inputs.length).toBeGreaterThanOrEqual(20);
    await Promise.all(inputs.map((input) => send(ground.broker, input)));
    const worker = await connected(ground.as("worker"));
    await worker.publish(DELTA, "alive");
    await arrived(inbox, 1);
    expect(inbox.map(([, bytes]) => text(bytes))).toEqual(["alive"]);
  });
}

type Inbox = (readonly [topic: string, bytes: Uint8Array])[];

async function listen(bus: Bus, filter: string): Promise<Inbox> {
  const inbox: Inbox = [];
  await bus.subscribe(filter, (topic, bytes) => inbox.push([topic, bytes]));
  return inbox;
}

async function connected(bus: Bus): Promise<Bus> {
  await until(() => bus.status() === "connected", "the bus to connect");
  return bus;
}

const arrived = (inbox: Inbox, count: number) =>
  until(() => inbox.length >= count, `${count} messages, have ${inbox.length}`);

function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  return waitFor(async () => condition(), { limitMs: 10_000, everyMs: 5, what: () => what });
}

const text = (bytes: Uint8Array | undefined) => (bytes === undefined ? null : Buffer.from(bytes).toString());

type Login = { readonly clientId: string; readonly username?: string; readonly password?: Buffer };

const hello = (login: Login, more: object = {}): Buffer =>
  generate({
    cmd: "connect",
    protocolId: "MQTT",
    protocolVersion: 4,
    clean: true,
    keepalive: 30,
    ...login,
    ...more,
  });

/** Return code of the broker's answer to a CONNECT, or null when it closes without one. */
function connackCode(broker: BrokerUnderTest, login: Login): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const socket = open(broker);
    socket.write(hello(login));
    let answer = Buffer.alloc(0);
    socket.on("data", (bytes: Buffer) => {
      answer = Buffer.concat([answer, bytes]);
      if (answer.length < 4) return;
      socket.destroy();
      resolve(answer[3] ?? null);
    });
    socket.once("close", () => resolve(null));
    socket.once("error", reject);
  });
}

/** Sends bytes and waits until the broker closes the connection or has been silent for a while. */
function send(broker: BrokerUnderTest, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = open(broker);
    socket.write(bytes);
    const silence = setTimeout(() => socket.destroy(), SILENCE_MS);
    socket.on("data", () => silence.refresh());
    socket.on("error", () => undefined);
    socket.once("close", () => {
      clearTimeout(silence);
      resolve();
    });
  });
}

/** A connection that carries bytes as they are; what is written before it stands waits. */
function open({ transport, port }: BrokerUnderTest): Duplex {
  if (transport === "mqtt") return connectTcp(port, "127.0.0.1");
  return createWebSocketStream(new WebSocket(`ws://127.0.0.1:${port}`, ["mqtt"]));
}

function malformedInputs(passwords: BrokerUnderTest["passwords"], seed: number): Buffer[] {
  process.stdout.write(`bus: garbage seed ${seed}\n`);
  const draws = new Draws(seed);
  const noise = (length: number) => Buffer.from(Array.from({ length }, () => draws.below(256)));
  let clients = 0;
  // Two of one name would close each other.
  const login = () => ({
    clientId: `web-${clients++}`,
    username: "web",
    password: Buffer.from(passwords.web),
  });
  const afterHello = (...packets: (Packet | Buffer)[]) =>
    Buffer.concat([
      hello(login()),
      ...packets.map((packet) => (Buffer.isBuffer(packet) ? packet : generate(packet))),
    ]);
  const publish = (topic: string, more: object = {}): Packet => {
    return { cmd: "publish", topic, payload: "forged", qos: 0, dup: false, retain: false, ...more };
  };
  const subscribe = (topic: string): Packet => {
    return { cmd: "subscribe", messageId: 7, subscriptions: [{ topic, qos: 0 }] };
  };
  const badUtf8Topic = Buffer.from([0x30, 0x05, 0x00, 0x02, 0xc3, 0x28, 0x41]);
  return [
    noise(1),
    noise(64),
    noise(5_000),
    Buffer.from("GET / HTTP/1.1\r\nHost: city\r\n\r\n"),
    // A packet that says it is 256 MB long, before and after the sender is known.
    Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]),
    afterHello(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]), Buffer.alloc(200_000, 1)),
    // A length of five bytes is no length.
    Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x7f]),
    Buffer.from([0x10, 0x00]),
    generate(publish(DELTA)),
    generate(subscribe("/world/+")),
    hello(login()).subarray(0, 9),
    hello(login(), { protocolVersion: 5 }),
    Buffer.from([0x10, 0x0c, 0x00, 0x04, 0x4d, 0x51, 0x54, 0x58, 0x04, 0x02, 0x00, 0x3c, 0x00, 0x00]),
    hello(login(), { will: { topic: DELTA, payload: Buffer.from("forged"), qos: 0, retain: true } }),
    hello(login(), { clean: false }),
    Buffer.concat([hello(login()), hello(login())]),
    afterHello(subscribe("#")),
    afterHello(subscribe("/neighborhood/#")),
    afterHello(subscribe("$share/group/world/+")),
    afterHello(subscribe("$SYS/+")),
    afterHello(publish(DELTA)),
    afterHello(publish(KEYFRAME, { retain: true, qos: 1, messageId: 9 })),
    afterHello(publish("/neighborhood/+/delta")),
    afterHello(publish("a".repeat(60_000))),
    afterHello(publish(`/neighborhood/${"x/".repeat(200)}delta`)),
    afterHello(publish("__proto__")),
    afterHello(publish(DELTA, { payload: Buffer.alloc(LIMITS.messageBytesMax + 1) })),
    afterHello(badUtf8Topic),
    afterHello(Buffer.from([0x36, 0x02, 0x00, 0x00]), Buffer.from([0xf0, 0x00])),
    afterHello(Buffer.from([0x82, 0x02, 0x00, 0x01])),
    afterHello(noise(3_000)),
  ];
}
