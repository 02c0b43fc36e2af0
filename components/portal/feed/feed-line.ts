import { parseId } from "#city/ids.ts";
import type { FeedLineView } from "#city/protocol/feed-page.ts";
import type { FeedEntry } from "#city/protocol/messages.ts";

/** Which lines are shown; "" for all. */
export interface FeedFilters {
  readonly kind: string;
  readonly agent: string;
  readonly district: string;
  readonly parcel: string;
}

export const NO_FILTERS: FeedFilters = { kind: "", agent: "", district: "", parcel: "" };
const NAMES = ["kind", "agent", "district", "parcel"] as const;

/** How a line is named in addresses: tick-district-seq. */
export function lineKey({ tick, district, seq }: FeedEntry): string {
  const id = parseId("dst", district);
  return `${tick}-${id.ok ? id.value.index : 0}-${seq}`;
}

/** Newest first. */
export function compareLines(a: FeedEntry, b: FeedEntry): number {
  if (a.tick !== b.tick) return b.tick - a.tick;
  if (a.district !== b.district) return a.district < b.district ? 1 : -1;
  return b.seq - a.seq;
}

/** Lines of both lists, each once, newest first. */
export function mergeLines(a: readonly FeedLineView[], b: readonly FeedLineView[]): FeedLineView[] {
  const byKey = new Map([...a, ...b].map((line) => [lineKey(line), line]));
  return [...byKey.values()].sort(compareLines);
}

export function fits(entry: FeedEntry, { kind, agent, district, parcel }: FeedFilters): boolean {
  return (
    (kind === "" || entry.kind === kind) &&
    (agent === "" || entry.agent === agent) &&
    (district === "" || entry.district === district) &&
    (parcel === "" || entry.parcel === parcel)
  );
}

/** The filters as a query without its question mark. */
export function filterQuery(filters: FeedFilters): string {
  const set = NAMES.filter((name) => filters[name] !== "");
  return new URLSearchParams(set.map((name) => [name, filters[name]])).toString();
}

export function filtersIn(search: { get(name: string): string | null }): FeedFilters {
  const of = (name: keyof FeedFilters) => search.get(name) ?? "";
  return { kind: of("kind"), agent: of("agent"), district: of("district"), parcel: of("parcel") };
}

/** What GET /feed is asked for: from the line `at` on, that one included, or from the newest. */
export function feedPath(filters: FeedFilters, at: string | null): string {
  const [, tick, district, seq] = /^(\d{1,9})-(\d{1,5})-(\d{1,8})$/.exec(at ?? "") ?? [];
  const query = new URLSearchParams(filterQuery(filters));
  if (tick !== undefined) query.set("before", `${tick}-${district}-${Number(seq) + 1}`);
  return query.size === 0 ? "/feed" : `/feed?${query}`;
}

/** Distance and tilt from which a spot in a street is seen well, metres and degrees. */
const LOOK_FROM_M = 120;
const LOOK_PITCH = 55;

/** Address of the city's page that looks at where a line happened; null where it has no place. */
export function cityHref({ point, agent, tick }: FeedEntry): string | null {
  if (point === null) return agent === null ? null : `/?sel=${agent}`;
  const cam = [point.x.toFixed(1), point.z.toFixed(1), LOOK_FROM_M, 0, LOOK_PITCH].join(",");
  return `/?cam=${cam}${agent === null ? "" : `&sel=${agent}`}&t=${tick}`;
}
