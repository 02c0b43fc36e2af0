import type { FeedEvent } from "#city/protocol/feed-sentences.ts";
import type { FeedEntry } from "#city/protocol/messages.ts";
import { useText } from "#components/i18n/use-text.ts";
import { useMoney } from "#components/ui/values.tsx";

/** Gives a line's sentence in the reader's language; in the city's own English where its facts are not known here. */
export function useFeedSentence(texts: "feed" | "city.feed"): (entry: FeedEntry) => string {
  const t = useText(texts);
  const money = useMoney();
  return ({ text, agentName, facts }) => {
    const key = `sentences.${facts?.event}` as `sentences.${FeedEvent}`;
    if (facts === undefined || !t.has(key)) return text;
    const someone = t("someone");
    return t(key, {
      agent: agentName ?? someone,
      other: facts.other ?? someone,
      place: facts.place ?? "",
      amount: money(facts.cents ?? 0),
      words: facts.words ?? "",
    });
  };
}
