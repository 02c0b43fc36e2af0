import { type IdPrefix, MAIN_WORLD, parseId } from "#city/ids.ts";
import { FEED_KINDS } from "#city/protocol/messages.ts";
import { badQuery, textFrom } from "#server/api/query.ts";
import { type FeedCursor, type FeedFilter, newestTick } from "#server/db/feed-store.ts";
import type { Pool } from "#server/db/pool.ts";

/** The filters of a query: kind, agent, district, parcel. Throws ApiFault for one that cannot be. */
export function feedFilterFrom(query: unknown): FeedFilter {
  return {
    kind: kindFrom(query),
    agent: numberFrom(query, "agent", "agt", "agt_10000a4"),
    district: numberFrom(query, "district", "dst", "dst_1000003"),
    parcel: numberFrom(query, "parcel", "prc", "prc_1000a4z"),
  };
}

/** The query's `before`, or a point after everything. Throws ApiFault for one that we never gave. */
export async function feedCursorFrom(query: unknown, pool: Pool): Promise<FeedCursor> {
  const text = textFrom(query, "before");
  if (text === null) return { tick: ((await newestTick(pool, MAIN_WORLD)) ?? 0) + 1, district: 0, seq: 0 };
  const [, tick, district, seq] = /^(\d{1,9})-(\d{1,5})-(\d{1,9})$/.exec(text) ?? [];
  if (tick === undefined) throw badQuery('The query\'s "before" must be the "next" of the page before.');
  return { tick: Number(tick), district: Number(district), seq: Number(seq) };
}

/** How a line is named in addresses. */
export function feedKey({ tick, district, seq }: FeedCursor): string {
  return `${tick}-${district}-${seq}`;
}

function kindFrom(query: unknown): string | null {
  const text = textFrom(query, "kind");
  if (text === null || FEED_KINDS.some((kind) => kind === text)) return text;
  throw badQuery(`The query's "kind" must be one of: ${FEED_KINDS.join(", ")}.`);
}

function numberFrom(query: unknown, name: string, prefix: IdPrefix, example: string): number | null {
  const text = textFrom(query, name);
  if (text === null) return null;
  const id = parseId(prefix, text);
  if (id.ok && id.value.world === MAIN_WORLD) return id.value.index;
  throw badQuery(`The query's "${name}" must be an id such as ${example}.`);
}
