import { Socket as TcpSocket } from "node:net";
import type { Socket } from "socket.io";
import { assert } from "../../city/assert.ts";
import { SOCKET_EVENTS } from "../../city/protocol/messages.ts";
import type { Message } from "./message.ts";

/** Where a viewer's messages go. */
export interface Outlet {
  /** Messages handed over that have not left yet. */
  unsentMessages(): number;
  send(message: Message): void;
}

const WEB_SOCKET_OPEN = 1;

/**
 * Writes a message's ready frames straight to the viewer's TCP connection: an emit costs several times as much. What
 * socket.io itself sends stays in order with them, since while it holds anything back we emit like everyone else, and what
 * it has handed on is in the connection's own queue. The way to the connection leads through private fields of engine.io
 * and ws, whose versions are pinned; where it is not found, everything is emitted.
 */
export class SocketOutlet implements Outlet {
  readonly #socket: Socket;
  readonly #engine: EngineSocket;
  readonly #direct: Direct | null;
  /** Lengths of messages written since the connection's queue was last empty, the newest last. */
  readonly #queued: number[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    const engine: object = socket.conn;
    assert(keepsPackets(engine), "engine.io no longer keeps unsent packets in writeBuffer");
    this.#engine = engine;
    const webSocket = fieldOf(fieldOf(engine, "transport"), "socket");
    const tcp = fieldOf(webSocket, "_socket");
    this.#direct = isWebSocket(webSocket) && tcp instanceof TcpSocket ? { webSocket, tcp } : null;
  }

  unsentMessages(): number {
    return this.#engine.writeBuffer.length + this.#inQueue();
  }

  send(message: Message): void {
    if (this.#direct === null || this.#engine.writeBuffer.length > 0) {
      this.#emit(message);
      return;
    }
    const { webSocket, tcp } = this.#direct;
    if (!tcp.writable || webSocket.readyState !== WEB_SOCKET_OPEN) return;
    const { framed } = message;
    tcp.write(framed);
    if (tcp.writableLength > 0) this.#queued.push(framed.length);
  }

  #emit(message: Message): void {
    for (const { event, body } of message.notices) this.#socket.emit(event, body);
    if (message.world.length > 0) this.#socket.emit(SOCKET_EVENTS.world, message.world);
  }

  /** How many of the newest messages make up what the connection has not sent. */
  #inQueue(): number {
    if (this.#queued.length === 0) return 0;
    let bytes = this.#direct?.tcp.writableLength ?? 0;
    let unsent = 0;
    while (bytes > 0 && unsent < this.#queued.length) {
      bytes -= this.#queued[this.#queued.length - 1 - unsent] ?? 0;
      unsent++;
    }
    this.#queued.splice(0, this.#queued.length - unsent);
    return unsent;
  }
}

/** What we use of engine.io's socket: packets that it keeps until the connection has taken those before. */
interface EngineSocket {
  readonly writeBuffer: readonly unknown[];
}

/** The connection itself, and the WebSocket on it, which says whether it may be written to. */
interface Direct {
  readonly webSocket: { readonly readyState: number };
  readonly tcp: TcpSocket;
}

function keepsPackets(engine: object): engine is EngineSocket {
  return "writeBuffer" in engine && Array.isArray(engine.writeBuffer);
}

function isWebSocket(socket: object | null): socket is Direct["webSocket"] {
  return socket !== null && "readyState" in socket && typeof socket.readyState === "number";
}

function fieldOf(of: object | null, name: string): object | null {
  const field: unknown = of === null ? null : Reflect.get(of, name);
  return typeof field === "object" ? field : null;
}
