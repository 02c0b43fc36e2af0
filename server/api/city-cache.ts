import { z } from "zod";
import type { CityState, ClockState } from "#city/protocol/messages.ts";
import { topics } from "#city/protocol/topics.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { staySubscribed } from "#server/mqtt/stay-subscribed.ts";

export interface CityCache {
  clock(): ClockState | null;
  city(): CityState | null;
  /** The newest tick any worker told of, or null. */
  tick(): number | null;
  /** Ms since a worker last committed a tick, or null. */
  tickAgeMs(): number | null;
}

const clockSchema = z.object({
  tick: z.int(),
  wallMs: z.number(),
  speed: z.number(),
  tickMs: z.int(),
  startOfDayMs: z.int(),
  paceDivisor: z.int(),
  epoch: z.int(),
});
const citySchema = z.object({
  planHash: z.string(),
  cityName: z.string(),
  population: z.int(),
  outsideAgents: z.int(),
  treasuryCents: z.int(),
  tick: z.int(),
});
const tickSchema = z.object({ tick: z.int() });
const decoder = new TextDecoder();

/** What the bus last said of the city as a whole. `nowMs` is a monotonic clock. */
export function createCityCache(
  bus: Pick<Bus, "subscribe">,
  nowMs: () => number,
  onError: (error: unknown) => void,
): CityCache {
  let clock: ClockState | null = null;
  let city: CityState | null = null;
  let tick: number | null = null;
  let tickAtMs: number | null = null;

  const read = (payload: Uint8Array): unknown => JSON.parse(decoder.decode(payload));
  const subscribe = (filter: string, handler: (payload: Uint8Array) => void) =>
    staySubscribed(bus, filter, (_topic, payload) => handler(payload), onError);

  subscribe(topics.clock(), (payload) => {
    clock = clockSchema.parse(read(payload));
  });
  subscribe(topics.city(), (payload) => {
    city = citySchema.parse(read(payload));
    tick = Math.max(tick ?? 0, city.tick);
  });
  subscribe(topics.tick("+"), (payload) => {
    tick = Math.max(tick ?? 0, tickSchema.parse(read(payload)).tick);
    tickAtMs = nowMs();
  });

  return {
    clock: () => clock,
    city: () => city,
    tick: () => tick,
    tickAgeMs: () => (tickAtMs === null ? null : Math.round(nowMs() - tickAtMs)),
  };
}
