"use client";

import { useState } from "react";
import type { FeedLineView, FeedPage } from "#city/protocol/feed-page.ts";
import type { FeedEntry } from "#city/protocol/messages.ts";
import type { ApiProblem } from "#components/net/api.ts";
import { useApiPages } from "#components/net/use-api.ts";
import { useFeedStream } from "#components/net/use-feed-stream.ts";
import { type FeedFilters, feedPath, fits, mergeLines } from "./feed-line.ts";

/** Live lines kept beside the pages that were read: the newest of them. */
const LIVE_MAX = 400;
/** Below this the page counts as read from its top, so that new lines may push the others down. */
const TOP_PX = 160;

export interface Feed {
  readonly lines: readonly FeedLineView[];
  /** New lines that wait to be shown. */
  readonly waiting: number;
  readonly showWaiting: () => void;
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
  readonly connected: boolean;
  readonly problem: ApiProblem | null;
  readonly loading: boolean;
  readonly loadingMore: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly reload: () => void;
}

/** The feed's lines: those kept by the city, page by page, and new ones as they come. With `at` it stands at that line. */
export function useFeed(filters: FeedFilters, at: string | null): Feed {
  const pages = useApiPages<FeedPage>(feedPath(filters, at), (page) => page.next);
  const [live, setLive] = useState<readonly FeedLineView[]>([]);
  const [waiting, setWaiting] = useState<readonly FeedLineView[]>([]);
  const [paused, setPaused] = useState(false);
  const connected = useFeedStream(at === null, {
    onEntries: (entries) => {
      const now = new Date().toISOString();
      const fresh = entries.filter((entry) => fits(entry, filters)).map((entry) => ({ ...entry, at: now }));
      if (fresh.length === 0) return;
      const put = paused || window.scrollY > TOP_PX ? setWaiting : setLive;
      put((before) => mergeLines(before, fresh).slice(0, LIVE_MAX));
    },
    onGap: pages.reload,
  });
  const read = pages.pages.flatMap((page) => page.entries);
  const showWaiting = () => {
    setLive((before) => mergeLines(before, waiting).slice(0, LIVE_MAX));
    setWaiting([]);
  };
  return {
    lines:
      at === null
        ? mergeLines(
            live.filter((line: FeedEntry) => fits(line, filters)),
            read,
          )
        : read,
    waiting: waiting.filter((line) => fits(line, filters)).length,
    showWaiting,
    paused,
    setPaused: (next) => {
      setPaused(next);
      if (!next) showWaiting();
    },
    connected,
    problem: pages.problem,
    loading: pages.loading,
    loadingMore: pages.loadingMore,
    hasMore: pages.hasMore,
    more: pages.more,
    reload: pages.reload,
  };
}
