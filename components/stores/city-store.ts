import { create } from "zustand";
import type { BuildingUse } from "#city/plan/types.ts";
import type { FeedEntry, FeedKind } from "#city/protocol/messages.ts";
import type { Calendar } from "#components/net/city-clock.ts";
import type { Freshness } from "#components/net/freshness.ts";

export type Phase =
  | { readonly kind: "loading"; readonly loaded: number; readonly total: number }
  | { readonly kind: "ready" }
  | {
      readonly kind: "fault";
      readonly fault: "unreachable" | "no_plan" | "bad_plan" | "no_webgl" | "lost_context";
    };

export interface NearbyItem {
  readonly id: string;
  /** An agent's name, or a building's address. */
  readonly name: string;
  /** What a building is for; null for an agent. */
  readonly use: BuildingUse | null;
  /** How an agent moves; null for a building. */
  readonly way: "foot" | "car" | null;
  readonly metres: number;
}

export interface CityUi {
  readonly phase: Phase;
  readonly cityName: string;
  readonly clock: {
    readonly day: number;
    readonly hour: number;
    readonly minute: number;
    readonly night: boolean;
  } | null;
  /** Null until the city's clock was heard. */
  readonly calendar: Calendar | null;
  readonly population: number | null;
  readonly freshness: Freshness;
  /** Id of the selected agent or building. */
  readonly selected: string | null;
  /** Id of the building that a selected agent is in, as its panel heard; who is indoors is not drawn. */
  readonly selectedInside: string | null;
  readonly following: boolean;
  readonly nearby: readonly NearbyItem[];
  readonly place: string;
  readonly bearing: number;
  readonly distanceM: number;
  readonly feed: readonly FeedEntry[];
  readonly feedOpen: boolean;
  readonly feedPaused: boolean;
  readonly feedKind: FeedKind | null;
  readonly helpOpen: boolean;
  /** Buildings are coloured by whose they are. */
  readonly ownership: boolean;
}

/** Feed lines kept in the page. */
export const FEED_KEPT_MAX = 200;

/** What panels show. Nothing that changes every frame lives here. */
export const useCity = create<CityUi>()(() => ({
  phase: { kind: "loading", loaded: 0, total: 0 },
  cityName: "",
  clock: null,
  calendar: null,
  population: null,
  freshness: { state: "connecting" },
  selected: null,
  selectedInside: null,
  following: false,
  nearby: [],
  place: "",
  bearing: 0,
  distanceM: 0,
  feed: [],
  feedOpen: false,
  feedPaused: false,
  feedKind: null,
  helpOpen: false,
  ownership: false,
}));

/** Puts new lines on top, each once, and drops the oldest. */
export function mergeFeed(known: readonly FeedEntry[], fresh: readonly FeedEntry[]): FeedEntry[] {
  const seen = new Set<string>();
  const merged: FeedEntry[] = [];
  for (const entry of [...fresh, ...known]) {
    const key = `${entry.tick} ${entry.district} ${entry.seq}`;
    if (seen.has(key)) continue;
    seen.add(key);
    merged.push(entry);
  }
  merged.sort((a, b) => b.tick - a.tick || b.seq - a.seq || (a.district < b.district ? -1 : 1));
  return merged.slice(0, FEED_KEPT_MAX);
}
