import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { createWebSocketStream, type WebSocket, WebSocketServer } from "ws";
import { LIMITS } from "../../city/limits.ts";
import type { ConnectionCeiling } from "./broker-ceiling.ts";

export interface WebsocketDoorOptions {
  /** The one web origin whose pages may connect. Programs send none. */
  readonly origin: string;
  readonly ceiling: ConnectionCeiling;
  /** Takes a connection that speaks MQTT from here on. */
  readonly serve: (connection: Duplex) => void;
}

const SUBPROTOCOL = "mqtt";
const FORBIDDEN = 403;
const UPGRADE_REQUIRED = 426;
const UNSUPPORTED_DATA = 1003;

/** An http server, not listening yet, that turns each websocket into a connection of the broker and answers nothing else. */
export function createWebsocketDoor({ origin, ceiling, serve }: WebsocketDoorOptions): Server {
  const http = createServer(
    {
      highWaterMark: LIMITS.brokerBacklogBytesMax,
      noDelay: true,
      maxHeaderSize: LIMITS.requestHeaderBytesMax,
      headersTimeout: LIMITS.brokerConnectTimeoutMs,
      requestTimeout: LIMITS.brokerConnectTimeoutMs,
      connectionsCheckingInterval: LIMITS.brokerConnectTimeoutMs,
    },
    (_request, response) => {
      response.writeHead(UPGRADE_REQUIRED, { connection: "close", upgrade: "websocket" }).end();
    },
  );
  http.on("connection", (socket) => ceiling.admit(socket));
  const websockets = new WebSocketServer({
    server: http,
    maxPayload: LIMITS.brokerFrameBytesMax,
    // Without a word from us a browser would let any page on the web speak to the broker of whoever looks at that page.
    verifyClient: ({ origin: from }: { origin: string | undefined }, done) =>
      done(from === undefined || from === origin, FORBIDDEN),
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  // What the listener suffers shows on `http`; it is passed on to here, where nobody else listens.
  websockets.on("error", () => undefined);
  websockets.on("connection", (websocket) => serve(connectionOf(websocket)));
  return http;
}

/** MQTT over websockets is binary; whoever sends text is sent away. */
function connectionOf(websocket: WebSocket): Duplex {
  websocket.on("message", (_data, isBinary) => {
    if (!isBinary) websocket.close(UNSUPPORTED_DATA);
  });
  return createWebSocketStream(websocket, {
    writableHighWaterMark: LIMITS.brokerBacklogBytesMax,
    // The broker writes a packet in several pieces: they leave as one frame.
    writev: (pieces, done) => websocket.send(Buffer.concat(pieces.map(({ chunk }) => chunk)), done),
  });
}
