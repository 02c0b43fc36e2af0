import type { FeedEntry } from "./messages.ts";

/** A line of the feed with the wall time of its tick, or null where nothing tells it. */
export interface FeedLineView extends FeedEntry {
  readonly at: string | null;
}

/** What GET /feed answers. */
export interface FeedPage {
  /** Newest first. */
  readonly entries: readonly FeedLineView[];
  /** `before` of the page after; null at the end. */
  readonly next: string | null;
}
