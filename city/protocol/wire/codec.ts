import { LIMITS } from "../../limits.ts";
import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { FrameHead, WireEvent } from "../wire-types.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { eventMs, orderOf, readEvent, startCursor, writeEvent } from "./events.ts";
import { parseHead, writeHead } from "./frame.ts";
import type { LocalWireEvent } from "./local.ts";

/** Room for head, base time and count of a page: ten numbers, none longer than eight bytes. */
const HEAD_BYTES_MAX = 80;
/** An agent's gap and a flags byte: no event is shorter. */
const EVENT_BYTES_MIN = 2;

/**
 * Encodes what happened in one neighborhood, events with global indices, into as few messages as the size limit allows.
 * The events of one agent keep their order; parcels come out first, then agents in ascending order. No events give one empty page.
 * Throws RangeError for an event of another neighborhood and for more than LIMITS.framePagesMax pages.
 */
export function encodeFrame(
  head: Omit<FrameHead, "page" | "pages">,
  events: readonly WireEvent[],
  place: NeighborhoodPlan,
): Uint8Array[] {
  if (head.neighborhood !== place.index)
    throw new RangeError(`a frame of ${head.neighborhood} with plan ${place.index}`);
  const { order, baseMs } = survey(events);
  const pages = cutIntoPages(events, order, baseMs, place);
  if (pages.length > LIMITS.framePagesMax) throw new RangeError(`a frame of ${pages.length} pages`);
  return pages.map(({ start, end, count }, page) => {
    heads.truncate(0);
    writeHead(heads, { ...head, page, pages: pages.length });
    heads.varint(baseMs);
    heads.varint(count);
    // Right before its body there is room for the head: the page is copied once, as a whole.
    bodies.overwrite(start - heads.length, heads);
    return bodies.slice(start - heads.length, end);
  });
}

/** Written to anew for each frame: making a buffer costs more than filling it. Each page's body has room for its head before it. */
const bodies = new ByteWriter();
const heads = new ByteWriter();

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

function cutIntoPages(
  events: readonly WireEvent[],
  order: Uint32Array,
  baseMs: number,
  place: NeighborhoodPlan,
): Body[] {
  const room = LIMITS.messageBytesMax - HEAD_BYTES_MAX;
  const pages: Body[] = [];
  bodies.truncate(0);
  bodies.skip(HEAD_BYTES_MAX);
  let start = bodies.length;
  let cursor = startCursor(baseMs);
  let count = 0;
  for (let i = 0; i < events.length; i++) {
    const event = events[order[i] ?? 0];
    if (event === undefined) continue;
    const mark = bodies.length;
    writeEvent(bodies, event, cursor, place);
    if (bodies.length - start > room) {
      bodies.truncate(mark);
      pages.push({ start, end: mark, count });
      bodies.skip(HEAD_BYTES_MAX);
      start = bodies.length;
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

/** More events than all pages of a frame can hold; an agent's number times this is still exact. */
const ORDER_SPAN = 2_097_152;
/** The gaps of Ciura's shell sort, which needs neither calls nor memory: frames are short, and made by the hundred a tick. */
const GAPS: readonly number[] = [701, 301, 132, 57, 23, 10, 4, 1];
let keys = new Float64Array(256);
let order = new Uint32Array(256);

/**
 * The indices of the events as orderOf puts them, equal ones as they were (only as many as there are events hold), and the
 * earliest time that one speaks of.
 */
function survey(events: readonly WireEvent[]): { readonly order: Uint32Array; readonly baseMs: number } {
  const count = events.length;
  if (count > ORDER_SPAN) throw new RangeError(`a frame of ${count} events`);
  if (count > keys.length) {
    keys = new Float64Array(count * 2);
    order = new Uint32Array(count * 2);
  }
  let index = 0;
  let last = -1;
  let isSorted = true;
  let earliest = Number.MAX_SAFE_INTEGER;
  for (const event of events) {
    const rank = orderOf(event);
    if (rank >>> 0 !== rank && event.kind !== "deed") throw new RangeError(`agent ${rank}`);
    if (rank < last) isSorted = false;
    last = rank;
    order[index] = index;
    index++;
    const ms = event.kind === "leg" ? event.startMs : (eventMs(event) ?? earliest);
    if (ms < earliest) earliest = ms;
  }
  // The engine says things agent by agent: mostly there is nothing to sort.
  if (!isSorted) sortOrder(events);
  return { order, baseMs: earliest === Number.MAX_SAFE_INTEGER ? 0 : earliest };
}

/** Sorts by rank and place, and puts into `order` whose they are. */
function sortOrder(events: readonly WireEvent[]): void {
  const count = events.length;
  for (const [index, event] of events.entries()) keys[index] = orderOf(event) * ORDER_SPAN + index;
  for (const gap of GAPS) {
    for (let i = gap; i < count; i++) {
      const key = keys[i] ?? 0;
      let hole = i;
      for (; hole >= gap && (keys[hole - gap] ?? 0) > key; hole -= gap) keys[hole] = keys[hole - gap] ?? 0;
      keys[hole] = key;
    }
  }
  for (let i = 0; i < count; i++) {
    const key = keys[i] ?? 0;
    order[i] = key - Math.floor(key / ORDER_SPAN) * ORDER_SPAN;
  }
}
