import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, it } from "vitest";
import type { FeedEntry } from "#city/protocol/messages.ts";
import type { Locale } from "#components/i18n/locales.ts";
import { cityTextsOf } from "#components/i18n/texts-of.ts";
import type { Calendar } from "#components/net/city-clock.ts";
import { FeedLine } from "./feed-drawer.tsx";

const ENTRY: FeedEntry = {
  tick: 49,
  district: "dst_1000001",
  seq: 1,
  kind: "speech",
  agent: null,
  agentName: "Ada",
  neighborhood: null,
  point: null,
  text: "Ada: hello",
};

function rendered(locale: Locale, calendar: Calendar | null): string {
  return renderToStaticMarkup(
    <IntlProvider locale={locale} messages={{ city: cityTextsOf(locale) }} timeZone="UTC">
      <FeedLine entry={ENTRY} calendar={calendar} />
    </IntlProvider>,
  );
}

describe("a line of the feed in the city", () => {
  it("[FD-6] says when it happened by the city's clock", () => {
    const calendar = { startOfDayMs: 7 * 3_600_000, tickMs: 60_000 };
    expect(rendered("en", calendar)).toContain("Talk · Day 1, 07:49");
    expect(rendered("de", calendar)).toContain("Gespräche · Tag 1, 07:49");
  });

  it("[FD-6] says no time before the clock was heard", () => {
    expect(rendered("en", null)).not.toContain("49");
  });
});
