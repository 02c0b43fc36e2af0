import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { formatId, MAIN_WORLD } from "#city/ids.ts";
import { agentChangeSchema, modelMindSchema, passportSchema } from "#city/protocol/agent-draft.ts";
import { OUTSIDE_AGENT_BASE } from "#city/protocol/wire-types.ts";
import { lookOfAgent } from "#city/world/look.ts";
import { portraitSvg } from "#city/world/portrait.ts";
import { parseActionCursor, readActions } from "#server/agents/agent-actions-store.ts";
import { type AgentFacts, readAgentFacts, readOwnAgents } from "#server/agents/agent-facts-store.ts";
import { type CityPulse, type OwnAgentView, ownAgentView, whereaboutsOf } from "#server/agents/agent-view.ts";
import { mindFaults } from "#server/agents/draft-check.ts";
import { retireAgent, setStopped } from "#server/agents/halt-store.ts";
import { changeProfile, passportAgent, programOf } from "#server/agents/own-agent-store.ts";
import { writePassport } from "#server/agents/passport.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { writeAudit } from "#server/auth/audit.ts";
import { quotaOf } from "#server/plans/plans.ts";
import type { Authenticator } from "./authenticate.ts";
import { registerDraftRoutes } from "./draft-routes.ts";
import { agentNumberOf, noSuchAgent, ownAgentOf } from "./own-agent.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { sendProblem } from "./problem.ts";
import { badQuery, textFrom } from "./query.ts";
import { invalidBody, readBody } from "./read-body.ts";

interface OneAgent {
  Params: { id: string };
}

/** Agents of people: their wizard's drafts, their lives, and what everybody may know of any agent. */
export function registerAgentRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
): void {
  app.addHook("onRequest", limitAddress);
  app.get("/api/v1/agents/passport.schema.json", async () => z.toJSONSchema(passportSchema, { io: "input" }));
  app.get<OneAgent>("/api/v1/agents/:id", async (request) => {
    const session = await parts.people.sessionOf(request);
    return profileOf(parts, request.params.id, session?.userId ?? null);
  });
  app.get<OneAgent>("/api/v1/agents/:id/portrait.svg", (request, reply) =>
    sendPortrait(parts, request, reply),
  );
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireUser);
    registerDraftRoutes(scope, parts, gate);
    registerOwnRoutes(scope, parts, gate);
  });
}

/** What only the person may do whose agent it is. */
function registerOwnRoutes(app: FastifyInstance, parts: ApiParts, { userOf }: PeopleGate): void {
  const { pool, people } = parts;
  const ownOf = (request: FastifyRequest<OneAgent>) =>
    ownAgentOf(pool, userOf(request).userId, request.params.id);
  app.get("/api/v1/agents", async (request) => {
    const { userId, plan } = userOf(request);
    const agents = (await readOwnAgents(pool, MAIN_WORLD, userId)).map((facts) => ownViewOf(parts, facts));
    const used = agents.filter((agent) => agent.retired_at === null).length;
    return { agents, quota: { used, limit: quotaOf(plan).agents } };
  });
  app.patch<OneAgent>("/api/v1/agents/:id", async (request, reply) => {
    const facts = await ownOf(request);
    const change = readBody(agentChangeSchema, request.body);
    if (facts.retiredAt !== null) return sendProblem(reply, LEFT);
    const faults = mindFaults(
      {
        kind: facts.kind,
        model: change.model ?? modelOf(facts),
        program: change.program ?? programOf(facts.mind),
      },
      typeof change.provider_key === "string" || (facts.hasProviderKey && change.provider_key === undefined),
    );
    if (faults.length > 0) return sendProblem(reply, invalidBody(faults));
    await changeProfile(pool, people.sealer, MAIN_WORLD, facts, change);
    return ownDetail(parts, await ownOf(request));
  });
  app.get<OneAgent>("/api/v1/agents/:id/actions", async (request) => {
    const { number } = await ownOf(request);
    const text = textFrom(request.query, "before");
    const before = text === null ? null : parseActionCursor(text);
    if (text !== null && before === null) throw badQuery('Give as "before" what "next" said.');
    return readActions(pool, MAIN_WORLD, number, before);
  });
  app.get<OneAgent>("/api/v1/agents/:id/passport", async (request, reply) => {
    const facts = await ownOf(request);
    const passport = writePassport(facts.id, passportAgent(MAIN_WORLD, facts), new Date(parts.wallMs()));
    return reply
      .header("content-disposition", `attachment; filename="${facts.id}.passport.json"`)
      .send(passport);
  });
  const changeLife =
    (action: "pause" | "resume" | "retire") =>
    async (request: FastifyRequest<OneAgent>, reply: FastifyReply) => {
      const facts = await ownOf(request);
      const { userId } = userOf(request);
      if (facts.retiredAt !== null) return sendProblem(reply, LEFT);
      if (action === "resume" && facts.frozenAt !== null) return sendProblem(reply, FROZEN);
      const agent = { world: MAIN_WORLD, number: facts.number };
      const changed =
        action === "retire"
          ? await retireAgent(pool, agent, userId)
          : await setStopped(pool, agent, "paused", action === "pause");
      if (changed) {
        parts.keyWatch.announce(facts.id, null);
        await writeAudit(pool, {
          actor: userId,
          action: `agent_${action}`,
          subject: facts.id,
          address: addressOf(request),
        });
      }
      return ownDetail(parts, await ownOf(request));
    };
  for (const action of ["pause", "resume", "retire"] as const)
    app.post<OneAgent>(`/api/v1/agents/:id/${action}`, changeLife(action));
}

const LEFT = { code: "gone", detail: "The agent has left the city for good." } as const;
const FROZEN = {
  code: "forbidden",
  detail: "Whoever runs the city froze this agent; only they can let it go on.",
} as const;

/** What anybody may know of an agent or a resident, and all of it for its owner. */
async function profileOf(parts: ApiParts, id: string, userId: number | null): Promise<object> {
  const number = agentNumberOf(id);
  if (number === null) throw noSuchAgent();
  const facts = number < OUTSIDE_AGENT_BASE ? null : await readAgentFacts(parts.pool, MAIN_WORLD, number);
  if (facts === null && number >= OUTSIDE_AGENT_BASE) throw noSuchAgent();
  const left = facts !== null && facts.retiredAt !== null;
  const detail = left ? null : await parts.inspect("agent", id);
  const live: unknown = detail === null ? null : JSON.parse(detail);
  // A resident is known to its worker alone; while that is silent nobody can tell whether there is one of this number.
  if (facts === null) {
    if (live === null) throw noSuchAgent();
    return {
      agent_id: id,
      name: nameIn(live),
      kind: "resident",
      look: lookOfAgent(number),
      mine: false,
      live,
    };
  }
  const mine = facts.userId !== null && facts.userId === userId;
  return {
    agent_id: facts.id,
    name: facts.name,
    kind: facts.kind,
    look: facts.look,
    owner_name: facts.ownerName,
    home: formatId("bld", MAIN_WORLD, facts.homeBuilding),
    created_at: facts.createdAt.toISOString(),
    retired_at: facts.retiredAt?.toISOString() ?? null,
    mine,
    live,
    ...(mine ? { own: ownDetail(parts, facts) } : {}),
  };
}

/** What an owner sees of their agent besides; a provider's key is never among it. */
function ownDetail(parts: ApiParts, facts: AgentFacts): object {
  return {
    ...ownViewOf(parts, facts),
    persona: facts.persona,
    goals: facts.goals,
    model: facts.kind === "model" ? modelOf(facts) : null,
    program: facts.kind === "code" ? programOf(facts.mind) : null,
    has_provider_key: facts.hasProviderKey,
  };
}

function ownViewOf(parts: ApiParts, facts: AgentFacts): OwnAgentView {
  const latest = parts.observations.latest(facts.id);
  return ownAgentView(MAIN_WORLD, facts, pulseOf(parts), whereaboutsOf(latest?.json ?? null));
}

function pulseOf({ city }: ApiParts): CityPulse {
  const clock = city.clock();
  return {
    tickMs: clock === null || clock.speed === 0 ? null : clock.tickMs / clock.speed,
    tickAgeMs: clock === null ? null : city.tickAgeMs(),
  };
}

function modelOf({ mind }: AgentFacts): z.infer<typeof modelMindSchema> {
  const model = modelMindSchema.safeParse(mind);
  return model.success
    ? model.data
    : { provider: "scripted", model: "", temperature: 0.7, base_url: null, key: "city" };
}

async function sendPortrait(
  parts: ApiParts,
  request: FastifyRequest<OneAgent>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const number = agentNumberOf(request.params.id);
  if (number === null) throw noSuchAgent();
  const facts = number < OUTSIDE_AGENT_BASE ? null : await readAgentFacts(parts.pool, MAIN_WORLD, number);
  if (facts === null && number >= OUTSIDE_AGENT_BASE) throw noSuchAgent();
  const svg = portraitSvg(facts?.look ?? lookOfAgent(number), facts?.name ?? request.params.id);
  return (
    reply
      .header("content-type", "image/svg+xml; charset=utf-8")
      .header("cache-control", "public, max-age=60")
      // Opened by itself it is a document of our own origin: nothing may run in it.
      .header("content-security-policy", "default-src 'none'; sandbox")
      .send(svg)
  );
}

function nameIn(live: unknown): string {
  return typeof live === "object" && live !== null && "name" in live ? String(live.name) : "";
}
