import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TcpProxy } from "./tcp-proxy.ts";
import { waitFor } from "./wait-for.ts";

let echo: Server;
let proxy: TcpProxy;
let client: Socket;
let heard: string;
let ended: boolean;

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  const address = echo.address();
  proxy = await TcpProxy.open(typeof address === "object" && address !== null ? address.port : 0);
  client = await dial();
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
  echo.close();
});

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, "127.0.0.1");
  heard = "";
  ended = false;
  socket.on("data", (bytes) => {
    heard += String(bytes);
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    ended = true;
  });
  // A line that refuses may do so before it was ever there.
  await once(socket, "connect").catch(() => {});
  return socket;
}

const until = (condition: () => boolean) =>
  waitFor(async () => condition(), { limitMs: 3_000, everyMs: 5, what: () => `${heard} ${ended}` });

it("[FT-6] hands bytes on, late and in order", async () => {
  proxy.latencyMs = 40;
  const startMs = performance.now();
  for (const word of ["one ", "two ", "three"]) client.write(word);
  await until(() => heard === "one two three");
  expect(performance.now() - startMs).toBeGreaterThan(60);
});

it("[FT-6] holds everything while it is stalled, and loses nothing of it", async () => {
  client.write("before ");
  await until(() => heard === "before ");
  proxy.stall();
  client.write("after");
  const other = connect(proxy.port, "127.0.0.1");
  await once(other, "connect");
  other.destroy();
  expect(heard).toBe("before ");
  proxy.heal();
  await until(() => heard === "before after");
});

it("[FT-6] forgets connections without a word, and makes new ones", async () => {
  client.write("x");
  await until(() => heard === "x");
  proxy.forget("replies");
  client.write("y");
  const old = client;
  client = await dial();
  client.write("new");
  await until(() => heard === "new");
  expect(ended).toBe(false);
  old.destroy();
});

it("[FT-6] resets what is there and refuses what comes", async () => {
  proxy.isClosed = true;
  proxy.reset();
  await until(() => ended);
  client = await dial();
  await until(() => ended);
});
