import { once } from "node:events";
import { connect, createServer } from "node:net";
import { expect, it } from "vitest";
import { ConnectionCeiling } from "./broker-ceiling.ts";

it("[BU-13] all listeners share one ceiling, and a place that is left is free again", async () => {
  const ceiling = new ConnectionCeiling(2);
  const admitted: boolean[] = [];
  const ports: number[] = [];
  const servers = [0, 1].map(() => createServer((socket) => admitted.push(ceiling.admit(socket.resume()))));
  for (const server of servers) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address !== null && typeof address === "object") ports.push(address.port);
  }
  const dial = async (port: number | undefined) => {
    const socket = connect(port ?? 0, "127.0.0.1").resume();
    const closed = once(socket, "close");
    const before = admitted.length;
    await expect.poll(() => admitted.length).toBe(before + 1);
    return { socket, closed };
  };
  const first = await dial(ports[0]);
  await dial(ports[1]);
  await (await dial(ports[0])).closed;
  await (await dial(ports[1])).closed;
  expect(admitted).toEqual([true, true, false, false]);
  first.socket.destroy();
  await expect
    .poll(async () => {
      await dial(ports[1]);
      return admitted.at(-1);
    })
    .toBe(true);
  ceiling.closeAll();
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
});
