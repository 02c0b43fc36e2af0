import { LIMITS } from "../../limits.ts";
import type { NeighborhoodPlan } from "../../plan/types.ts";
import type { FrameHead, WireEvent } from "../wire-types.ts";
import { BitReader, BitWriter } from "./bits.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { type PageScale, startCursor } from "./cursor.ts";
import { readEvent, writeEvent } from "./events.ts";
import { parseHead, writeHead } from "./frame.ts";
import type { LocalWireEvent } from "./local.ts";
import { readScale, writeScale } from "./scale.ts";
import { survey } from "./survey.ts";

/** Head, scale and count of a page: ten numbers, none longer than eight bytes. */
const HEAD_BYTES_MAX = 80;
/** A page is full here: no event is so long that it does not fit what is left. */
const PAGE_FULL_WORDS = 15_000;
/** No event is shorter. */
const EVENT_BITS_MIN = 5;

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
  const { kind, neighborhood, generation, tick, previousTick } = head;
  const bodies = cutIntoPages(events, place);
  const pages = bodies.length;
  if (pages > LIMITS.framePagesMax) throw new RangeError(`a frame of ${pages} pages`);
  const messages: Uint8Array[] = [];
  for (const body of bodies) {
    const page = messages.length;
    messages.push(pageOf(body, { kind, neighborhood, generation, tick, previousTick, page, pages }));
  }
  return messages;
}

/** Written to anew for each frame: making a buffer costs more than filling it. */
const bits = new BitWriter();
const heads = new ByteWriter();

function pageOf({ start, length, count, scale }: Body, head: FrameHead): Uint8Array {
  heads.truncate(0);
  writeHead(heads, head);
  writeScale(heads, scale);
  heads.varint(count);
  const bytes = new Uint8Array(heads.length + length);
  heads.copyTo(bytes);
  bits.copyTo(bytes, heads.length, start, length);
  return bytes;
}

/** Decodes one page. Throws RangeError for malformed bytes and for nodes or buildings the neighborhood does not have. */
export function decodeFrame(
  bytes: Uint8Array,
  place: NeighborhoodPlan,
): { head: FrameHead; events: LocalWireEvent[] } {
  const reader = new ByteReader(bytes);
  const head = parseHead(reader);
  if (head.neighborhood !== place.index)
    throw new RangeError(`a frame of ${head.neighborhood} with plan ${place.index}`);
  const cursor = startCursor(place, readScale(reader));
  const count = reader.varint();
  const bits = new BitReader(reader.view(reader.remaining));
  if (count * EVENT_BITS_MIN > bits.remaining)
    throw new RangeError(`${count} events in ${bits.remaining} bits`);
  const events: LocalWireEvent[] = [];
  for (let i = 0; i < count; i++) events.push(readEvent(bits, cursor));
  bits.end();
  return { head, events };
}

/** A page's events: the word they begin at and how many bytes they are, how many events, and what their numbers are relative to. */
interface Body {
  readonly start: number;
  readonly length: number;
  readonly count: number;
  readonly scale: PageScale;
}

function cutIntoPages(events: readonly WireEvent[], place: NeighborhoodPlan): Body[] {
  const { order, scale } = survey(events);
  const bodies: Body[] = [];
  bits.clear();
  for (let done = 0; done < events.length || bodies.length === 0; ) {
    const start = bits.words;
    const cursor = startCursor(place, scale);
    const first = done;
    while (done < events.length && bits.words - start < PAGE_FULL_WORDS) {
      const event = events[order[done++] ?? 0];
      if (event !== undefined) writeEvent(bits, event, cursor);
    }
    const length = bits.end(start);
    if (length > LIMITS.messageBytesMax - HEAD_BYTES_MAX)
      throw new RangeError(`an event that makes a page of ${length} bytes`);
    bodies.push({ start, length, count: done - first, scale: cursor });
  }
  return bodies;
}
