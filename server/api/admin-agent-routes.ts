import type { FastifyInstance } from "fastify";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { setStopped } from "#server/agents/halt-store.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { writeAudit } from "#server/auth/audit.ts";
import { CAPABILITIES } from "#server/auth/roles.ts";
import { searchAgents } from "#server/db/admin-agent-store.ts";
import type { Authenticator } from "./authenticate.ts";
import { agentNumberOf, noSuchAgent } from "./own-agent.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { sendProblem } from "./problem.ts";
import { badQuery, textFrom } from "./query.ts";

const QUERY_CHARS_MAX = 100;

/** Every agent, and what stops one or lets it go on. */
export function registerAdminAgentRoutes(
  app: FastifyInstance,
  { pool, keyWatch }: ApiParts,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
): void {
  app.addHook("onRequest", limitAddress);
  app.addHook("onRequest", gate.requireRole(CAPABILITIES.moderate));
  app.get("/api/v1/admin/agents", async ({ query }) => {
    const wanted = (textFrom(query, "q") ?? "").trim().slice(0, QUERY_CHARS_MAX);
    const agents = await searchAgents(pool, wanted, agentBefore(query));
    const last = agents.length === LIMITS.adminPageMax ? agents.at(-1) : undefined;
    return { agents, next: last?.id ?? null };
  });
  for (const act of ["freeze", "resume"] as const) {
    app.post<{ Params: { id: string } }>(`/api/v1/admin/agents/:id/${act}`, async (request, reply) => {
      const number = agentNumberOf(request.params.id);
      if (number === null) throw noSuchAgent();
      // Written first: what cannot be written down is not done.
      await writeAudit(pool, {
        actor: gate.userOf(request).userId,
        action: `agent_${act}_by_city`,
        subject: request.params.id,
        address: addressOf(request),
      });
      const agent = { world: MAIN_WORLD, number };
      if (!(await setStopped(pool, agent, "frozen", act === "freeze")))
        return sendProblem(reply, NOTHING_TO_DO);
      keyWatch.announce(request.params.id, null);
      return reply.code(204).send();
    });
  }
}

const NOTHING_TO_DO = {
  code: "conflict",
  detail: "There is no such agent in the city, it is as you want it already, or its owner is frozen.",
} as const;

function agentBefore(query: unknown): number | null {
  const text = textFrom(query, "before");
  if (text === null) return null;
  const number = agentNumberOf(text);
  if (number !== null) return number;
  throw badQuery('The query\'s "before" must be the "next" of the page before.');
}
