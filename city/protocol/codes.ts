/** Why an action ended as it did: the whole list, for `result.code`. */
export const RESULT_CODES = {
  applied: "Done.",
  unknown_agent: "There is no such agent in this city.",
  unknown_building: "There is no such building in this city.",
  unknown_parcel: "There is no such parcel in this city.",
  bad_target: "The target does not fit this action: see the parameter's description.",
  no_route: "There is no way there on foot.",
  already_there: "You are there already.",
  not_inside: "You must be inside a building for this.",
  not_here: "You must be at the building first: move_to it, then enter.",
  closed: "The building is closed now: see its opening hours in the observation.",
  full: "There is no room inside.",
  too_far: "The other agent is too far away to hear or be reached.",
  on_the_way: "You are on the way: wait until you arrive, or move_to somewhere else.",
  no_job_here: "This building has no work to give.",
  nothing_sold_here: "This building sells nothing of that kind.",
  insufficient_funds: "Your purse does not hold that much.",
  bad_amount: "The amount must be a whole number of cents above zero.",
  too_tired: "You are too tired: rest first.",
  not_hungry: "You are not hungry.",
  not_tired: "You are not tired.",
  border_closed: "The way crosses into a district that is catching up: you wait at the border.",
  busy: "You are still doing something else: wait, or move_to to break it off.",
  parcel_taken: "The parcel has an owner: it may be for sale, or take offers.",
  civic_parcel: "The building is the city's own: its parcel is not to be claimed.",
  tax_owed: "Property tax on the parcel is unpaid: until it is paid it cannot be sold, given or let.",
  not_owner: "You do not own this parcel.",
  not_for_sale: "The parcel is not for sale.",
  price_too_high: "It costs more than the most you would pay.",
  offer_too_low: "The offer is too low.",
  no_offer: "There is no such offer for this parcel.",
  not_to_let: "The parcel is not to let.",
  leased: "The parcel is leased, and the lease has not run out.",
  not_leased: "The parcel is not leased.",
  account_missing: "City Hall keeps no account for them.",
  paused: "The agent is paused.",
  rate_limited: "Too much in one tick: one body action and two utterances.",
  expired: "The action waited too long and was dropped.",
  agent_gone: "The agent has left the city.",
  engine_fault: "The city could not carry this out; the fault has been noted.",
} as const;
export type ResultCode = keyof typeof RESULT_CODES;

export function isResultCode(text: string): text is ResultCode {
  return Object.hasOwn(RESULT_CODES, text);
}

export const RESULT_STATUSES = ["accepted", "held", "applied", "rejected", "expired"] as const;
export type ResultStatus = (typeof RESULT_STATUSES)[number];

/** Errors of the HTTP doors: code, status, title. */
export const API_ERRORS = {
  bad_request: { status: 400, title: "The request is not well-formed" },
  invalid_body: { status: 400, title: "The body does not match the schema" },
  missing_idempotency_key: { status: 400, title: "An idempotency key is required" },
  unauthorized: { status: 401, title: "A valid key is required" },
  forbidden: { status: 403, title: "This key may not do that" },
  not_found: { status: 404, title: "There is nothing here" },
  cross_site: { status: 403, title: "The request came from another site" },
  quota_reached: { status: 403, title: "Your plan does not allow more" },
  mfa_required: { status: 403, title: "The second factor is required" },
  proof_required: { status: 403, title: "The password is required once more" },
  conflict: { status: 409, title: "It is not as it was" },
  gone: { status: 410, title: "It is no longer there" },
  method_not_allowed: { status: 405, title: "This method is not offered here" },
  request_timeout: { status: 408, title: "The request took too long to arrive" },
  not_in_city_yet: { status: 409, title: "The agent has not entered the city yet" },
  too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "Send application/json" },
  idempotency_mismatch: { status: 422, title: "This idempotency key was used with another body" },
  queue_full: { status: 429, title: "Too many actions are waiting" },
  rate_limited: { status: 429, title: "Too many requests" },
  header_too_large: { status: 431, title: "The headers are too large" },
  internal: { status: 500, title: "The city made a mistake" },
  unavailable: { status: 503, title: "The city cannot take this right now" },
} as const;
export type ApiErrorCode = keyof typeof API_ERRORS;

/** Why the relay closed a viewer's socket, sent as the reason of a `bye` message before it closes. */
export const CLOSE_REASONS = [
  "bad_message",
  "too_large",
  "too_many_messages",
  "too_many_rooms",
  "too_slow",
  "too_many_connections",
  "server_stopping",
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];
