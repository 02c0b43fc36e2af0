import { LIMITS } from "#city/limits.ts";
import {
  type DebugReport,
  type DistrictDebug,
  type DistrictTruth,
  districtDebugSchema,
  type RelayDebug,
} from "#city/protocol/debug.ts";
import { topics } from "#city/protocol/topics.ts";
import type { Bus } from "#server/mqtt/bus.ts";
import { staySubscribed } from "#server/mqtt/stay-subscribed.ts";
import type { RelayStats } from "#server/realtime/relay.ts";
import type { CityCache } from "./city-cache.ts";

export interface DebugDesk {
  /** What is known now. Without the database the report has no districts, only records. */
  report(): Promise<DebugReport>;
}

export interface DebugDeskOptions {
  readonly bus: Pick<Bus, "subscribe">;
  readonly city: Pick<CityCache, "clock">;
  readonly readTruths: () => Promise<readonly DistrictTruth[]>;
  readonly relay: () => RelayStats;
  /** A monotonic clock. */
  readonly nowMs: () => number;
  readonly onError: (error: unknown) => void;
}

interface Held {
  readonly atMs: number;
  readonly record: DistrictDebug;
}

const decoder = new TextDecoder();

/** Keeps the newest debug record of each district and joins to it what database and relay say. */
export function createDebugDesk({
  bus,
  city,
  readTruths,
  relay,
  nowMs,
  onError,
}: DebugDeskOptions): DebugDesk {
  const held = new Map<number, Held>();
  let truths: Promise<readonly DistrictTruth[] | null> = Promise.resolve(null);
  let readAtMs = Number.NEGATIVE_INFINITY;

  const take = (_topic: string, payload: Uint8Array): void => {
    const record = districtDebugSchema.parse(JSON.parse(decoder.decode(payload)));
    const before = held.get(record.district);
    if (before !== undefined && !isNewer(record, before.record)) return;
    if (before === undefined && held.size >= LIMITS.debugDistrictsMax) return;
    held.set(record.district, { atMs: nowMs(), record });
  };
  staySubscribed(bus, topics.debug("+"), take, onError);

  const readOnce = () => {
    if (nowMs() - readAtMs < LIMITS.debugReadEveryMs) return truths;
    readAtMs = nowMs();
    truths = readTruths().catch((error: unknown) => {
      onError(error);
      return null;
    });
    return truths;
  };

  return {
    async report() {
      const districts = await readOnce();
      const records = [...held.values()]
        .sort((a, b) => a.record.district - b.record.district)
        .map(({ atMs, record }) => ({ ageMs: Math.round(nowMs() - atMs), record }));
      return { districts, records, relay: relayDebug(relay()), tickPeriodMs: tickPeriodMs(city) };
    },
  };
}

/** A later generation is newer whatever its tick: a city that was set back begins at a lower one. */
function isNewer(record: DistrictDebug, before: DistrictDebug): boolean {
  if (record.generation !== before.generation) return record.generation > before.generation;
  return (record.ticks.at(-1)?.tick ?? -1) > (before.ticks.at(-1)?.tick ?? -1);
}

function relayDebug(stats: RelayStats): RelayDebug {
  const { closed, resyncsAsked, ...counts } = stats;
  return {
    ...counts,
    keyframesAsked: resyncsAsked,
    closed: Object.values(closed).reduce((sum, count) => sum + (count ?? 0), 0),
    closedTooSlow: closed.too_slow ?? 0,
  };
}

function tickPeriodMs(city: Pick<CityCache, "clock">): number | null {
  const clock = city.clock();
  return clock === null || clock.speed <= 0 ? null : clock.tickMs / clock.speed;
}
