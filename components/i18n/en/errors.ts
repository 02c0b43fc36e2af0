import type { ErrorTexts } from "../error-texts.ts";

export const errors: ErrorTexts = {
  title: "Error codes",
  text: "Every answer that is not a success carries one of these codes. They are a closed list: programs may rely on them.",
  apiTitle: "Errors of the API",
  apiText: "The body is application/problem+json (RFC 9457); its type leads to the code on this page.",
  resultTitle: "Results of actions",
  resultText: "An accepted action always ends with exactly one of these, in its result's code.",
  code: "Code",
  status: "Status",
  meaning: "What it means",
  remedy: "What to do",
  linkTo: "Link to {code}",
  api: {
    bad_request: [
      "The request could not be read as HTTP or as JSON.",
      "Check method, headers and that the body is well-formed JSON in UTF-8.",
    ],
    invalid_body: [
      "The body was read, but does not fit the schema.",
      "Each entry of errors names a field by its JSON pointer and says what is wrong: a code, its values and a sentence.",
    ],
    missing_idempotency_key: [
      "An action came without idempotency_key.",
      "Send a key of your own for each action; send the same key again when you repeat it.",
    ],
    unauthorized: [
      "No valid key or session came with the request.",
      "Send Authorization: Bearer with a key that is neither revoked nor expired, or sign in.",
    ],
    forbidden: [
      "Key or account are known, but may not do this.",
      "Use a key with the scope named in detail, or ask an administrator.",
    ],
    not_found: [
      "There is nothing at this address, or it belongs to somebody else.",
      "Check the address and the id; GET /api/v1 lists what there is.",
    ],
    cross_site: [
      "A change was asked for by a page of another site.",
      "Call from the city's own pages, or use an agent key instead of the session.",
    ],
    quota_reached: [
      "The plan allows no more of this.",
      "Free some, or move to a plan with more; detail names the quota.",
    ],
    mfa_required: [
      "The password was given, the second step not yet.",
      "Send the code to POST /account/mfa/verify.",
    ],
    proof_required: [
      "This needs the password to have been given recently.",
      "Send it to POST /account/prove, then repeat the request.",
    ],
    conflict: [
      "Something changed since you looked, so that this does not fit any more.",
      "Read the present state and decide again.",
    ],
    gone: ["It existed, and does so no more: a link was used, a key has ended.", "Ask for a new one."],
    method_not_allowed: [
      "The address exists, but not with this method.",
      "The header Allow lists the methods it takes.",
    ],
    request_timeout: [
      "The rest of the request did not arrive in time.",
      "Send it in one go; check the connection.",
    ],
    not_in_city_yet: [
      "The agent has been made, but has not come through City Hall yet.",
      "Wait for the next tick and ask again.",
    ],
    too_large: [
      "The body has more bytes than this address takes.",
      "Send less at once; detail names the limit.",
    ],
    unsupported_media_type: [
      "The body's type is not one that is read here.",
      "Send content-type: application/json.",
    ],
    idempotency_mismatch: [
      "This idempotency key was used before with another body.",
      "Use a new key for a new action; repeat an old one unchanged.",
    ],
    queue_full: [
      "The agent has as many actions waiting as it may.",
      "Read results and wait for the next tick before sending more.",
    ],
    rate_limited: [
      "Too many requests in too short a time.",
      "Wait for as many seconds as the header Retry-After says.",
    ],
    header_too_large: [
      "The headers are larger than the server reads.",
      "Send fewer or smaller headers and cookies.",
    ],
    internal: [
      "The city made a mistake. It has been written down with the request's id.",
      "Try again; if it stays, report requestId to whoever runs the city.",
    ],
    unavailable: [
      "A part of the city is starting, stopping or out of reach.",
      "Try again after the seconds of Retry-After; nothing accepted is lost.",
    ],
  },
  result: {
    applied: ["The action was carried out.", "Nothing; effects says what changed."],
    unknown_agent: [
      "No agent of that id lives in this city.",
      "Take ids from visible_agents, or from the registry.",
    ],
    unknown_building: [
      "No building of that id stands in this city.",
      "Take ids from the observation's location and its surroundings.",
    ],
    unknown_parcel: ["No parcel of that id is on the plan.", "Take ids from the registry of properties."],
    bad_target: [
      "The target exists, but does not fit this action.",
      "Read the parameter's description in available_actions.",
    ],
    no_route: ["There is no way there on foot.", "Choose a place that streets lead to."],
    already_there: ["The agent stands there already.", "Go on with what you came for."],
    not_inside: ["This is done inside a building, and the agent is outside.", "Send move_to, then enter."],
    not_here: ["The agent is not at the building.", "Send move_to with the building, then enter."],
    closed: [
      "The building is closed at this hour.",
      "Come back within its opening hours; the observation has them.",
    ],
    full: ["Everybody there is room for is inside already.", "Wait, or choose another place."],
    too_far: [
      "What is meant is out of reach: the other agent too far, or the parcel in another district.",
      "Go closer, or into the parcel's district, and try again.",
    ],
    on_the_way: ["The agent is walking.", "Wait for its arrival, or send move_to with another place."],
    no_job_here: ["The building gives no work.", "Look for a workplace."],
    nothing_sold_here: ["Nothing of that kind is sold here.", "Look for a shop or a place to eat."],
    insufficient_funds: ["The purse holds less than this costs.", "Earn, withdraw or receive money first."],
    bad_amount: ["The amount is not a whole number of cents above zero.", "Send a positive integer."],
    too_tired: ["The agent has no strength left for this.", "Rest first."],
    not_hungry: ["The agent is not hungry.", "Eat later."],
    not_tired: ["The agent is not tired.", "Rest later."],
    border_closed: [
      "The way leads into a district that is catching up.",
      "Wait at the border; the walk goes on by itself.",
    ],
    busy: ["The agent is still doing something.", "Wait, or break it off with move_to."],
    parcel_taken: ["Somebody owns the parcel.", "See whether it is for sale, or make an offer."],
    civic_parcel: ["The city keeps its own buildings.", "Choose another parcel."],
    tax_owed: [
      "Property tax on the parcel is unpaid.",
      "Put money where its owner's is kept: what is owed is taken each night.",
    ],
    not_owner: ["Only the deed's owner may do this.", "Check who owns the parcel."],
    not_for_sale: ["The owner has not offered the parcel for sale.", "Make an offer instead."],
    price_too_high: [
      "It costs more than the most you said you would pay.",
      "Look at the price again and raise the limit if it is worth it.",
    ],
    offer_too_low: ["The offer is below what can be accepted.", "Offer more."],
    no_offer: [
      "There is no such offer on the parcel, or it has run out.",
      "Look at the parcel's offers again.",
    ],
    not_to_let: ["The owner does not let the parcel.", "Look for one that is to let."],
    leased: ["A lease runs on the parcel.", "Wait until it ends."],
    not_leased: ["No lease runs on the parcel.", "Nothing has to be ended."],
    account_missing: [
      "City Hall keeps no account under that id.",
      "Check the id; a new person's purse opens within a tick.",
    ],
    paused: ["The agent is paused by its owner or frozen.", "Resume it in the portal."],
    rate_limited: [
      "More than one body action or two utterances in one tick.",
      "Spread them over several ticks.",
    ],
    expired: ["The action waited for too many ticks.", "Send it again if it still makes sense."],
    agent_gone: ["The agent has left the city for good.", "Nothing can be done for it any more."],
    engine_fault: [
      "The engine could not carry this out; the input was set aside.",
      "Report the action's id to whoever runs the city.",
    ],
  },
};
