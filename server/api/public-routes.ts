import type { FastifyInstance, FastifyReply } from "fastify";
import { type IdPrefix, MAIN_WORLD, parseId } from "#city/ids.ts";
import { PROTOCOL_VERSION } from "#city/protocol/version.ts";
import { answers } from "#server/db/city-store.ts";
import { feedRoute } from "#server/feed/feed-route.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import { sendProblem, unavailable } from "./problem.ts";

const LINKS = {
  health: "/api/v1/health",
  city: "/api/v1/city",
  feed: "/api/v1/feed{?before,limit,kind,agent,district,parcel}",
  inspect_agent: "/api/v1/inspect/agents/{id}",
  inspect_building: "/api/v1/inspect/buildings/{id}",
  me: "/api/v1/me",
  observation: "/api/v1/me/observation{?after,wait}",
  actions: "/api/v1/me/actions",
  action: "/api/v1/me/actions/{id}",
} as const;

/** What anybody may read. */
export function registerPublicRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  { limitAddress }: Authenticator,
): void {
  // Not limited: whoever watches over the process must always get an answer.
  app.get("/api/v1/health", (_request, reply) => health(parts, reply));
  app.register(async (scope) => {
    scope.addHook("onRequest", limitAddress);
    scope.get("/api/v1", async () => ({
      name: "Borough",
      protocol_version: PROTOCOL_VERSION,
      tick: parts.city.tick(),
      links: LINKS,
    }));
    scope.get("/api/v1/city", async (_request, reply) => {
      const city = parts.city.city();
      const clock = parts.city.clock();
      if (city !== null && clock !== null) return { city, clock };
      return sendProblem(reply, unavailable("Nothing has been heard from the city yet; try again."));
    });
    scope.get("/api/v1/feed", feedRoute(parts));
    const { debug } = parts;
    if (debug !== null) scope.get("/api/v1/debug", () => debug.report());
    inspectRoute(scope, parts, "agent", "agt");
    inspectRoute(scope, parts, "building", "bld");
  });
}

async function health({ pool, bus, city }: ApiParts, reply: FastifyReply): Promise<FastifyReply> {
  const database = await answers(pool);
  if (!database) reply.header("retry-after", 1);
  return reply.code(database ? 200 : 503).send({
    status: database ? "ok" : "unavailable",
    database: database ? "up" : "down",
    broker: bus.status() === "connected" ? "up" : "down",
    worker: { last_tick_age_ms: city.tickAgeMs() },
    tick: city.tick(),
  });
}

function inspectRoute(
  app: FastifyInstance,
  parts: ApiParts,
  kind: "agent" | "building",
  prefix: IdPrefix,
): void {
  app.get<{ Params: { id: string } }>(`/api/v1/inspect/${kind}s/:id`, async (request, reply) => {
    const id = parseId(prefix, request.params.id);
    if (!id.ok || id.value.world !== MAIN_WORLD) {
      return sendProblem(reply, { code: "not_found", detail: `There is no ${kind} of this id.` });
    }
    const detail = await parts.inspect(kind, request.params.id);
    if (detail === null)
      return sendProblem(reply, unavailable("No part of the city answers for it; try again."));
    return reply.header("content-type", "application/json; charset=utf-8").send(detail);
  });
}
