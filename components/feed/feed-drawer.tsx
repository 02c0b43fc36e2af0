import { Pause, Play, X } from "lucide-react";
import { FEED_KINDS, type FeedEntry } from "#city/protocol/messages.ts";
import { useText } from "#components/i18n/use-text.ts";
import { type Calendar, timeOfTick } from "#components/net/city-clock.ts";
import { useCity } from "#components/stores/city-store.ts";
import { useClockText } from "#components/ui/clock-text.ts";
import { FEED_TOOL } from "#components/ui/map-tools.tsx";
import { useSession } from "#components/ui/session-context.ts";
import { useFeedSentence } from "./feed-sentence.ts";

/** What happens in the city, newest first; a click flies there. */
export function FeedDrawer() {
  const open = useCity((s) => s.feedOpen);
  if (!open) return null;
  return <Drawer />;
}

function Drawer() {
  const t = useText("city");
  const session = useSession();
  const feed = useCity((s) => s.feed);
  const kind = useCity((s) => s.feedKind);
  const paused = useCity((s) => s.feedPaused);
  const calendar = useCity((s) => s.calendar);
  const lines = kind ? feed.filter((entry) => entry.kind === kind) : feed;
  const resume = () => {
    useCity.setState({ feedPaused: false });
    void session?.loadFeed();
  };
  return (
    <aside
      aria-label={t("tools.feed")}
      className="panel absolute inset-x-2 bottom-2 z-20 flex max-h-[50dvh] flex-col short:inset-x-auto short:top-17 short:bottom-3 short:left-3 short:max-h-none short:w-72 sm:inset-x-auto sm:top-20 sm:bottom-4 sm:left-4 sm:max-h-none sm:w-80"
    >
      <div className="flex items-center gap-1 border-b border-line py-1 pr-1 pl-4">
        <h2 className="mr-auto text-sm font-semibold whitespace-nowrap">{t("tools.feed")}</h2>
        <label className="min-w-0 text-sm">
          <span className="sr-only">{t("feed.only")}</span>
          <select
            className="w-full rounded-md bg-transparent px-1 py-1 text-sm text-ink"
            value={kind ?? ""}
            onChange={(event) =>
              useCity.setState({ feedKind: FEED_KINDS.find((known) => known === event.target.value) ?? null })
            }
          >
            <option value="">{t("feed.all")}</option>
            {FEED_KINDS.map((known) => (
              <option key={known} value={known}>
                {t(`feed.kinds.${known}`)}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="tool rounded-lg"
          aria-label={t(paused ? "feed.resume" : "feed.pause")}
          onClick={paused ? resume : () => useCity.setState({ feedPaused: true })}
        >
          {paused ? <Play size={16} /> : <Pause size={16} />}
        </button>
        <button
          type="button"
          className="tool rounded-lg"
          aria-label={t("close")}
          onClick={() => {
            useCity.setState({ feedOpen: false });
            document.getElementById(FEED_TOOL)?.focus();
          }}
        >
          <X size={18} />
        </button>
      </div>
      {lines.length === 0 ? (
        <p className="p-4 text-sm text-muted">{t(kind ? "feed.noneOfKind" : "feed.none")}</p>
      ) : (
        <ol className="min-h-0 flex-1 overflow-auto p-2">
          {lines.map((entry) => (
            <FeedLine
              key={`${entry.tick} ${entry.district} ${entry.seq}`}
              entry={entry}
              calendar={calendar}
            />
          ))}
        </ol>
      )}
    </aside>
  );
}

interface FeedLineProps {
  readonly entry: FeedEntry;
  /** Says when ticks were; null until it is known. */
  readonly calendar: Calendar | null;
}

/** One line; a click flies to its place. */
export function FeedLine({ entry, calendar }: FeedLineProps) {
  const t = useText("city");
  const sentenceOf = useFeedSentence("city.feed");
  const clockText = useClockText();
  const session = useSession();
  const { point, agent } = entry;
  const go = () => {
    if (agent) session?.select(agent);
    if (point) session?.flyTo(point.x, point.z, 120);
  };
  return (
    <li>
      <button
        type="button"
        disabled={!point && !agent}
        onClick={go}
        className="w-full rounded-lg px-2 py-1.5 text-left text-sm enabled:hover:bg-line"
      >
        <span className="block break-words">{sentenceOf(entry)}</span>
        <span className="text-xs text-muted">
          {calendar === null
            ? t(`feed.kinds.${entry.kind}`)
            : t("feed.line", {
                kind: t(`feed.kinds.${entry.kind}`),
                time: clockText(timeOfTick(calendar, entry.tick)),
              })}
        </span>
      </button>
    </li>
  );
}
