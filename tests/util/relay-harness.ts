import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { io } from "socket.io-client";
import { topics } from "#city/protocol/topics.ts";
import type { TrustedProxies } from "#server/auth/client-address.ts";
import { startBroker } from "#server/mqtt/broker.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { createMqttBus } from "#server/mqtt/mqtt-bus.ts";
import { attachRelay, type Relay } from "#server/realtime/relay.ts";
import { silentLog } from "./silent-log.ts";
import { waitFor } from "./wait-for.ts";

const passwords = { worker: "worker-password-0", web: "web-password-000" };

export interface RelayHarness {
  readonly relay: Relay;
  readonly http: Server;
  readonly port: number;
  readonly workerBus: Bus;
  /** Stops the broker, lets `meanwhile` happen, and starts it again on the same port with nothing retained. */
  restartBroker(meanwhile: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Waits for a condition that sockets bring about. */
export function until(condition: () => boolean, what: () => string): Promise<void> {
  return waitFor(async () => condition(), { limitMs: 8_000, everyMs: 3, what });
}

/** A real broker, a real relay on a free port, and the worker's end of the bus. The relay listens when this resolves. */
export async function startRelay(trustedProxies: TrustedProxies = []): Promise<RelayHarness> {
  let broker = await startBroker({ port: 0, passwords, log: silentLog });
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const workerBus = createMqttBus({ url, username: "worker", password: passwords.worker, log: silentLog });
  const webBus = createMqttBus({ url, username: "web", password: passwords.web, log: silentLog });
  const http = createServer();
  const relay = attachRelay({ httpServer: http, bus: webBus, log: silentLog, trustedProxies });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await relayListens(port, workerBus);
  return {
    relay,
    http,
    port,
    workerBus,
    restartBroker: async (meanwhile) => {
      const brokerPort = broker.port;
      await broker.close();
      await until(
        () => workerBus.status() === "offline" && webBus.status() === "offline",
        () => "both buses to notice",
      );
      await meanwhile();
      broker = await startBroker({ port: brokerPort, passwords, log: silentLog });
      await until(
        () => workerBus.status() === "connected" && webBus.status() === "connected",
        () => "both buses",
      );
    },
    close: async () => {
      await relay.close();
      await Promise.all([workerBus.close(), webBus.close()]);
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await broker.close();
    },
  };
}

/** The relay's subscriptions are in place when something published comes out at a socket. */
async function relayListens(port: number, workerBus: Bus): Promise<void> {
  const probe = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });
  let heard = false;
  probe.on("city", () => {
    heard = true;
  });
  await until(
    () => workerBus.status() === "connected" && probe.connected,
    () => "the worker's bus and a probe",
  );
  await waitFor(
    async () => {
      await workerBus.publish(topics.city(), JSON.stringify({ tick: -1 }), { retain: true });
      return heard;
    },
    { limitMs: 8_000, everyMs: 20, what: () => "the relay to listen" },
  );
  probe.disconnect();
}
