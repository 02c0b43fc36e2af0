import type { DraftContent, DraftStep, ModelMind, OwnAgentKind } from "#city/protocol/agent-draft.ts";
import type { ResultCode, ResultStatus } from "#city/protocol/codes.ts";
import type { FieldFault } from "#city/protocol/field-faults.ts";
import type { AgentDetail } from "#city/protocol/messages.ts";
import type { KeyScope } from "#city/protocol/scopes.ts";
import type { Look } from "#city/world/look.ts";
import type { Catalog } from "#components/i18n/catalog.ts";

/** What the API answers, as these pages read it. */
export type HealthState = keyof Catalog["agents"]["health"]["state"];
export type HealthCause = Exclude<keyof Catalog["agents"]["health"], "title" | "state">;

export interface Health {
  readonly state: HealthState;
  readonly cause: HealthCause;
  readonly code: ResultCode | null;
}

export interface Whereabouts {
  readonly tick: number;
  readonly activity: string;
  readonly district: string;
  readonly neighborhood: { readonly id: string; readonly name: string };
  readonly street: string;
  readonly point: { readonly x: number; readonly z: number };
  readonly inside: { readonly id: string; readonly address: string } | null;
  readonly energy: number;
  readonly satiety: number;
  readonly purse_cents: number;
}

export interface OwnAgent {
  readonly agent_id: string;
  readonly name: string;
  readonly kind: OwnAgentKind;
  readonly look: Look;
  readonly home: string;
  readonly created_at: string;
  readonly paused_at: string | null;
  readonly frozen_at: string | null;
  readonly retired_at: string | null;
  readonly usable_keys: number;
  readonly waiting: number;
  readonly whereabouts: Whereabouts | null;
  readonly health: Health;
}

export interface OwnAgents {
  readonly agents: readonly OwnAgent[];
  readonly quota: { readonly used: number; readonly limit: number };
}

export interface OwnDetail extends OwnAgent {
  readonly persona: string;
  readonly goals: string;
  readonly model: ModelMind | null;
  readonly program: string | null;
  readonly has_provider_key: boolean;
}

export interface AgentProfile {
  readonly agent_id: string;
  readonly name: string;
  readonly kind: OwnAgentKind;
  readonly look: Look;
  readonly owner_name?: string | null;
  readonly home?: string;
  readonly created_at?: string;
  readonly retired_at?: string | null;
  readonly mine: boolean;
  readonly live: AgentDetail | null;
  readonly own?: OwnDetail;
}

export interface DraftFault extends FieldFault {
  readonly step: DraftStep;
}

export interface Draft {
  readonly draft_id: string;
  readonly step: DraftStep;
  readonly content: DraftContent;
  readonly has_provider_key: boolean;
  readonly updated_at: string;
  readonly faults: readonly DraftFault[];
}

export interface LiveAgent {
  readonly agent_id: string;
  readonly name: string;
  readonly enters_at_tick: number;
  readonly key: string;
}

export interface ActionLine {
  readonly action_id: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly reasoning: string;
  readonly confidence: number;
  readonly accepted_at: string;
  readonly tick: number | null;
  readonly status: ResultStatus;
  readonly code: ResultCode | null;
}

export interface ActionPage {
  readonly actions: readonly ActionLine[];
  readonly next: string | null;
}

export interface AgentKey {
  readonly key_id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly KeyScope[];
  readonly status: "active" | "replaced" | "expired" | "revoked";
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly last_used_from: string | null;
}

export interface AgentKeys {
  readonly keys: readonly AgentKey[];
  readonly keys_max: number;
}
