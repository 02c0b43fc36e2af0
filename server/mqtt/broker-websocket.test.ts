import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { generate } from "mqtt-packet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWebSocketStream, WebSocket } from "ws";
import { silentLog } from "#tests/util/silent-log.ts";
import { waitFor } from "#tests/util/wait-for.ts";
import { LIMITS } from "../../city/limits.ts";
import { topics } from "../../city/protocol/topics.ts";
import { type Broker, startBroker } from "./broker.ts";
import type { Bus } from "./bus.ts";
import { createMqttBus } from "./mqtt-bus.ts";

const passwords = { worker: "worker-password-0", web: "web-password-000" };
const ORIGIN = "http://localhost:3000";
const DELTA = topics.delta("nbh_1000001");
const HELLO = {
  cmd: "connect",
  protocolId: "MQTT",
  protocolVersion: 4,
  clean: true,
  keepalive: 60,
  clientId: "raw",
  username: "web",
  password: Buffer.from(passwords.web),
} as const;

let broker: Broker;
let port: number;
let bystander: Bus;
let heard: string[] = [];

beforeAll(async () => {
  broker = await startBroker({ port: 0, websocket: { port: 0, origin: ORIGIN }, passwords, log: silentLog });
  port = broker.websocketPort ?? 0;
  bystander = bus("web");
  await bystander.subscribe("/neighborhood/+/+", (_topic, payload) =>
    heard.push(Buffer.from(payload).toString()),
  );
});
afterAll(async () => {
  await bystander.close();
  await broker.close();
});

describe("the broker's websockets", () => {
  it("[BU-12] pages of another origin are refused; the city's own and programs are not", async () => {
    for (const origin of ["https://evil.example", "http://localhost:3001", "https://localhost:3000", "null"])
      expect([origin, await upgradeStatus(origin)]).toEqual([origin, 403]);
    expect(await upgradeStatus(ORIGIN)).toBe(101);
    expect(await upgradeStatus(null)).toBe(101);
  });

  it("[BU-12] an http request that is no upgrade is told so", async () => {
    const reply = await fetch(`http://127.0.0.1:${port}/`);
    expect(reply.status).toBe(426);
    await reply.arrayBuffer();
  });

  it("[BU-8] a malformed frame, one too large and text each close their own connection only", async () => {
    const bad: readonly (readonly [string, Buffer])[] = [
      ["reserved bits", frame(Buffer.from("x"), { first: 0xf2 })],
      ["an unknown opcode", frame(Buffer.from("x"), { first: 0x83 })],
      ["no mask", Buffer.from([0x82, 0x01, 0x00])],
      ["a fragmented ping", frame(Buffer.from("x"), { first: 0x09 })],
      ["a continuation of nothing", frame(Buffer.from("x"), { first: 0x80 })],
      ["text", frame(Buffer.from("x"), { first: 0x81 })],
      ["a frame that says it has 2^62 bytes", frame(Buffer.alloc(0), { length: 2n ** 62n })],
      ["a frame too large", frame(Buffer.alloc(0), { length: BigInt(LIMITS.brokerFrameBytesMax + 1) })],
      ["a packet too large", frame(Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f]))],
      ["noise instead of MQTT", frame(Buffer.alloc(300, 0xff))],
    ];
    for (const [what, bytes] of bad) {
      const socket = await upgraded();
      const startMs = performance.now();
      socket.write(bytes);
      await once(socket, "close");
      // Well before a connection that says nothing would be closed anyway.
      expect([what, performance.now() - startMs < LIMITS.brokerConnectTimeoutMs / 2]).toEqual([what, true]);
    }
    expect(bystander.status()).toBe("connected");
    expect(await reaches("still here")).toBe(true);
  });

  it("[BU-8] a packet may come in many frames, and many packets in one", async () => {
    const websocket = new WebSocket(`ws://127.0.0.1:${port}`, ["mqtt"]);
    const replies: string[] = [];
    websocket.on("message", (data: Buffer) => replies.push(data.toString("hex")));
    await once(websocket, "open");
    for (const byte of generate(HELLO)) websocket.send(Uint8Array.of(byte));
    websocket.send(
      Buffer.concat([
        generate({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "/world/+", qos: 0 }] }),
        generate({ cmd: "pingreq" }),
      ]),
    );
    const [accepted, granted, pong] = ["20020000", "9003000100", "d000"];
    const whole = (accepted + granted + pong).length;
    await waitFor(async () => replies.join("").length >= whole, {
      limitMs: 5_000,
      everyMs: 5,
      what: () => `three answers, have ${replies}`,
    });
    for (const answer of [accepted, granted, pong]) expect(replies.join("")).toContain(answer);
    websocket.terminate();
    await once(websocket, "close");
  });

  it("[BU-9] a websocket that reads nothing keeps nobody else waiting", async () => {
    const frozen = new WebSocket(`ws://127.0.0.1:${port}`, ["mqtt"]);
    const stream = createWebSocketStream(frozen);
    stream.on("error", () => undefined);
    stream.write(generate({ ...HELLO, clientId: "frozen" }));
    stream.write(
      generate({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: "/neighborhood/+/+", qos: 0 }] }),
    );
    await once(stream, "data");
    frozen.pause();
    const worker = bus("worker");
    await connected(worker);
    heard = [];
    const payload = Buffer.alloc(50_000, 1);
    const startMs = performance.now();
    for (let i = 0; i < 600; i++) await worker.publish(DELTA, payload);
    await waitFor(async () => heard.length === 600, {
      limitMs: 20_000,
      everyMs: 5,
      what: () => `600 messages, have ${heard.length}`,
    });
    // One wait for a connection that does not drain would take longer.
    expect(performance.now() - startMs).toBeLessThan(LIMITS.brokerDrainTimeoutMs);
    await worker.close();
    frozen.terminate();
  });

  it("[BU-12] with its port taken the broker serves TCP all the same, and says what to do", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const address = squatter.address();
    const taken = address !== null && typeof address === "object" ? address.port : 0;
    const words: string[] = [];
    const log = { ...silentLog, warn: (...parts: unknown[]) => words.push(parts.join(" ")) };
    const other = await startBroker({
      port: 0,
      websocket: { port: taken, origin: ORIGIN },
      passwords,
      log,
    });
    expect(other.websocketPort).toBe(null);
    expect(words.join()).toContain("MQTT_WS_PORT");
    const url = `mqtt://127.0.0.1:${other.port}`;
    const worker = createMqttBus({ url, username: "worker", password: passwords.worker, log: silentLog });
    await connected(worker);
    await worker.close();
    await other.close();
    squatter.close();
  });
});

function bus(principal: "web" | "worker"): Bus {
  const url = `ws://127.0.0.1:${port}`;
  return createMqttBus({ url, username: principal, password: passwords[principal], log: silentLog });
}

function connected(each: Bus): Promise<void> {
  return waitFor(async () => each.status() === "connected", { limitMs: 5_000, what: () => "a connection" });
}

async function reaches(text: string): Promise<boolean> {
  const worker = bus("worker");
  await connected(worker);
  await worker.publish(DELTA, text);
  await waitFor(async () => heard.includes(text), { limitMs: 5_000, everyMs: 5, what: () => text });
  await worker.close();
  return true;
}

function dial(origin: string | null): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(
    [
      "GET / HTTP/1.1",
      `Host: 127.0.0.1:${port}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Protocol: mqtt",
      ...(origin === null ? [] : [`Origin: ${origin}`]),
      "",
      "",
    ].join("\r\n"),
  );
  return socket;
}

async function upgradeStatus(origin: string | null): Promise<number> {
  const socket = dial(origin);
  const [bytes] = await once(socket, "data");
  socket.destroy();
  return Number(String(bytes).split(" ")[1]);
}

/** A connection past its handshake whose frames the test writes itself. */
async function upgraded(): Promise<Socket> {
  const socket = dial(null);
  await once(socket, "data");
  return socket.resume();
}

/** A client's frame, masked with zeros; `first` holds final bit and opcode, `length` what it says of itself. */
function frame(body: Buffer, { first = 0x82, length = BigInt(body.length) } = {}): Buffer {
  const head = Buffer.alloc(14);
  head[0] = first;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(length, 2);
  return Buffer.concat([head, body]);
}
