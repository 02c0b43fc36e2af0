import { once } from "node:events";
import { connect } from "node:net";
import { io } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type RelayHarness, startRelay, until } from "#tests/util/relay-harness.ts";
import { Draws } from "#tests/util/seed.ts";
import { formatId } from "../../city/ids.ts";
import { LIMITS } from "../../city/limits.ts";
import { topics } from "../../city/protocol/topics.ts";
import { ByteWriter } from "../../city/protocol/wire/bytes.ts";
import { readHead, splitFrames, writeHead } from "../../city/protocol/wire/frame.ts";
import { parseTrustedProxies } from "../auth/client-address.ts";

let harness: RelayHarness;
beforeEach(async () => {
  harness = await startRelay();
});
afterEach(() => harness.close());

/** Sends engine.io messages over a bare WebSocket and returns everything that came back until it was closed. */
async function rawTalk(messages: readonly (string | Uint8Array)[]): Promise<string[]> {
  const socket = new WebSocket(`ws://127.0.0.1:${harness.port}/socket.io/?EIO=4&transport=websocket`);
  const heard: string[] = [];
  socket.on("message", (data) => heard.push(String(data)));
  socket.on("error", () => undefined);
  await once(socket, "open");
  for (const message of messages) {
    socket.send(message);
    if (message === "40")
      await until(
        () => heard.some((line) => line.startsWith("40")),
        () => "the relay to join us",
      );
  }
  await until(
    () => socket.readyState === WebSocket.CLOSED,
    () => `the relay to close on ${String(messages).slice(0, 80)}`,
  );
  return heard;
}

const view = (rooms: unknown) => `42${JSON.stringify(["view", { rooms }])}`;
const bye = (reason: string) =>
  expect.stringMatching(`^42\\["bye",{"reason":"${reason}","retryAfterMs":\\d+}\\]$`);

describe("relay's door", () => {
  it("[RL-16] malformed messages close the socket with their reason", async () => {
    const cases: [reason: string, message: string][] = [
      ["bad_message", view("all")],
      ["bad_message", view([[1]])],
      ["bad_message", view([["1", 0]])],
      ["bad_message", view([[1e9, 0]])],
      ["bad_message", view([[null, -1]])],
      ["bad_message", '42["view"]'],
      ["bad_message", '42["view",{"rooms":[]},{"rooms":[]}]'],
      ["bad_message", '427["view",{"rooms":[]}]'],
      ["bad_message", '42["view",{"rooms":[],"__proto__":{"x":1},"constructor":1}]'],
      ["bad_message", '42["world"]'],
      ["bad_message", '42["w",{}]'],
      ["bad_message", '42["error",{}]'],
      ["bad_message", '42["__proto__"]'],
      ["bad_message", "42[7]"],
      ["too_many_rooms", view(Array.from({ length: LIMITS.viewerRoomsMax + 1 }, (_, i) => [i, -1]))],
    ];
    for (const [reason, message] of cases) {
      expect(await rawTalk(["40", message]), message.slice(0, 80)).toContainEqual(bye(reason));
    }
    expect(harness.relay.stats().closed).toEqual({ bad_message: 14, too_many_rooms: 1 });
  });

  it("[RL-16] bytes that are no socket.io at all close the socket, and nobody else's", async () => {
    const seed = 20_263;
    process.stdout.write(`relay: garbage seed ${seed}\n`);
    const draws = new Draws(seed);
    const noise = (length: number) => Uint8Array.from({ length }, () => draws.below(256));
    const inputs: (string | Uint8Array)[][] = [
      ["x"],
      ["99999"],
      ["4"],
      ["42[not json"],
      ["40", "42{}"],
      ["40", '42["connect"]'],
      ["40", "4"],
      ["40", '451-["view",{"_placeholder":true,"num":0}]', '42["view",{"rooms":[]}]'],
      ["40", '4599999-["view"]'],
      ["40", noise(300)],
      [noise(300)],
      ["40", `42["view","${"a".repeat(LIMITS.viewerMessageBytesMax)}"]`],
      ["40", new Uint8Array(LIMITS.viewerMessageBytesMax + 1)],
      ["40/elsewhere,", "1"],
    ];
    const neighbor = io(`http://127.0.0.1:${harness.port}`, { transports: ["websocket"], forceNew: true });
    await until(
      () => neighbor.connected,
      () => "a neighbor to connect",
    );
    for (const input of inputs) await rawTalk(input);
    await rawTcp(Buffer.concat([Buffer.from(UPGRADE), noise(2_000)]));
    await rawTcp(Buffer.from("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: city\r\n\r\n"));
    await rawTcp(Buffer.from("GET /socket.io/?EIO=99&transport=websocket HTTP/1.1\r\nHost: city\r\n\r\n"));
    expect(neighbor.connected).toBe(true);
    expect(harness.relay.stats().viewers).toBe(1);
    neighbor.disconnect();
  });

  it("[RL-9] an address has its number of places, and a talkative viewer is sent away", async () => {
    const flood = Array.from({ length: LIMITS.viewerMessagesBurst + 5 }, () => view([]));
    expect(await rawTalk(["40", ...flood])).toContainEqual(bye("too_many_messages"));
    const sockets = Array.from({ length: LIMITS.viewerConnectionsPerAddressMax }, () =>
      io(`http://127.0.0.1:${harness.port}`, {
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
      }),
    );
    await until(
      () => harness.relay.stats().viewers === sockets.length,
      () => `${sockets.length} viewers`,
    );
    expect(await rawTalk(["40"])).toContainEqual(bye("too_many_connections"));
    for (const socket of sockets) socket.disconnect();
    await until(
      () => harness.relay.stats().viewers === 0,
      () => "all to leave",
    );
  });

  it("[PE-28] behind our proxy each viewer has its own places", async () => {
    const trusted = parseTrustedProxies("127.0.0.1");
    const behind = await startRelay(trusted.ok ? trusted.value : []);
    const enter = (forwardedFor: string) =>
      io(`http://127.0.0.1:${behind.port}`, {
        transports: ["websocket"],
        forceNew: true,
        reconnection: false,
        extraHeaders: { "x-forwarded-for": forwardedFor },
      });
    const places = LIMITS.viewerConnectionsPerAddressMax;
    const sockets = Array.from({ length: places + 1 }, (_, i) => enter(`203.0.113.${i}, 198.51.100.1`));
    await until(
      () => behind.relay.stats().viewers === places && behind.relay.stats().closed.too_many_connections === 1,
      () => JSON.stringify(behind.relay.stats()),
    );
    sockets.push(enter("198.51.100.2"));
    await until(
      () => behind.relay.stats().viewers === places + 1,
      () => "somebody else",
    );
    for (const socket of sockets) socket.disconnect();
    await behind.close();
  });

  it("[RL-17] a viewer that stops reading costs a bounded backlog, and is right again when it reads", async () => {
    const rooms = Array.from({ length: 40 }, (_, i) => i);
    const reader = new WebSocket(`ws://127.0.0.1:${harness.port}/socket.io/?EIO=4&transport=websocket`);
    const have = new Map<number, number>();
    const gaps: string[] = [];
    reader.on("message", (data: Buffer, binary) => {
      if (!binary) return;
      for (const frame of splitFrames(data)) {
        const { kind, neighborhood, tick, previousTick } = readHead(frame);
        if (kind === "delta" && previousTick > (have.get(neighborhood) ?? -1))
          gaps.push(`${neighborhood} at ${tick}`);
        have.set(neighborhood, tick);
      }
    });
    await once(reader, "open");
    await publishBig("keyframe", 0, rooms);
    reader.send("40");
    await until(
      () => harness.relay.stats().viewers === 1,
      () => "the viewer to be let in",
    );
    reader.send(view(rooms.map((room) => [room, -1])));
    await until(
      () => rooms.every((room) => have.get(room) === 0),
      () => `keyframes, have ${have.size}`,
    );
    reader.pause();
    let tick = 0;
    while (harness.relay.stats().stalled === 0) {
      expect(tick).toBeLessThan(60);
      await publishBig("delta", ++tick, rooms);
      if (tick % LIMITS.keyframeEveryTicks === 0) await publishBig("keyframe", tick, rooms);
      const { bytesSent } = harness.relay.stats();
      await until(
        () => harness.relay.stats().bytesSent > bytesSent || harness.relay.stats().stalled > 0,
        () => "a flush",
      );
    }
    const { bytesSent } = harness.relay.stats();
    for (let more = 0; more < 5; more++) await publishBig("delta", ++tick, rooms);
    expect(harness.relay.stats().bytesSent).toBe(bytesSent);
    process.stdout.write(`relay: stalled after ${Math.round(bytesSent / 1e6)} MB\n`);
    reader.resume();
    await until(
      () => rooms.every((room) => have.get(room) === tick),
      () => `tick ${tick}, have ${[...have.values()].join()}`,
    );
    expect(gaps).toEqual([]);
    expect(harness.relay.stats().stalled).toBe(0);
    reader.terminate();
  });
});

const UPGRADE =
  "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: city\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

function rawTcp(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(harness.port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on("data", () => undefined);
    socket.on("error", () => undefined);
    socket.once("close", () => resolve());
  });
}

/** Frames of 60 kB: only their heads are read on the way. */
async function publishBig(kind: "keyframe" | "delta", tick: number, rooms: readonly number[]): Promise<void> {
  const previousTick = kind === "keyframe" ? 0 : tick - 1;
  for (const neighborhood of rooms) {
    const writer = new ByteWriter();
    writeHead(writer, { kind, neighborhood, generation: 1, tick, previousTick, page: 0, pages: 1 });
    writer.raw(new Uint8Array(60_000));
    const id = formatId("nbh", 1, neighborhood);
    const topic = kind === "delta" ? topics.delta(id) : topics.keyframe(id, 0);
    await harness.workerBus.publish(topic, writer.slice(0), { retain: kind === "keyframe" });
  }
}
