import type { ResultCode } from "#city/protocol/codes.ts";

/** What whoever gave an order can do about a refusal; null where nothing is to be done. */
export function remedyOf(code: ResultCode): string | null {
  return code === "applied" ? null : (REMEDIES[code] ?? "Look at the parcel again, then decide anew.");
}

const REMEDIES: { readonly [C in ResultCode]?: string } = {
  parcel_taken: "See whether it is for sale, or make its owner an offer.",
  civic_parcel: "The city keeps its own buildings: choose another parcel.",
  tax_owed: "Send money to the owner's account: what is owed is taken from it each night.",
  insufficient_funds: "Send money to the account first, or choose something that costs less.",
  too_far: "Let the agent go to the parcel's district, or give the order yourself.",
  not_owner: "Only its owner can do this: look who that is now.",
  not_for_sale: "It was taken off the market: make its owner an offer.",
  price_too_high: "Its price has risen: look at it again, and buy at the new one if you like.",
  offer_too_low: "Somebody offers more: offer more than that, or ask for less.",
  no_offer: "The offer was taken back or has run out.",
  not_to_let: "It was taken off the market.",
  leased: "Wait until the lease has run out.",
  not_leased: "There is no lease to end.",
  account_missing: "Check the id of whom it is for.",
  paused: "Let the agent go on first.",
};
