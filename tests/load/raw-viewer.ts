import { connect, type Socket } from "node:net";
import { readHead, splitFrames } from "#city/protocol/wire/frame.ts";
import { reconnectDelayMs } from "#components/net/reconnect.ts";
import { Latencies } from "./latencies.ts";
import { sharedMs } from "./orders.ts";

const TEXT = 0x1;
const BINARY = 0x2;
const STAMP_BYTES = 8;

/** What a group of viewers has received together. */
export class Ledger {
  deltas = 0;
  keyframes = 0;
  bytes = 0;
  gaps = 0;
  connections = 0;
  readonly latencies = new Latencies();
  readonly errors: string[] = [];
  readonly byes: string[] = [];
}

/** A viewer that speaks WebSocket, engine.io and socket.io by hand on a bare connection: it costs next to nothing. */
export class RawViewer {
  connected = false;
  readonly #at: { readonly port: number; readonly localAddress: string };
  readonly #returns: boolean;
  readonly #ledger: Ledger;
  readonly #ticks = new Map<number, number>();
  #rooms: readonly number[];
  #socket: Socket | null = null;
  #pending: Buffer = Buffer.alloc(0);
  #upgraded = false;
  #failures = 0;

  constructor(
    at: { readonly port: number; readonly localAddress: string },
    rooms: readonly number[],
    returns: boolean,
    ledger: Ledger,
  ) {
    this.#at = at;
    this.#rooms = rooms;
    this.#returns = returns;
    this.#ledger = ledger;
  }

  /** The tick up to which it has every room it looks at. */
  get lowestTick(): number {
    return Math.min(...this.#rooms.map((room) => this.#ticks.get(room) ?? -1));
  }

  open(): void {
    const socket = connect({ ...this.#at, host: "127.0.0.1" });
    this.#socket = socket;
    this.#upgraded = false;
    this.#pending = Buffer.alloc(0);
    socket.on("connect", () => socket.write(UPGRADE));
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", (error) => {
      if (!this.#returns) this.#ledger.errors.push(error.message);
    });
    socket.on("close", () => this.#lost());
  }

  look(rooms: readonly number[]): void {
    this.#rooms = rooms;
    for (const room of [...this.#ticks.keys()]) if (!rooms.includes(room)) this.#ticks.delete(room);
    const view = rooms.map((room) => [room, this.#ticks.get(room) ?? -1]);
    this.#say(`42${JSON.stringify(["view", { rooms: view }])}`);
  }

  stopReading(): void {
    this.#socket?.pause();
  }

  goOnReading(): void {
    this.#socket?.resume();
  }

  #lost(): void {
    const wasConnected = this.connected;
    this.connected = false;
    if (!this.#returns) return;
    this.#failures = wasConnected ? 0 : this.#failures + 1;
    setTimeout(() => this.open(), reconnectDelayMs(this.#failures, Math.random()));
  }

  #take(chunk: Buffer): void {
    let bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    if (!this.#upgraded) {
      const end = bytes.indexOf("\r\n\r\n");
      this.#pending = bytes;
      if (end < 0) return;
      this.#upgraded = true;
      bytes = bytes.subarray(end + 4);
    }
    for (;;) {
      const frame = firstFrame(bytes);
      if (frame === null) break;
      this.#hear(frame.opcode, frame.payload);
      bytes = bytes.subarray(frame.length);
    }
    this.#pending = bytes;
  }

  #hear(opcode: number, payload: Buffer): void {
    this.#ledger.bytes += payload.length;
    if (opcode === BINARY) this.#takeWorld(payload);
    if (opcode !== TEXT) return;
    const text = payload.toString();
    if (text === "2") this.#say("3");
    else if (text.startsWith("0{")) this.#say("40");
    else if (text.startsWith("40")) {
      this.connected = true;
      this.#ledger.connections++;
      this.look(this.#rooms);
    } else if (text.startsWith('42["bye"')) this.#ledger.byes.push(text);
  }

  #takeWorld(payload: Buffer): void {
    for (const frame of splitFrames(payload)) {
      const { kind, neighborhood, tick, previousTick } = readHead(frame);
      const have = this.#ticks.get(neighborhood) ?? -1;
      if (kind === "keyframe") this.#ledger.keyframes++;
      else if (tick <= have) continue;
      else {
        this.#ledger.deltas++;
        if (previousTick > have) this.#ledger.gaps++;
        this.#ledger.latencies.add(sharedMs() - stampOf(frame));
      }
      this.#ticks.set(neighborhood, tick);
    }
  }

  #say(text: string): void {
    const payload = Buffer.from(text);
    const head = Buffer.alloc(8);
    head[0] = 0x80 | TEXT;
    // Masked, as a client must; with a mask of zeros the payload stays as it is.
    head[1] = 0x80 | 126;
    head.writeUInt16BE(payload.length, 2);
    this.#socket?.write(Buffer.concat([head, payload]));
  }
}

const UPGRADE =
  "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: city\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/** When a frame was published, from its last bytes. */
function stampOf(frame: Uint8Array): number {
  const view = new DataView(frame.buffer, frame.byteOffset + frame.length - STAMP_BYTES, STAMP_BYTES);
  return view.getFloat64(0);
}

/** The first whole, unmasked WebSocket frame in `bytes`, or null. */
function firstFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  const [first, short] = bytes;
  if (first === undefined || short === undefined) return null;
  const headLength = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < headLength) return null;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < headLength + length) return null;
  const payload = bytes.subarray(headLength, headLength + length);
  return { opcode: first & 0x0f, payload, length: headLength + length };
}
