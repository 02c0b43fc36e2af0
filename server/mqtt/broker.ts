import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import { assert } from "../../city/assert.ts";
import { LIMITS } from "../../city/limits.ts";
import type { Log } from "../telemetry/log.ts";
import { mayPublish, maySubscribe, PRINCIPALS, type Principal } from "./authorize.ts";
import { ConnectionCeiling } from "./broker-ceiling.ts";
import { createWebsocketDoor } from "./broker-websocket.ts";
import { limitPacketBytes } from "./packet-limit.ts";

export interface BrokerOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Where MQTT is spoken over websockets, too, and from which web origin browsers may come; nowhere if it is left out. */
  readonly websocket?: { readonly port: number; readonly origin: string };
  readonly passwords: { readonly [P in Principal]: string };
  readonly log: Log;
}

export interface Broker {
  readonly port: number;
  /** Null when websockets are not spoken, also because the port wanted for them could not be had. */
  readonly websocketPort: number | null;
  close(): Promise<void>;
}

const NOT_AUTHORIZED = 5;
const PACKET_BYTES_MAX = LIMITS.messageBytesMax + LIMITS.brokerPacketOverheadBytesMax;

/** Starts the embedded broker on loopback. Rejects when `port` is taken; without websockets the city can do. */
export async function startBroker({ port, websocket, passwords, log }: BrokerOptions): Promise<Broker> {
  const aedes = await createAedes(passwords, log);
  const ceiling = new ConnectionCeiling(LIMITS.brokerConnectionsMax);
  const serve = (connection: Duplex) => limitPacketBytes(aedes.handle(connection), PACKET_BYTES_MAX);
  // The default of 64 KiB would stop delivery to everyone as soon as one subscriber pauses for a moment.
  const tcp = createServer({ highWaterMark: LIMITS.brokerBacklogBytesMax, noDelay: true }, (socket) => {
    if (ceiling.admit(socket)) serve(socket);
  });
  const bound = await listen(tcp, port);
  tcp.on("error", (error) => log.error({ err: error }, "the broker's listener failed"));
  const door = websocket && createWebsocketDoor({ origin: websocket.origin, ceiling, serve });
  const websocketPort = door && websocket ? await tryListen(door, websocket.port, log) : null;
  return {
    port: bound,
    websocketPort,
    close: async () => {
      const servers = door && websocketPort !== null ? [tcp, door] : [tcp];
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      await new Promise<void>((resolve) => aedes.close(resolve));
      ceiling.closeAll();
      await Promise.all(closed);
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

/** Null where nobody can listen on `port`: agents and viewers of the city do not come this way, so it goes on. */
async function tryListen(door: Server, port: number, log: Log): Promise<number | null> {
  try {
    const bound = await listen(door, port);
    door.on("error", (error) => log.error({ err: error }, "the broker's websocket listener failed"));
    return bound;
  } catch (error) {
    log.warn(
      { port, err: error },
      "the broker speaks no websockets: their port cannot be used; set MQTT_WS_PORT to another",
    );
    return null;
  }
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
