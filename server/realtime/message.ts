import { SOCKET_EVENTS } from "../../city/protocol/messages.ts";
import { joinFrames } from "../../city/protocol/wire/frame.ts";

/** Opcodes of whole, unmasked WebSocket frames, as a server sends them. */
const TEXT = 0x81;
const BINARY = 0x82;
const LENGTH_16_BITS = 126;
const LENGTH_64_BITS = 127;

/** What socket.io puts in front of the one attachment of a `w` event: engine.io's message type, then the packet. */
const ANNOUNCEMENT = webSocketFrame(
  TEXT,
  Buffer.from(`451-["${SOCKET_EVENTS.world}",{"_placeholder":true,"num":0}]`),
);
const NOTHING = new Uint8Array(0);

export type NoticeEvent = "clock" | "city" | "feed";

/** Something told to everyone in JSON. Its WebSocket frame is made once. */
export class Notice {
  readonly event: NoticeEvent;
  readonly body: unknown;
  readonly framed: Uint8Array;

  constructor(event: NoticeEvent, body: unknown) {
    this.event = event;
    this.body = body;
    this.framed = webSocketFrame(TEXT, Buffer.from(`42${JSON.stringify([event, body])}`));
  }
}

/** What goes to a viewer at one time: notices, then the wire frames of its rooms as one `w` event. Shared by all who get the same. */
export class Message {
  readonly notices: readonly Notice[];
  readonly frames: readonly Uint8Array[];
  /** The bytes of the `w` event; none when there is none. */
  readonly world: Uint8Array;
  /** Everything as whole WebSocket frames, in one piece: one write sends it. Empty when there is nothing. */
  readonly framed: Buffer;

  constructor(notices: readonly Notice[], frames: readonly Uint8Array[]) {
    this.notices = notices;
    this.frames = frames;
    this.world = frames.length === 0 ? NOTHING : joinFrames(frames);
    const parts = notices.map((notice) => notice.framed);
    if (frames.length > 0) parts.push(ANNOUNCEMENT, webSocketFrame(BINARY, this.world));
    this.framed = Buffer.concat(parts);
  }
}

function webSocketFrame(opcode: number, payload: Uint8Array): Buffer {
  return Buffer.concat([frameHead(opcode, payload.length), payload]);
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
