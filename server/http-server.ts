import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { LIMITS } from "#city/limits.ts";
import type { ApiErrorCode } from "#city/protocol/codes.ts";
import { API_ERRORS } from "#city/protocol/codes.ts";
import { PROBLEM_TYPE, problemBody } from "./api/problem.ts";
import { ADDRESS_HEADER } from "./auth/address-header.ts";
import { addressFrom, type TrustedProxies } from "./auth/client-address.ts";

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface HttpServerOptions {
  /** Takes /api/v1, /plan, /feed.rss and /feed.json. */
  readonly api: RequestHandler;
  /** Takes everything else. */
  readonly pages: RequestHandler;
  readonly trustedProxies: TrustedProxies;
  readonly newRequestId: () => string;
}

export interface HttpServer {
  readonly server: Server;
  /** Takes no new connection, and closes each one with its next reply; resolves when the last is gone. */
  stop(graceMs: number): Promise<void>;
}

const API_PATH = /^\/(api\/v1|plan|feed\.rss|feed\.json)(?=[/?]|$)/;

/** The one port: pages, API and, through its upgrade event, sockets. It does not listen yet. */
export function createHttpServer({
  api,
  pages,
  trustedProxies,
  newRequestId,
}: HttpServerOptions): HttpServer {
  let stopping = false;
  const open = new Set<ServerResponse>();
  const server = createServer(
    {
      maxHeaderSize: LIMITS.requestHeaderBytesMax,
      // A caller who sends a byte now and then must not hold a connection for ever.
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // Longer than a proxy's own, so that it is never the one to reuse a connection just closed.
      keepAliveTimeout: 65_000,
      // Node's own refusal of a request without Host has no body; ours says what is missing.
      requireHostHeader: false,
    },
    (request, response) => {
      if (stopping) response.setHeader("connection", "close");
      open.add(response);
      response.once("close", () => open.delete(response));
      if (request.headers.host === undefined && request.httpVersion === "1.1") {
        return refuse(response, "The header Host is missing.", newRequestId());
      }
      // Pages see no socket, and a proxy's tells nothing. Whatever a client sent under this name is gone.
      request.headers[ADDRESS_HEADER] = addressFrom(request, trustedProxies);
      return API_PATH.test(request.url ?? "") ? api(request, response) : pages(request, response);
    },
  );
  server.on("checkExpectation", (_request, response: ServerResponse) => {
    refuse(response, "The only expectation we meet is 100-continue.", newRequestId());
  });
  server.maxConnections = LIMITS.httpConnectionsMax;
  server.on("clientError", (error: Error & { readonly code?: string }, socket: Socket) => {
    refuseUnreadable(socket, error.code ?? "", newRequestId());
  });
  return {
    server,
    async stop(graceMs) {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Or their connections would stay open for the next request.
      for (const response of open) if (!response.headersSent) response.setHeader("connection", "close");
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function refuse(response: ServerResponse, detail: string, requestId: string): void {
  const body = problemBody({ code: "bad_request", detail }, "", requestId);
  response.writeHead(API_ERRORS.bad_request.status, {
    "content-type": PROBLEM_TYPE,
    "content-length": Buffer.byteLength(body),
    connection: "close",
  });
  response.end(body);
}

/** What Node could not read as HTTP never becomes a request: the answer is written by hand. */
function refuseUnreadable(socket: Socket, cause: string, requestId: string): void {
  if (cause === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const { code, detail } = UNREADABLE[cause] ?? {
    code: "bad_request",
    detail: "This is not an HTTP request we can read.",
  };
  const { status, title } = API_ERRORS[code];
  const body = problemBody({ code, detail }, "", requestId);
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

const UNREADABLE: Readonly<Record<string, { readonly code: ApiErrorCode; readonly detail: string }>> = {
  HPE_HEADER_OVERFLOW: {
    code: "header_too_large",
    detail: `The headers may have at most ${LIMITS.requestHeaderBytesMax} bytes together.`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: "request_timeout",
    detail: "The rest of the request did not arrive in time.",
  },
};
