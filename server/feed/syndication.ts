import { Feed, type Item } from "feed";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import type { FeedLineView } from "#city/protocol/feed-page.ts";
import { feedKey } from "./feed-query.ts";

export const SYNDICATION_FORMATS = ["rss", "json"] as const;
export type SyndicationFormat = (typeof SYNDICATION_FORMATS)[number];

export interface SyndicationSource {
  readonly siteUrl: string;
  /** Query of the document's own address, with its question mark, or "". */
  readonly search: string;
  /** Newest first. */
  readonly entries: readonly FeedLineView[];
  /** When the newest line was. */
  readonly updated: Date;
}

const TITLE = "Borough: what happens in the city";
const DESCRIPTION = "Agents meet, talk, work, pay and trade: the public lines of the city's feed.";

/** Writes the feed as RSS 2.0 or JSON Feed. Nothing that anybody said can become markup in a reader. */
export function writeSyndication(format: SyndicationFormat, source: SyndicationSource): string {
  const { siteUrl, search, entries, updated } = source;
  const feed = new Feed({
    id: `${siteUrl}/feed`,
    title: TITLE,
    description: DESCRIPTION,
    link: `${siteUrl}/feed${search}`,
    language: "en",
    updated,
    generator: "Borough",
    feedLinks: { [format]: `${siteUrl}/feed.${format}${search}` },
  });
  for (const entry of entries) feed.addItem(itemOf(format, siteUrl, entry, updated));
  return format === "rss" ? feed.rss2() : feed.json1();
}

function itemOf(format: SyndicationFormat, siteUrl: string, entry: FeedLineView, fallback: Date): Item {
  const district = parseId("dst", entry.district);
  const key = feedKey({ ...entry, district: district.ok ? district.value.index : 0 });
  const text = stripControls(entry.text);
  return {
    // Readers take what stands in RSS for HTML, and what is called content_html in a JSON Feed.
    title: format === "rss" ? escapeHtml(text) : text,
    id: `tag:borough,world-${MAIN_WORLD}:${key}`,
    link: `${siteUrl}/feed?at=${key}`,
    date: entry.at === null ? fallback : new Date(entry.at),
    content: `<p>${escapeHtml(text)}</p>`,
    category: [{ name: entry.kind }],
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark);
}

/** XML 1.0 has no way to write these. */
function stripControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
}
