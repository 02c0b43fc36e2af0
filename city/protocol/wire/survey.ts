import type { WireEvent } from "../wire-types.ts";
import { bitLength } from "./bits.ts";
import type { PageScale } from "./cursor.ts";
import { eventMs, orderOf } from "./events.ts";
import { BASE_UNIT_MS, LOW_BITS_MAX } from "./scale.ts";

/** More events than all pages of a frame can hold; an agent's number times this is still exact. */
const ORDER_SPAN = 2_097_152;
/** The gaps of Ciura's shell sort, which needs neither calls nor memory: frames are short, and made by the hundred a tick. */
const GAPS: readonly number[] = [701, 301, 132, 57, 23, 10, 4, 1];
/** An event that speaks of no time. */
const TIMELESS = -1;

/** By event as it came: where it stands, and its time. Read over and over, so that events are read once. */
let ranks = new Float64Array(256);
let times = new Float64Array(256);
let keys = new Float64Array(256);
let order = new Uint32Array(256);

/**
 * The indices of the events as orderOf puts them, equal ones as they were (only as many as there are events hold), and
 * what their numbers are best told against; its pace is not known yet.
 */
export function survey(events: readonly WireEvent[]): {
  readonly order: Uint32Array;
  readonly scale: PageScale;
} {
  const count = events.length;
  if (count > ORDER_SPAN) throw new RangeError(`a frame of ${count} events`);
  if (count > order.length) {
    ranks = new Float64Array(count * 2);
    times = new Float64Array(count * 2);
    keys = new Float64Array(count * 2);
    order = new Uint32Array(count * 2);
  }
  let last = -1;
  let isSorted = true;
  let latest = 0;
  for (let i = 0; i < count; i++) {
    const event = events[i];
    if (event === undefined) continue;
    const rank = orderOf(event);
    if (rank >>> 0 !== rank && event.kind !== "deed") throw new RangeError(`agent ${rank}`);
    const ms = event.kind === "leg" ? event.startMs : (eventMs(event) ?? TIMELESS);
    if (rank < last) isSorted = false;
    if (ms > latest) latest = ms;
    last = rank;
    ranks[i] = rank;
    times[i] = ms;
    order[i] = i;
  }
  // The engine says things agent by agent: mostly there is nothing to sort.
  if (!isSorted) sortOrder(count);
  return { order, scale: scaleOf(count, (Math.floor(latest / BASE_UNIT_MS) + 1) * BASE_UNIT_MS) };
}

/** Sorts by rank and place, and puts into `order` whose they are. */
function sortOrder(count: number): void {
  for (let i = 0; i < count; i++) keys[i] = (ranks[i] ?? 0) * ORDER_SPAN + i;
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

/** Low bits: as many as the numbers have on average, so that a few odd ones make the others no dearer. */
function scaleOf(count: number, baseMs: number): PageScale {
  let agent = -1;
  let bodies = 0;
  let agentBits = 0;
  let timeBits = 0;
  for (let i = 0; i < count; i++) {
    const rank = ranks[order[i] ?? 0] ?? -1;
    const ms = times[order[i] ?? 0] ?? TIMELESS;
    if (rank === agent) continue;
    bodies++;
    agentBits += bitLength(rank - agent - 1);
    if (ms !== TIMELESS) timeBits += bitLength(baseMs - ms);
    agent = rank;
  }
  return { baseMs, agentBits: mean(agentBits, bodies), timeBits: mean(timeBits, bodies), pace: 0 };
}

function mean(sum: number, count: number): number {
  return count === 0 ? 0 : Math.min(LOW_BITS_MAX, Math.floor(sum / count + 0.5));
}
