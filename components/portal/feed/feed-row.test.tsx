import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { describe, expect, it } from "vitest";
import type { FeedLineView } from "#city/protocol/feed-page.ts";
import { FEED_SENTENCES, type FeedEvent, type FeedFacts } from "#city/protocol/feed-sentences.ts";
import type { Locale } from "#components/i18n/locales.ts";
import { cityTextsOf, textsOf } from "#components/i18n/texts-of.ts";
import { FeedRow } from "./feed-row.tsx";

const ENGLISH = "Said in English.";
const EVENTS = Object.keys(FEED_SENTENCES) as FeedEvent[];
const FACTS = { other: "Ben {agent}", place: "12 Mill Lane", cents: 123_450, words: "Hello <b>{other}</b>" };

function line(facts: FeedFacts | undefined): FeedLineView {
  return {
    tick: 7,
    district: "dst_1000001",
    seq: 1,
    kind: "city",
    agent: null,
    agentName: "Ada",
    neighborhood: null,
    point: null,
    text: ENGLISH,
    at: null,
    ...(facts === undefined ? {} : { facts }),
  };
}

function rendered(locale: Locale, facts: FeedFacts | undefined): string {
  return renderToStaticMarkup(
    <IntlProvider locale={locale} messages={textsOf(locale)} timeZone="UTC">
      <FeedRow line={line(facts)} marked={false} />
    </IntlProvider>,
  );
}

describe("a line of the feed", () => {
  it.each(EVENTS)("[FD-5] %s is said in German from its facts", (event) => {
    const html = rendered("de", { event, ...FACTS });
    expect(html).not.toContain(ENGLISH);
    expect(html).not.toMatch(/\{(place|amount|words)\}/);
    expect(textsOf("de").feed.sentences[event]).not.toBe(FEED_SENTENCES[event]);
    expect(cityTextsOf("de").feed.sentences[event]).toBe(textsOf("de").feed.sentences[event]);
  });

  it("[FD-5] has sums by the page's language, and names and words as they are", () => {
    expect(rendered("de", { event: "paid", ...FACTS })).toContain("Ada hat Ben {agent} 1.234,50 cr gezahlt.");
    expect(rendered("en", { event: "paid", ...FACTS })).toContain("Ada paid Ben {agent} 1,234.50 cr.");
    expect(rendered("de", { event: "said", ...FACTS })).toContain("Ada: „Hello &lt;b&gt;{other}&lt;/b&gt;“");
  });

  it("[FD-5] without facts, or of a kind not known here, is the server's sentence", () => {
    expect(rendered("de", undefined)).toContain("Said in English.");
    const unknown = { event: "moved_to_the_moon" } as unknown as FeedFacts;
    expect(rendered("de", unknown)).toContain("Said in English.");
  });
});
