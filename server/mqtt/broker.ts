import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import { assert } from "../../city/assert.ts";
import { LIMITS } from "../../city/limits.ts";
import type { Log } from "../telemetry/log.ts";
import { mayPublish, maySubscribe, PRINCIPALS, type Principal } from "./authorize.ts";
import { limitPacketBytes } from "./packet-limit.ts";

export interface BrokerOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly passwords: { readonly [P in Principal]: string };
  readonly log: Log;
}

export interface Broker {
  readonly port: number;
  close(): Promise<void>;
}

const NOT_AUTHORIZED = 5;

/** Starts the embedded broker on loopback. Rejects when the port is taken. */
export async function startBroker({ port, passwords, log }: BrokerOptions): Promise<Broker> {
  const aedes = await createAedes(passwords, log);
  // The default of 64 KiB would stop delivery to everyone as soon as one subscriber pauses for a moment.
  const server = createServer({ highWaterMark: LIMITS.brokerBacklogBytesMax, noDelay: true }, (socket) => {
    limitPacketBytes(aedes.handle(socket), LIMITS.messageBytesMax + LIMITS.brokerPacketOverheadBytesMax);
  });
  server.maxConnections = LIMITS.brokerConnectionsMax;
  const sockets = trackSockets(server);
  const bound = await listen(server, port);
  server.on("error", (error) => log.error({ err: error }, "the broker's listener failed"));
  return {
    port: bound,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function createAedes(passwords: BrokerOptions["passwords"], log: Log): Promise<Aedes> {
  const principals = new WeakMap<Client, Principal>();
  const aedes = await Aedes.createBroker({
    connectTimeout: LIMITS.brokerConnectTimeoutMs,
    drainTimeout: LIMITS.brokerDrainTimeoutMs,
    // A session that outlives its connection would pile up messages nobody fetches, and a will nobody asked for.
    preConnect: (_client, packet, done) => done(null, packet.clean !== false && packet.will === undefined),
    authenticate: (client, username, password, done) => {
      const principal = PRINCIPALS.find((name) => name === username);
      if (principal !== undefined && password !== undefined && sameSecret(password, passwords[principal])) {
        principals.set(client, principal);
        return done(null, true);
      }
      log.warn(
        { username: username?.slice(0, 40) ?? null },
        "a connection with a wrong name or password was refused",
      );
      done(notAuthorized(), false);
    },
    authorizePublish: (client, packet, done) => {
      const principal = client === null ? undefined : principals.get(client);
      const tooLarge = packet.payload.length > LIMITS.messageBytesMax;
      const allowed =
        principal !== undefined && !tooLarge && mayPublish(principal, packet.topic, packet.retain);
      done(allowed ? null : new Error(`publishing on ${packet.topic.slice(0, 80)} is refused`));
    },
    authorizeSubscribe: (_client, subscription, done) =>
      done(null, maySubscribe(subscription.topic) ? subscription : null),
    // Without this one subscriber that reads nothing stops delivery to everyone else.
    authorizeForward: (client, packet) => (packet.qos === 0 && client.conn.writableNeedDrain ? null : packet),
  });
  const note = (client: Client | null, error: Error) =>
    log.debug({ client: client?.id, reason: error.message }, "a connection failed");
  aedes.on("clientError", note);
  aedes.on("connectionError", note);
  return aedes;
}

function notAuthorized(): AuthenticateError {
  return Object.assign(new Error("not authorized"), { returnCode: NOT_AUTHORIZED });
}

/** Compares by digest, so that neither length nor contents show in the time it takes. */
function sameSecret(given: Uint8Array, known: string): boolean {
  const digest = (value: Uint8Array | string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(given), digest(known));
}

function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  return sockets;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      assert(address !== null && typeof address === "object", "a TCP listener has a port");
      resolve(address.port);
    });
  });
}
