import { createHash } from "node:crypto";
import type { AgentId } from "#city/ids.ts";
import {
  type DraftContent,
  emptyDraft,
  PASSPORT_FORMAT,
  PASSPORT_VERSION,
  type Passport,
} from "#city/protocol/agent-draft.ts";
import { fault } from "#city/protocol/field-faults.ts";
import { ok, type Result } from "#city/result.ts";
import { canonicalJson } from "#server/api/request-digest.ts";

/** Writes down what an owner wrote about an agent, with a checksum over all of it. */
export function writePassport(agentId: AgentId, agent: Passport["agent"], at: Date): Passport {
  const rest = {
    format: PASSPORT_FORMAT,
    version: PASSPORT_VERSION,
    exported_at: at.toISOString(),
    agent_id: agentId,
    agent,
  } as const;
  return { ...rest, checksum: checksumOf(rest) };
}

/** The draft that a passport stands for; `damaged` when its checksum does not fit. */
export function draftOfPassport(passport: Passport): Result<DraftContent, "damaged"> {
  const { checksum, ...rest } = passport;
  if (checksumOf(rest) !== checksum) return fault("damaged");
  const { name, look, persona, goals, kind, model, program, home } = passport.agent;
  const empty = emptyDraft(look);
  // The key of a provider never travels: who imports a model agent enters one, or uses the city's.
  return ok({
    ...empty,
    name,
    persona,
    goals,
    kind,
    home,
    model: model ?? empty.model,
    program: program ?? "",
  });
}

function checksumOf(rest: Omit<Passport, "checksum">): string {
  return createHash("sha256").update(canonicalJson(rest)).digest("hex");
}
