import { LIMITS } from "../../limits.ts";
import { WIRE_VERSION } from "../version.ts";
import type { FrameHead } from "../wire-types.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";

const DELTA = 0;
const KEYFRAME = 1;

/** Writes version and head. Throws RangeError for negative or fractional fields. */
export function writeHead(writer: ByteWriter, head: FrameHead): void {
  writer.byte(WIRE_VERSION);
  writer.byte(head.kind === "keyframe" ? KEYFRAME : DELTA);
  writer.varint(head.neighborhood);
  writer.varint(head.generation);
  writer.varint(head.tick);
  writer.varint(head.tick - head.previousTick);
  writer.varint(head.page);
  writer.varint(head.pages);
}

/** Reads the head and leaves the reader at the body. Throws RangeError when it is no head of this wire version. */
export function parseHead(reader: ByteReader): FrameHead {
  const version = reader.byte();
  if (version !== WIRE_VERSION) throw new RangeError(`wire version ${version}, not ${WIRE_VERSION}`);
  const kind = reader.byte();
  if (kind !== KEYFRAME && kind !== DELTA) throw new RangeError(`frame kind ${kind}`);
  const neighborhood = reader.varint();
  const generation = reader.varint();
  const tick = reader.varint();
  const previousTick = tick - reader.varint();
  const page = reader.varint();
  const pages = reader.varint();
  if (pages < 1 || pages > LIMITS.framePagesMax || page >= pages)
    throw new RangeError(`page ${page} of ${pages}`);
  return {
    kind: kind === KEYFRAME ? "keyframe" : "delta",
    neighborhood,
    generation,
    tick,
    previousTick,
    page,
    pages,
  };
}

/** Head of a frame without its events: all that a relay needs. Throws RangeError for bytes that are no frame. */
export function readHead(bytes: Uint8Array): FrameHead {
  return parseHead(new ByteReader(bytes));
}

/** Several frames in one socket message, each with its length in front. */
export function joinFrames(frames: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter();
  for (const frame of frames) {
    writer.varint(frame.length);
    writer.raw(frame);
  }
  return writer.slice(0);
}

/** Takes joined frames apart again, as views into `bytes`. Throws RangeError where a length does not fit. */
export function splitFrames(bytes: Uint8Array): Uint8Array[] {
  const reader = new ByteReader(bytes);
  const frames: Uint8Array[] = [];
  while (reader.remaining > 0) {
    const length = reader.varint();
    if (length === 0 || length > LIMITS.messageBytesMax) throw new RangeError(`a frame of ${length} bytes`);
    frames.push(reader.view(length));
  }
  return frames;
}
