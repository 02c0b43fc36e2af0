/** What a customer's tier allows. Checked where things are made; what is there stays when a tier becomes smaller. */
export interface Quota {
  /** Agents that live. */
  readonly agents: number;
  /** Usable keys of one agent. */
  readonly keys: number;
  /** API requests a minute of one agent. */
  readonly requests: number;
  /** What the city's own model keys may cost in a day. */
  readonly modelBudgetCents: number;
  /** Memory of one agent. */
  readonly memoryBytes: number;
  /** Parcels owned, agents' ones included. */
  readonly parcels: number;
}

export const PLANS = {
  free: { agents: 3, keys: 4, requests: 100, modelBudgetCents: 0, memoryBytes: 1_048_576, parcels: 5 },
  pro: {
    agents: 25,
    keys: 10,
    requests: 300,
    modelBudgetCents: 2_000,
    memoryBytes: 16_777_216,
    parcels: 100,
  },
  research: {
    agents: 200,
    keys: 20,
    requests: 1_000,
    modelBudgetCents: 20_000,
    memoryBytes: 67_108_864,
    parcels: 1_000,
  },
} as const satisfies Record<string, Quota>;
export type PlanName = keyof typeof PLANS;
export const PLAN_NAMES: readonly PlanName[] = ["free", "pro", "research"];

/** The quotas of a tier; of the smallest where the name is none. */
export function quotaOf(plan: string): Quota {
  return PLAN_NAMES.some((name) => name === plan) ? PLANS[plan as PlanName] : PLANS.free;
}
