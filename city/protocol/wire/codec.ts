import { LIMITS } from "../../limits.ts";
import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { FrameHead, WireEvent } from "../wire-types.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { eventMs, readEvent, startCursor, writeEvent } from "./events.ts";
import { parseHead, writeHead } from "./frame.ts";
import { type LocalWireEvent, localEvent } from "./local.ts";

/** Room for head, base time and count of a page: ten numbers, none longer than eight bytes. */
const HEAD_BYTES_MAX = 80;
/** An agent's gap and a flags byte: no event is shorter. */
const EVENT_BYTES_MIN = 2;

/**
 * Encodes what happened in one neighborhood, events with global indices, into as few messages as the size limit allows.
 * The events of one agent keep their order; agents come out in ascending order. No events give one empty page.
 * Throws RangeError for an event of another neighborhood and for more than LIMITS.framePagesMax pages.
 */
export function encodeFrame(
  head: Omit<FrameHead, "page" | "pages">,
  events: readonly WireEvent[],
  place: NeighborhoodPlan,
): Uint8Array[] {
  if (head.neighborhood !== place.index)
    throw new RangeError(`a frame of ${head.neighborhood} with plan ${place.index}`);
  const local = events.map((event) => localEvent(event, place)).sort((a, b) => a.agent - b.agent);
  const baseMs = earliestMs(local);
  const pages = cutIntoPages(local, baseMs, place);
  if (pages.length > LIMITS.framePagesMax) throw new RangeError(`a frame of ${pages.length} pages`);
  return pages.map(({ start, end, count }, page) => {
    whole.truncate(0);
    writeHead(whole, { ...head, page, pages: pages.length });
    whole.varint(baseMs);
    whole.varint(count);
    whole.copy(bodies, start, end);
    return whole.slice(0);
  });
}

/** Written to anew for each frame: making a buffer costs more than filling it. */
const bodies = new ByteWriter();
const whole = new ByteWriter();

/** Decodes one page. Throws RangeError for malformed bytes and for nodes or buildings the neighborhood does not have. */
export function decodeFrame(
  bytes: Uint8Array,
  place: NeighborhoodPlan,
): { head: FrameHead; events: LocalWireEvent[] } {
  const reader = new ByteReader(bytes);
  const head = parseHead(reader);
  if (head.neighborhood !== place.index)
    throw new RangeError(`a frame of ${head.neighborhood} with plan ${place.index}`);
  const cursor = startCursor(reader.varint());
  const count = reader.varint();
  if (count * EVENT_BYTES_MIN > reader.remaining)
    throw new RangeError(`${count} events in ${reader.remaining} bytes`);
  const events: LocalWireEvent[] = [];
  for (let i = 0; i < count; i++) events.push(readEvent(reader, cursor, place));
  if (reader.remaining > 0) throw new RangeError(`${reader.remaining} bytes too many`);
  return { head, events };
}

/** A page's events: where they stand among the bytes of all pages, and how many. */
interface Body {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

function cutIntoPages(events: readonly LocalWireEvent[], baseMs: number, place: NeighborhoodPlan): Body[] {
  const room = LIMITS.messageBytesMax - HEAD_BYTES_MAX;
  const pages: Body[] = [];
  bodies.truncate(0);
  let start = 0;
  let cursor = startCursor(baseMs);
  let count = 0;
  for (const event of events) {
    const mark = bodies.length;
    writeEvent(bodies, event, cursor, place);
    if (bodies.length - start > room) {
      bodies.truncate(mark);
      pages.push({ start, end: mark, count });
      start = mark;
      cursor = startCursor(baseMs);
      count = 0;
      writeEvent(bodies, event, cursor, place);
      if (bodies.length - start > room) throw new RangeError(`an event of ${bodies.length - start} bytes`);
    }
    count++;
  }
  pages.push({ start, end: bodies.length, count });
  return pages;
}

function earliestMs(events: readonly LocalWireEvent[]): number {
  let earliest = Number.MAX_SAFE_INTEGER;
  for (const event of events) earliest = Math.min(earliest, eventMs(event) ?? earliest);
  return earliest === Number.MAX_SAFE_INTEGER ? 0 : earliest;
}
