import type { FastifyRequest } from "fastify";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { FeedPage } from "#city/protocol/feed-page.ts";
import { wholeFrom } from "#server/api/query.ts";
import { readFeed } from "#server/db/feed-store.ts";
import type { Pool } from "#server/db/pool.ts";
import { readTickTimes } from "#server/property/tick-times-store.ts";
import { feedCursorFrom, feedFilterFrom, feedKey } from "./feed-query.ts";

const LINES_DEFAULT = 50;

/** GET /feed?before=&limit=&kind=&agent=&district=&parcel=: lines, newest first; `next` is the `before` of the page after. */
export function feedRoute({ pool }: { readonly pool: Pool }) {
  return async ({ query }: FastifyRequest): Promise<FeedPage> => {
    const limit = wholeFrom(query, "limit", 1, LIMITS.feedPageMax) ?? LINES_DEFAULT;
    const filter = feedFilterFrom(query);
    const before = await feedCursorFrom(query, pool);
    const [rows, times] = await Promise.all([
      readFeed(pool, { world: MAIN_WORLD, before, limit, ...filter }),
      readTickTimes(pool, MAIN_WORLD),
    ]);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      entries: rows.map(({ entry, tick }) => ({ ...entry, at: times.at(tick) })),
      next: last === undefined ? null : feedKey(last),
    };
  };
}
