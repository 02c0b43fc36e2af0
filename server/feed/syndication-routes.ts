import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { Authenticator } from "#server/api/authenticate.ts";
import type { ApiParts } from "#server/api/parts.ts";
import { type FeedFilter, readFeed } from "#server/db/feed-store.ts";
import { readTickTimes } from "#server/property/tick-times-store.ts";
import { feedCursorFrom, feedFilterFrom } from "./feed-query.ts";
import { SYNDICATION_FORMATS, type SyndicationFormat, writeSyndication } from "./syndication.ts";

const TYPES: Readonly<Record<SyndicationFormat, string>> = {
  rss: "application/rss+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

/** GET /feed.rss and /feed.json, with the filters of the feed, for whatever reads them. */
export function registerSyndicationRoutes(
  app: FastifyInstance,
  parts: Pick<ApiParts, "pool" | "people">,
  { limitAddress }: Pick<Authenticator, "limitAddress">,
): void {
  app.addHook("onRequest", limitAddress);
  for (const format of SYNDICATION_FORMATS) {
    app.get(`/feed.${format}`, (request, reply) => send(format, parts, request, reply));
  }
}

async function send(
  format: SyndicationFormat,
  { pool, people }: Pick<ApiParts, "pool" | "people">,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const filter = feedFilterFrom(request.query);
  const before = await feedCursorFrom({}, pool);
  const [rows, times] = await Promise.all([
    readFeed(pool, { world: MAIN_WORLD, before, limit: LIMITS.syndicationItems, ...filter }),
    readTickTimes(pool, MAIN_WORLD),
  ]);
  const entries = rows.map(({ entry, tick }) => ({ ...entry, at: times.at(tick) }));
  const updated = new Date(entries[0]?.at ?? 0);
  const search = searchOf(filter);
  const body = writeSyndication(format, { siteUrl: people.siteUrl, search, entries, updated });
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  reply
    .header("cache-control", "no-cache")
    .header("etag", etag)
    .header("last-modified", updated.toUTCString())
    .header("content-type", TYPES[format]);
  return isKnown(request, etag, updated) ? reply.code(304).send() : reply.send(body);
}

/** Whether the caller has this very document. An entity tag is asked for first: a time is too coarse to be sure. */
function isKnown({ headers }: FastifyRequest, etag: string, updated: Date): boolean {
  const tags = headers["if-none-match"];
  if (tags !== undefined)
    return tags === "*" || tags.split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, "") === etag);
  const sinceMs = Date.parse(headers["if-modified-since"] ?? "");
  return Math.floor(updated.getTime() / 1_000) * 1_000 <= sinceMs;
}

/** The filters as a query, with its question mark; "" without any. */
function searchOf({ kind, agent, district, parcel }: FeedFilter): string {
  const query = new URLSearchParams();
  if (kind !== null) query.set("kind", kind);
  if (agent !== null) query.set("agent", formatId("agt", MAIN_WORLD, agent));
  if (district !== null) query.set("district", formatId("dst", MAIN_WORLD, district));
  if (parcel !== null) query.set("parcel", formatId("prc", MAIN_WORLD, parcel));
  return query.size === 0 ? "" : `?${query}`;
}
