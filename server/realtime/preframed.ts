import type { Socket } from "socket.io";
import { SOCKET_EVENTS } from "../../city/protocol/messages.ts";

/** Opcodes of whole, unmasked WebSocket frames, as a server sends them. */
const TEXT = 0x81;
const BINARY = 0x82;
const LENGTH_16_BITS = 126;
const LENGTH_64_BITS = 127;

/** What socket.io puts in front of the one attachment of a `w` event: engine.io's message type, then the packet. */
const ANNOUNCEMENT = Buffer.from(`451-["${SOCKET_EVENTS.world}",{"_placeholder":true,"num":0}]`);

/**
 * Sends a `w` event with these bytes. Both of its WebSocket frames are made once for all who get the same bytes, and leave
 * in one write: half of what it costs to emit to each viewer anew.
 */
export class WorldSender {
  readonly #framed = new WeakMap<Uint8Array, readonly Uint8Array[]>();

  send(connection: Socket["conn"], bytes: Uint8Array): void {
    let wsPreEncodedFrame = this.#framed.get(bytes);
    if (wsPreEncodedFrame === undefined) {
      const head = frameHead(BINARY, bytes.length);
      // One piece: a socket writes it with less ado than several, and it is put together once for all.
      wsPreEncodedFrame = [Buffer.concat([frameHead(TEXT, ANNOUNCEMENT.length), ANNOUNCEMENT, head, bytes])];
      this.#framed.set(bytes, wsPreEncodedFrame);
    }
    // engine.io's types leave its option for made frames out; versions are pinned, and a test reads what arrives.
    const options = { compress: false, wsPreEncodedFrame };
    connection.write("", options);
  }
}

function frameHead(opcode: number, length: number): Buffer {
  if (length < LENGTH_16_BITS) return Buffer.from([opcode, length]);
  if (length <= 0xffff) return Buffer.from([opcode, LENGTH_16_BITS, length >> 8, length & 0xff]);
  const head = Buffer.alloc(10);
  head[0] = opcode;
  head[1] = LENGTH_64_BITS;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
