import type { FastifyRequest } from "fastify";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { FEED_KINDS } from "#city/protocol/messages.ts";
import { badQuery, textFrom, wholeFrom } from "#server/api/query.ts";
import { type FeedCursor, newestTick, readFeed } from "#server/db/feed-store.ts";
import type { Pool } from "#server/db/pool.ts";

const LINES_DEFAULT = 50;

/** GET /feed?before=&limit=&kind=&agent=: lines of the feed, newest first; `next` is the `before` of the page after. */
export function feedRoute({ pool }: { readonly pool: Pool }) {
  return async ({ query }: FastifyRequest) => {
    const limit = wholeFrom(query, "limit", 1, LIMITS.feedPageMax) ?? LINES_DEFAULT;
    const before = cursorFrom(query) ?? (await afterNewest(pool));
    const rows = await readFeed(pool, {
      world: MAIN_WORLD,
      before,
      limit,
      kind: kindFrom(query),
      agent: agentFrom(query),
    });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      entries: rows.map((row) => row.entry),
      next: last === undefined ? null : `${last.tick}-${last.district}-${last.seq}`,
    };
  };
}

async function afterNewest(pool: Pool): Promise<FeedCursor> {
  return { tick: ((await newestTick(pool, MAIN_WORLD)) ?? 0) + 1, district: 0, seq: 0 };
}

function cursorFrom(query: unknown): FeedCursor | null {
  const text = textFrom(query, "before");
  if (text === null) return null;
  const [, tick, district, seq] = /^(\d{1,9})-(\d{1,5})-(\d{1,9})$/.exec(text) ?? [];
  if (tick === undefined) throw badQuery('The query\'s "before" must be the "next" of the page before.');
  return { tick: Number(tick), district: Number(district), seq: Number(seq) };
}

function kindFrom(query: unknown): string | null {
  const text = textFrom(query, "kind");
  if (text === null || FEED_KINDS.some((kind) => kind === text)) return text;
  throw badQuery(`The query's "kind" must be one of: ${FEED_KINDS.join(", ")}.`);
}

function agentFrom(query: unknown): number | null {
  const text = textFrom(query, "agent");
  if (text === null) return null;
  const id = parseId("agt", text);
  if (id.ok && id.value.world === MAIN_WORLD) return id.value.index;
  throw badQuery('The query\'s "agent" must be an agent id such as agt_10000a4.');
}
