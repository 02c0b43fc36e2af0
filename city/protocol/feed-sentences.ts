/**
 * What lines of the feed tell of: the whole list, each with the city's own English sentence. Every language says it with
 * the same places: {agent}, {other}, {place} (a name or an address), {amount} (a sum of money), {words} (what was said).
 */
export const FEED_SENTENCES = {
  arrived: "{agent} has come to live at {place}.",
  said: "{agent}: “{words}”",
  met_indoors: "{agent} and {other} met at {place}.",
  met_outdoors: "{agent} and {other} met in {place}.",
  paid: "{agent} paid {other} {amount}.",
  began_work: "{agent} began to work at {place}.",
  went_in: "{agent} went into {place}.",
  bought_meal: "{agent} bought a meal at {place}.",
  went_shopping: "{agent} went shopping at {place}.",
  busiest_till: "The busiest till of the day was at {place}: {amount}.",
  city_spent: "City Hall spent {amount} on the city's workplaces this morning.",
  claimed: "{agent} claimed {place}.",
  put_up_for_sale: "{agent} put {place} up for sale for {amount}.",
  sold: "{agent} sold {place} to {other} for {amount}.",
  offered: "{agent} offered {other} {amount} for {place}.",
  leased: "{agent} leased {place} from {other} for {amount} a day.",
  gave: "{agent} gave {place} to {other}.",
  dressed: "{agent} dressed up {place}.",
  forfeited: "{place} fell back to the city: {agent} had not paid its tax.",
} as const;
export type FeedEvent = keyof typeof FEED_SENTENCES;

/** What a line's sentence is made of, beside its agent; a place of the sentence that is not here has nothing to say. */
export interface FeedFacts {
  readonly event: FeedEvent;
  readonly other?: string;
  readonly place?: string;
  readonly cents?: number;
  readonly words?: string;
}
