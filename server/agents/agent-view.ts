import { z } from "zod";
import { formatId } from "#city/ids.ts";
import type { OwnAgentKind } from "#city/protocol/agent-draft.ts";
import type { Look } from "#city/world/look.ts";
import type { AgentFacts } from "./agent-facts-store.ts";
import { type Health, type HealthFacts, judgeHealth } from "./health.ts";

/** Where an agent is and what it does, as it last perceived itself. Points are metres. */
export interface Whereabouts {
  readonly tick: number;
  readonly activity: string;
  readonly district: string;
  readonly neighborhood: { readonly id: string; readonly name: string };
  readonly street: string;
  readonly point: { readonly x: number; readonly z: number };
  readonly inside: { readonly id: string; readonly address: string } | null;
  readonly going_to: { readonly building: string | null; readonly point: { x: number; z: number } } | null;
  readonly energy: number;
  readonly satiety: number;
  readonly purse_cents: number;
}

/** One of a person's agents, as lists show it. */
export interface OwnAgentView {
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
  /** Null before it has entered, or while nothing is heard of it. */
  readonly whereabouts: Whereabouts | null;
  readonly health: Health;
}

/** How the city as a whole does, for judging what an agent's silence means. */
export interface CityPulse {
  readonly tickMs: number | null;
  readonly tickAgeMs: number | null;
}

const point = z.object({ x: z.number(), z: z.number() });
const observationSchema = z.object({
  tick: z.int(),
  observation: z.object({
    location: z.object({
      district: z.object({ name: z.string() }),
      neighborhood: z.object({ id: z.string(), name: z.string() }),
      point,
      street: z.string(),
      inside: z.object({ id: z.string(), address: z.string() }).nullable(),
      going_to: z.object({ building: z.string().nullable(), point }).nullable(),
    }),
    environment: z.object({
      self: z.object({
        activity: z.string(),
        energy: z.number(),
        satiety: z.number(),
        purse_cents: z.int(),
      }),
    }),
  }),
});

/** Reads where an agent is out of its last observation; null when that says nothing of it. */
export function whereaboutsOf(json: string | null): Whereabouts | null {
  const read = json === null ? null : observationSchema.safeParse(JSON.parse(json));
  if (!read?.success) return null;
  const { tick, observation } = read.data;
  const { location, environment } = observation;
  const { activity, energy, satiety, purse_cents } = environment.self;
  return {
    tick,
    activity,
    district: location.district.name,
    neighborhood: location.neighborhood,
    street: location.street,
    point: location.point,
    inside: location.inside,
    going_to: location.going_to,
    energy,
    satiety,
    purse_cents,
  };
}

export function ownAgentView(
  world: number,
  facts: AgentFacts,
  pulse: CityPulse,
  whereabouts: Whereabouts | null,
): OwnAgentView {
  return {
    agent_id: facts.id,
    name: facts.name,
    kind: facts.kind,
    look: facts.look,
    home: formatId("bld", world, facts.homeBuilding),
    created_at: facts.createdAt.toISOString(),
    paused_at: facts.pausedAt?.toISOString() ?? null,
    frozen_at: facts.frozenAt?.toISOString() ?? null,
    retired_at: facts.retiredAt?.toISOString() ?? null,
    usable_keys: facts.usableKeys,
    waiting: facts.waiting,
    whereabouts: facts.retiredAt === null ? whereabouts : null,
    health: judgeHealth(healthFacts(facts, pulse, whereabouts)),
  };
}

const AT_CLOSED_BORDER = "waiting at the border";

function healthFacts(facts: AgentFacts, pulse: CityPulse, whereabouts: Whereabouts | null): HealthFacts {
  return {
    ...facts,
    retired: facts.retiredAt !== null,
    frozen: facts.frozenAt !== null,
    paused: facts.pausedAt !== null,
    atClosedBorder: whereabouts?.activity === AT_CLOSED_BORDER,
    city: { ...pulse, districtLag: facts.districtLag },
  };
}
