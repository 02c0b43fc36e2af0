import { Pause, Play, X } from "lucide-react";
import { FEED_KINDS, type FeedEntry, type FeedKind } from "#city/protocol/messages.ts";
import { useCity } from "#components/stores/city-store.ts";
import { useSession } from "#components/ui/session-context.ts";

const KIND_NAMES: Readonly<Record<FeedKind, string>> = {
  arrival: "Arrivals",
  speech: "Talk",
  meeting: "Meetings",
  payment: "Payments",
  work: "Work",
  move: "Moves",
  city: "City",
  economy: "Economy",
};

/** What happens in the city, newest first; a click flies there. */
export function FeedDrawer() {
  const open = useCity((s) => s.feedOpen);
  if (!open) return null;
  return <Drawer />;
}

function Drawer() {
  const session = useSession();
  const feed = useCity((s) => s.feed);
  const kind = useCity((s) => s.feedKind);
  const paused = useCity((s) => s.feedPaused);
  const lines = kind ? feed.filter((entry) => entry.kind === kind) : feed;
  const resume = () => {
    useCity.setState({ feedPaused: false });
    void session?.loadFeed();
  };
  return (
    <aside
      aria-label="What happens"
      className="panel absolute inset-x-2 bottom-2 z-20 flex max-h-[50dvh] flex-col sm:inset-x-auto sm:top-20 sm:bottom-4 sm:left-4 sm:max-h-none sm:w-80"
    >
      <div className="flex items-center gap-1 border-b border-line py-1 pr-1 pl-4">
        <h2 className="mr-auto text-sm font-semibold">What happens</h2>
        <label className="text-sm">
          <span className="sr-only">Show only</span>
          <select
            className="rounded-md bg-transparent px-1 py-1 text-sm text-ink"
            value={kind ?? ""}
            onChange={(event) =>
              useCity.setState({ feedKind: FEED_KINDS.find((known) => known === event.target.value) ?? null })
            }
          >
            <option value="">All</option>
            {FEED_KINDS.map((known) => (
              <option key={known} value={known}>
                {KIND_NAMES[known]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="tool rounded-lg"
          aria-label={paused ? "Resume" : "Pause"}
          onClick={paused ? resume : () => useCity.setState({ feedPaused: true })}
        >
          {paused ? <Play size={16} /> : <Pause size={16} />}
        </button>
        <button
          type="button"
          className="tool rounded-lg"
          aria-label="Close"
          onClick={() => useCity.setState({ feedOpen: false })}
        >
          <X size={18} />
        </button>
      </div>
      {lines.length === 0 ? (
        <p className="p-4 text-sm text-muted">
          {kind ? "Nothing of this kind lately." : "It is quiet. News will appear here."}
        </p>
      ) : (
        <ol className="min-h-0 flex-1 overflow-auto p-2">
          {lines.map((entry) => (
            <FeedLine key={`${entry.tick} ${entry.district} ${entry.seq}`} entry={entry} />
          ))}
        </ol>
      )}
    </aside>
  );
}

function FeedLine({ entry }: { readonly entry: FeedEntry }) {
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
        <span className="block">{entry.text}</span>
        <span className="text-xs text-muted">
          {KIND_NAMES[entry.kind]} · tick {entry.tick}
        </span>
      </button>
    </li>
  );
}
