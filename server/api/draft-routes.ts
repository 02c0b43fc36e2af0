import { randomInt } from "node:crypto";
import type { FastifyInstance, FastifyReply } from "fastify";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import {
  draftBeginSchema,
  draftChangeSchema,
  emptyDraft,
  passportSchema,
} from "#city/protocol/agent-draft.ts";
import { faultAt } from "#city/protocol/field-faults.ts";
import type { Err } from "#city/result.ts";
import { lookOfWord } from "#city/world/look.ts";
import { mindFaults } from "#server/agents/draft-check.ts";
import {
  addDraft,
  changeDraft,
  type Draft,
  findDraft,
  listDrafts,
  removeDraft,
} from "#server/agents/draft-store.ts";
import { faultsOfDraft, type GoLiveFault, goLive } from "#server/agents/go-live.ts";
import { draftOfPassport } from "#server/agents/passport.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { writeAudit } from "#server/auth/audit.ts";
import { quotaOf } from "#server/plans/plans.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { ApiFault, type Problem, sendProblem, unavailable } from "./problem.ts";
import { invalidBody, readBody } from "./read-body.ts";

const WORD_LIMIT = 2 ** 32;

/** Agents that a person has begun: saved at every step, until they go live. Behind requireUser. */
export function registerDraftRoutes(app: FastifyInstance, parts: ApiParts, { userOf }: PeopleGate): void {
  const { pool, people } = parts;
  app.get("/api/v1/agents/drafts", async (request) => ({
    drafts: (await listDrafts(pool, userOf(request).userId)).map(withFaults),
  }));
  app.post("/api/v1/agents/drafts", async (request, reply) => {
    const begin = readBody(draftBeginSchema, request.body ?? {});
    const { step = "profile", content = emptyDraft(lookOfWord(randomInt(WORD_LIMIT))) } = begin;
    return sendNew(reply, await addDraft(pool, userOf(request).userId, step, content));
  });
  app.post("/api/v1/agents/import", async (request, reply) => {
    const content = draftOfPassport(readBody(passportSchema, request.body));
    if (!content.ok) return sendProblem(reply, invalidBody([faultAt("/checksum", content)]));
    return sendNew(reply, await addDraft(pool, userOf(request).userId, "profile", content.value));
  });
  app.get<OneDraft>("/api/v1/agents/drafts/:id", async (request) =>
    withFaults(await draftOf(parts, userOf(request).userId, request.params.id)),
  );
  app.patch<OneDraft>("/api/v1/agents/drafts/:id", async (request) => {
    const change = readBody(draftChangeSchema, request.body);
    const changed = await changeDraft(pool, people.sealer, userOf(request).userId, request.params.id, change);
    if (changed === null) throw noSuchDraft();
    return withFaults(changed);
  });
  app.delete<OneDraft>("/api/v1/agents/drafts/:id", async (request, reply) => {
    if (await removeDraft(pool, userOf(request).userId, request.params.id)) return reply.code(204).send();
    throw noSuchDraft();
  });
  app.post<OneDraft>("/api/v1/agents/drafts/:id/check", async (request) => {
    const { content, has_provider_key } = await draftOf(parts, userOf(request).userId, request.params.id);
    const faults = mindFaults(content, has_provider_key);
    return { ok: faults.length === 0, faults, asked_provider: false };
  });
  app.post<OneDraft>("/api/v1/agents/drafts/:id/live", async (request, reply) => {
    const { userId, plan } = userOf(request);
    const draft = await draftOf(parts, userId, request.params.id);
    const homes = await parts.homes(MAIN_WORLD);
    if (homes === null) return sendProblem(reply, unavailable("The city has not been built yet; try again."));
    const agentsMax = quotaOf(plan).agents;
    const ground = { pool, sealer: people.sealer, homes };
    const live = await goLive(ground, { world: MAIN_WORLD, userId, agentsMax, draft });
    if (!live.ok) return sendProblem(reply, goLiveProblem(live, draft));
    const subject = live.value.agent_id;
    await writeAudit(pool, { actor: userId, action: "agent_live", subject, address: addressOf(request) });
    return reply.code(201).send(live.value);
  });
}

interface OneDraft {
  Params: { id: string };
}

async function draftOf({ pool }: ApiParts, userId: number, id: string): Promise<Draft> {
  const draft = await findDraft(pool, userId, id);
  if (draft === null) throw noSuchDraft();
  return draft;
}

function withFaults(draft: Draft): Draft & { readonly faults: ReturnType<typeof faultsOfDraft> } {
  return { ...draft, faults: faultsOfDraft(draft) };
}

function sendNew(reply: FastifyReply, draft: Draft | null): FastifyReply {
  if (draft !== null) return reply.code(201).send(withFaults(draft));
  const detail = `You have ${LIMITS.draftsPerPersonMax} drafts already: finish one, or delete it.`;
  return sendProblem(reply, { code: "quota_reached", detail });
}

function goLiveProblem({ code, ...rest }: Err<GoLiveFault>, draft: Draft): Problem {
  switch (code) {
    case "unfinished":
      return invalidBody(faultsOfDraft(draft).map(({ step: _step, ...fault }) => fault));
    case "bad_home":
    case "no_room":
      return invalidBody([faultAt("/home", { code, ...rest })]);
    case "bad_seal":
      return invalidBody([faultAt("/provider_key", { code, ...rest })]);
    default:
      return { code, detail: rest.message };
  }
}

function noSuchDraft(): ApiFault {
  return new ApiFault({ code: "not_found", detail: "You have no draft of this id." });
}
