"use client";

import { ArrowUp, Newspaper, Pause, Play } from "lucide-react";
import { useEffect, useRef } from "react";
import { useText } from "#components/i18n/use-text.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "#components/ui/states.tsx";
import { Pager } from "#components/ui/table.tsx";
import { type FeedFilters, filterQuery, lineKey, NO_FILTERS } from "./feed-line.ts";
import { FeedRow } from "./feed-row.tsx";
import { type Feed, useFeed } from "./use-feed.ts";

interface FeedListProps {
  /** Only lines about this agent or parcel. */
  readonly agent?: string;
  readonly parcel?: string;
  /** Further filters, for the page of all lines. */
  readonly filters?: FeedFilters;
  /** A line to stand at, tick-district-seq; null: follow the newest. */
  readonly at?: string | null;
  readonly title?: string;
}

/** Lines of the feed, live. On a page of an agent or a parcel give it that one's id. */
export function FeedList({ agent = "", parcel = "", filters = NO_FILTERS, at = null, title }: FeedListProps) {
  const t = useText("feed");
  const wanted = { ...filters, ...(agent === "" ? {} : { agent }), ...(parcel === "" ? {} : { parcel }) };
  const feed = useFeed(wanted, at);
  const isFiltered = filterQuery(filters) !== "";
  return (
    <Card title={title ?? t("list")} flush actions={at === null && <LiveControls feed={feed} />}>
      <FreshPill feed={feed} />
      {feed.loading ? (
        <SkeletonRows rows={6} />
      ) : feed.problem !== null && feed.lines.length === 0 ? (
        <ErrorState problem={feed.problem} onRetry={feed.reload} />
      ) : feed.lines.length === 0 ? (
        <EmptyState
          icon={<Newspaper size={22} aria-hidden="true" />}
          title={t("emptyTitle")}
          text={t(isFiltered ? "emptyFilteredText" : "emptyText")}
        />
      ) : (
        <ol aria-label={title ?? t("list")} className="border-t border-line">
          {feed.lines.map((line) => (
            <FeedRow key={lineKey(line)} line={line} marked={lineKey(line) === at} />
          ))}
        </ol>
      )}
      <EndOfList feed={feed} label={t("more")} />
    </Card>
  );
}

function LiveControls({ feed }: { readonly feed: Feed }) {
  const t = useText("feed");
  const { paused, connected } = feed;
  const Icon = paused ? Play : Pause;
  return (
    <div className="flex items-center gap-3">
      <Badge tone={paused ? "warn" : connected ? "good" : "plain"} dot>
        {t(paused ? "paused" : connected ? "live" : "connecting")}
      </Badge>
      <Button
        size="small"
        icon={<Icon size={15} aria-hidden="true" />}
        onClick={() => feed.setPaused(!paused)}
      >
        {t(paused ? "resume" : "pause")}
      </Button>
    </div>
  );
}

/** Says how many lines wait, and shows them. */
function FreshPill({ feed }: { readonly feed: Feed }) {
  const t = useText("feed");
  const show = () => {
    feed.showWaiting();
    window.scrollTo({ top: 0 });
  };
  return (
    <div role="status" className="sticky top-18 z-10 grid h-0 justify-items-center">
      {feed.waiting > 0 && (
        <Button
          size="small"
          tone="primary"
          className="rounded-full! shadow-pop"
          icon={<ArrowUp size={15} aria-hidden="true" />}
          onClick={show}
        >
          {t("fresh", { n: feed.waiting })}
        </Button>
      )}
    </div>
  );
}

/** The button for more, which is pressed by itself once it comes into view. */
function EndOfList({ feed, label }: { readonly feed: Feed; readonly label: string }) {
  const end = useRef<HTMLDivElement>(null);
  const { hasMore, loadingMore, more, paused } = feed;
  useEffect(() => {
    const node = end.current;
    // Who has paused the list does not want it to grow either.
    if (!node || !hasMore || loadingMore || paused) return;
    const seen = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting && window.scrollY > 0) more();
    });
    seen.observe(node);
    return () => seen.disconnect();
  }, [hasMore, loadingMore, paused, more]);
  return (
    <div ref={end}>
      <Pager hasMore={hasMore} loading={loadingMore} label={label} onMore={more} />
    </div>
  );
}
