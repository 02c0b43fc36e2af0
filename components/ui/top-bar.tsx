import { Moon, Sun, Users } from "lucide-react";
import { useFormatter } from "use-intl";
import { useText } from "#components/i18n/use-text.ts";
import type { Freshness } from "#components/net/freshness.ts";
import { useCity } from "#components/stores/city-store.ts";
import { useClockText } from "./clock-text.ts";

/** Name of the city, its clock, its people, and how current the picture is. */
export function TopBar() {
  const name = useCity((s) => s.cityName);
  const clock = useCity((s) => s.clock);
  const population = useCity((s) => s.population);
  const freshness = useCity((s) => s.freshness);
  const t = useText("city");
  const clockText = useClockText();
  const format = useFormatter();
  return (
    <section
      aria-label={t("now")}
      className="panel absolute top-3 left-3 z-20 flex max-w-[calc(100vw-8rem)] flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2.5 sm:top-4 sm:left-4 sm:gap-x-4 sm:px-4"
    >
      <p className="truncate text-[15px] font-semibold tracking-tight">{name || "Borough"}</p>
      {clock && (
        <p className="flex items-center gap-1.5 text-sm tabular-nums">
          {clock.night ? <Moon size={15} aria-hidden="true" /> : <Sun size={15} aria-hidden="true" />}
          <span>{clockText(clock)}</span>
          <span className="sr-only">{t(clock.night ? "night" : "day")}</span>
        </p>
      )}
      {population !== null && (
        <p className="hidden items-center gap-1.5 text-sm tabular-nums min-[480px]:flex">
          <Users size={15} aria-hidden="true" />
          {format.number(population)}
          <span className="sr-only">{t("inhabitants")}</span>
        </p>
      )}
      <FreshnessBadge freshness={freshness} />
    </section>
  );
}

function FreshnessBadge({ freshness }: { readonly freshness: Freshness }) {
  const t = useText("city");
  return (
    <p
      role="status"
      className={`flex items-center gap-1.5 text-sm font-medium ${TONES[freshness.state]}`}
      data-freshness={freshness.state}
    >
      <span className="size-2 rounded-full bg-current" aria-hidden="true" />
      {freshness.state === "stale" && freshness.tick >= 0
        ? t("freshness.staleAt", { tick: freshness.tick })
        : t(`freshness.${freshness.state}`, {
            seconds: freshness.state === "delayed" ? freshness.seconds : 0,
          })}
    </p>
  );
}

const TONES: Readonly<Record<Freshness["state"], string>> = {
  live: "text-good",
  delayed: "text-warn",
  reconnecting: "text-warn",
  stale: "text-bad",
  frozen: "text-accent",
  connecting: "text-muted",
};
