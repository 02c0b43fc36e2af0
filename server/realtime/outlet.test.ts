import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import { Server, type Socket } from "socket.io";
import { type Socket as ClientSocket, io } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "#tests/util/relay-harness.ts";
import { splitFrames } from "../../city/protocol/wire/frame.ts";
import { Message, Notice } from "./message.ts";
import { SocketOutlet } from "./outlet.ts";

let http: HttpServer;
let server: Server;
let client: ClientSocket;
let socket: Socket;
let heard: string[];

beforeEach(async () => {
  http = createServer();
  server = new Server(http, { transports: ["websocket"], serveClient: false });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  client = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], reconnection: false, forceNew: true });
  heard = [];
  client.onAny((event: string, body: unknown) => {
    if (body instanceof Uint8Array) for (const frame of splitFrames(body)) heard.push(`w ${frame[0]}`);
    else heard.push(`${event} ${String(body)}`);
  });
  const [joined]: Socket[] = await once(server, "connection");
  if (joined === undefined) throw new Error("nobody came");
  socket = joined;
});

afterEach(async () => {
  client.disconnect();
  await server.close();
});

const frame = (first: number, length: number) => Uint8Array.from({ length }, (_, n) => (n === 0 ? first : n));
const heardOf = (count: number) =>
  until(
    () => heard.length >= count,
    () => `${count} things, have ${heard.join()}`,
  );

/** The same socket, with nothing behind it that the outlet knows. */
function strangeSocket(): Socket {
  const conn = { writeBuffer: [], transport: { socket: { _socket: {} } } };
  return new Proxy(socket, {
    get: (target, name) => (name === "conn" ? conn : Reflect.get(target, name, target)),
  });
}

describe("SocketOutlet", () => {
  it("[RL-10, RL-23] frames of every length and the notices before them arrive as they would by an emit", async () => {
    const lengths = [1, 60, 125, 126, 127, 40_000, 65_533];
    for (const outlet of [new SocketOutlet(socket), new SocketOutlet(strangeSocket())]) {
      heard = [];
      for (const [n, length] of lengths.entries()) {
        const notices = [new Notice("city", n), new Notice("feed", n)];
        outlet.send(new Message(notices, [frame(n, length), frame(n + 100, 3)]));
      }
      outlet.send(new Message([new Notice("clock", 7)], []));
      await heardOf(lengths.length * 4 + 1);
      const each = lengths.flatMap((_, n) => [`city ${n}`, `feed ${n}`, `w ${n}`, `w ${n + 100}`]);
      expect(heard).toEqual([...each, "clock 7"]);
    }
  });

  it("[RL-17, RL-23] with a backlog too, everything arrives in the order in which it was sent", async () => {
    const outlet = new SocketOutlet(socket);
    expect(outlet.unsentMessages()).toBe(0);
    const sent: string[] = [];
    let most = 0;
    for (let n = 0; n < 200; n++) {
      outlet.send(new Message([], [frame(n, 60_000)]));
      sent.push(`w ${n}`);
      if (n % 7 === 0) {
        socket.emit("clock", n);
        sent.push(`clock ${n}`);
      }
      most = Math.max(most, outlet.unsentMessages());
    }
    expect(most).toBeGreaterThan(10);
    await heardOf(sent.length);
    expect(heard).toEqual(sent);
    expect(outlet.unsentMessages()).toBe(0);
  });

  it("[RL-15] nothing is written to a socket that is closing", async () => {
    const outlet = new SocketOutlet(socket);
    socket.disconnect(true);
    outlet.send(new Message([], [frame(1, 10)]));
    await until(
      () => client.disconnected,
      () => "the end",
    );
    expect(heard).toEqual([]);
  });
});
