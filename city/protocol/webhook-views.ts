import type { FeedKind } from "./messages.ts";

/** `mine`: what concerns the person, their agents and their parcels; `all`: every public line. */
export const WEBHOOK_SCOPES = ["mine", "all"] as const;
export type WebhookScope = (typeof WEBHOOK_SCOPES)[number];

/** A webhook as its owner sees it; its secret is never among it. */
export interface WebhookView {
  readonly id: string;
  readonly url: string;
  /** Empty: all kinds. */
  readonly kinds: readonly FeedKind[];
  readonly scope: WebhookScope;
  /** `off`: its owner switched it off; `failing`: we did, after too many failures. */
  readonly state: "on" | "off" | "failing";
  /** Attempts in a row that failed. */
  readonly failures: number;
  readonly waiting: number;
  /** Until then messages carry a signature by the secret before as well; null: there is none. */
  readonly old_secret_until: string | null;
  readonly created_at: string;
}

/** A webhook that was just made, or whose secret is new: the one time it is shown. */
export interface WebhookSecretView {
  readonly webhook: WebhookView;
  readonly secret: string;
}

/** Why a message did not arrive. */
export const WEBHOOK_FAULTS = [
  "bad_url",
  "bad_scheme",
  "bad_port",
  "has_login",
  "private_address",
  "unknown_name",
  "no_connection",
  "timeout",
  "too_many_redirects",
  "answer_too_large",
  "bad_status",
  "secret_lost",
  "switched_off",
] as const;
export type WebhookFault = (typeof WEBHOOK_FAULTS)[number];

export const DELIVERY_STATES = ["waiting", "delivered", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A message for a webhook and what became of it. */
export interface DeliveryView {
  readonly id: string;
  /** `webhook-id` of every attempt. */
  readonly message_id: string;
  /** `feed.speech` and so on, or `test`. */
  readonly type: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** HTTP status of the last answer; null: there was none. */
  readonly answer: number | null;
  /** Why there was no good answer; null while nothing went wrong. */
  readonly error: WebhookFault | null;
  readonly created_at: string;
  readonly finished_at: string | null;
  /** When the next attempt is due. */
  readonly next_at: string | null;
  readonly body: string;
}
