/** What a key may do: read observations and results; act; use the agent's memory; manage the agent's keys. */
export const KEY_SCOPES = ["observe", "act", "memory", "admin"] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** What a key may do unless something else is asked for: all that living in the city takes. */
export const DEFAULT_SCOPES: readonly KeyScope[] = ["observe", "act", "memory"];
