/** How current the picture is. A city that stands still is never called live. */
export type Freshness =
  | { readonly state: "connecting" }
  | { readonly state: "live" }
  | { readonly state: "delayed"; readonly seconds: number }
  | { readonly state: "reconnecting" }
  | { readonly state: "stale"; readonly tick: number }
  | { readonly state: "frozen" };

export interface FreshnessFacts {
  readonly everConnected: boolean;
  readonly connected: boolean;
  /** Wall ms since the connection was lost; 0 while connected. */
  readonly lostForMs: number;
  /** Null before the first clock. */
  readonly expectedTick: number | null;
  /** Newest tick heard of, or -1. */
  readonly newestTick: number;
  /** Wall ms of one tick; Infinity when the city is frozen. */
  readonly tickMs: number;
}

/** A lost connection counts as reconnecting for so long, then what is drawn is stale. */
const RECONNECTING_MS = 8_000;
/** Lateness beyond which a connected city is not live any more. */
const DELAYED_MS = 6_000;
const STALE_MS = 60_000;

/** Judges how current the picture is. */
export function judgeFreshness(facts: FreshnessFacts): Freshness {
  if (!facts.everConnected) return { state: "connecting" };
  if (!facts.connected) {
    return facts.lostForMs < RECONNECTING_MS
      ? { state: "reconnecting" }
      : { state: "stale", tick: facts.newestTick };
  }
  if (facts.expectedTick === null) return { state: "connecting" };
  if (!Number.isFinite(facts.tickMs)) return { state: "frozen" };
  if (facts.newestTick < 0) return { state: "connecting" };
  // One tick is always under way and one may be quiet: neither is lateness.
  const lateMs = (facts.expectedTick - facts.newestTick - 2) * facts.tickMs;
  if (lateMs > STALE_MS) return { state: "stale", tick: facts.newestTick };
  return lateMs > DELAYED_MS ? { state: "delayed", seconds: Math.round(lateMs / 1000) } : { state: "live" };
}
