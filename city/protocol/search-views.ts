import type { OwnAgentKind } from "./agent-draft.ts";

/** Somebody found by name. */
export interface FoundAgent {
  readonly id: string;
  readonly name: string;
  readonly kind: OwnAgentKind;
  /** As packLook made it. */
  readonly look: number;
}

/** What GET /search answers: a few of each, best first. */
export interface SearchView {
  /** Agents from outside: only they have accounts at City Hall. */
  readonly agents: readonly FoundAgent[];
  readonly residents: readonly FoundAgent[];
  readonly parcels: readonly { readonly id: string; readonly address: string }[];
}
