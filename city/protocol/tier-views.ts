/** A customer's tier and what it allows. */
export interface TierView {
  readonly id: string;
  readonly name: string;
  readonly agents: number;
  /** Usable keys of one agent. */
  readonly keys: number;
  /** Requests a minute of one agent. */
  readonly requests: number;
  readonly model_budget_cents: number;
  /** Memory of one agent. */
  readonly memory_bytes: number;
  readonly parcels: number;
  readonly webhooks: number;
}

/** How much of a tier somebody uses. */
export interface TierUsage {
  /** Id of the tier. */
  readonly plan: string;
  readonly agents: number;
  readonly parcels: number;
  /** Usable keys of the agent that has most of them. */
  readonly keys: number;
  readonly webhooks: number;
}
