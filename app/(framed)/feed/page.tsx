import type { Metadata } from "next";
import { textsOf } from "#components/i18n/texts-of.ts";
import { FeedPage } from "#components/portal/feed/feed-page.tsx";
import { preferences } from "../../preferences.ts";

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: textsOf((await preferences()).locale).feed.title,
    alternates: { types: { "application/rss+xml": "/feed.rss", "application/feed+json": "/feed.json" } },
  };
}

export default function Page() {
  return <FeedPage />;
}
