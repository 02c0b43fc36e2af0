import { Moon, Sun, Users } from "lucide-react";
import type { Freshness } from "#components/net/freshness.ts";
import { useCity } from "#components/stores/city-store.ts";

/** Name of the city, its clock, its people, and how current the picture is. */
export function TopBar() {
  const name = useCity((s) => s.cityName);
  const clock = useCity((s) => s.clock);
  const population = useCity((s) => s.population);
  const freshness = useCity((s) => s.freshness);
  return (
    <section
      aria-label="The city now"
      className="panel absolute top-3 left-3 z-20 flex max-w-[calc(100vw-5.5rem)] flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 sm:top-4 sm:left-4"
    >
      <p className="truncate text-[15px] font-semibold tracking-tight">{name || "Borough"}</p>
      {clock && (
        <p className="flex items-center gap-1.5 text-sm tabular-nums">
          {clock.night ? <Moon size={15} aria-hidden="true" /> : <Sun size={15} aria-hidden="true" />}
          <span>
            Day {clock.day}, {two(clock.hour)}:{two(clock.minute)}
          </span>
          <span className="sr-only">{clock.night ? "night" : "day"}</span>
        </p>
      )}
      {population !== null && (
        <p className="hidden items-center gap-1.5 text-sm tabular-nums min-[480px]:flex">
          <Users size={15} aria-hidden="true" />
          {population.toLocaleString("en")}
          <span className="sr-only">inhabitants</span>
        </p>
      )}
      <FreshnessBadge freshness={freshness} />
    </section>
  );
}

function FreshnessBadge({ freshness }: { readonly freshness: Freshness }) {
  const { text, tone } = badgeOf(freshness);
  return (
    <p
      role="status"
      className={`flex items-center gap-1.5 text-sm font-medium ${tone}`}
      data-freshness={freshness.state}
    >
      <span className="size-2 rounded-full bg-current" aria-hidden="true" />
      {text}
    </p>
  );
}

function badgeOf(freshness: Freshness): { readonly text: string; readonly tone: string } {
  switch (freshness.state) {
    case "live":
      return { text: "Live", tone: "text-good" };
    case "delayed":
      return { text: `Delayed ${freshness.seconds} s`, tone: "text-warn" };
    case "reconnecting":
      return { text: "Reconnecting", tone: "text-warn" };
    case "stale":
      return { text: freshness.tick >= 0 ? `Stale at tick ${freshness.tick}` : "Stale", tone: "text-bad" };
    case "frozen":
      return { text: "Frozen", tone: "text-accent" };
    case "connecting":
      return { text: "Connecting", tone: "text-muted" };
  }
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
