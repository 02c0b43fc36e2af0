import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { LIMITS } from "#city/limits.ts";
import { registerPlanRoutes } from "#server/assets/plan-routes.ts";
import { databaseFault } from "#server/db/database-fault.ts";
import { registerSyndicationRoutes } from "#server/feed/syndication-routes.ts";
import { createEstate } from "#server/property/estate.ts";
import type { Log } from "#server/telemetry/log.ts";
import { registerAccountRoutes } from "./account-routes.ts";
import { registerAdminAgentRoutes } from "./admin-agent-routes.ts";
import { registerAdminCityRoutes } from "./admin-city-routes.ts";
import { registerAdminUserRoutes } from "./admin-user-routes.ts";
import { registerAgentRoutes } from "./agent-routes.ts";
import { createAuthenticator } from "./authenticate.ts";
import { parseJsonBody } from "./json-body.ts";
import { registerKeyRoutes } from "./key-routes.ts";
import { registerMeRoutes } from "./me-routes.ts";
import { type MethodsOf, noteMethods } from "./other-methods.ts";
import type { ApiParts } from "./parts.ts";
import { createPeopleGate } from "./people-gate.ts";
import { ApiFault, type Problem, sendProblem, unavailable } from "./problem.ts";
import { registerPropertyRoutes } from "./property-routes.ts";
import { registerPublicRoutes } from "./public-routes.ts";
import { registerSearchRoute } from "./search-route.ts";
import { registerTierRoutes } from "./tier-routes.ts";
import { registerTokenRoutes } from "./token-routes.ts";
import { registerWalletRoutes } from "./wallet-routes.ts";
import { registerWebhookRoutes } from "./webhook-routes.ts";

/** The API and the plan's files. Call ready(), then hand requests to routing(); it listens on nothing itself. */
export function createApi(parts: ApiParts): FastifyInstance {
  const app = Fastify({
    // Errors are logged below, with what is known of them; request lines would only repeat the proxy's.
    logger: false,
    bodyLimit: LIMITS.requestBodyBytesMax,
    genReqId: parts.newRequestId,
    routerOptions: { maxParamLength: 100, ignoreTrailingSlash: true },
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply, problemOf(error));
    },
  });
  const methodsOf = noteMethods(app);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    async (_request: FastifyRequest, body: Buffer) => {
      const parsed = parseJsonBody(body);
      if (!parsed.ok) throw new ApiFault({ code: parsed.code, detail: parsed.message });
      return parsed.value;
    },
  );
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id).header("cache-control", "no-store");
    reply.header("x-content-type-options", "nosniff");
    // Here already, so that nobody is asked to mend the body of a request that goes nowhere.
    if (request.is404) return refuseAddress(request, reply, methodsOf);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => handleError(error, request, reply, parts.log));
  const authenticator = createAuthenticator(parts);
  const gate = createPeopleGate(parts);
  app.register(async (scope) => registerPublicRoutes(scope, parts, authenticator));
  app.register(async (scope) => registerMeRoutes(scope, parts, authenticator));
  app.register(async (scope) => registerAgentRoutes(scope, parts, authenticator, gate));
  app.register(async (scope) => registerKeyRoutes(scope, parts, authenticator, gate));
  app.register(async (scope) => registerPlanRoutes(scope, parts));
  const estate = createEstate(parts);
  app.register(async (scope) => registerPropertyRoutes(scope, parts, authenticator, gate, estate));
  app.register(async (scope) => registerSearchRoute(scope, parts, authenticator, estate));
  app.register(async (scope) => registerWalletRoutes(scope, parts, authenticator, gate, estate));
  app.register(async (scope) => registerAccountRoutes(scope, parts, authenticator, gate));
  app.register(async (scope) => registerTokenRoutes(scope, parts, authenticator));
  app.register(async (scope) => registerAdminUserRoutes(scope, parts, authenticator, gate));
  app.register(async (scope) => registerAdminAgentRoutes(scope, parts, authenticator, gate));
  app.register(async (scope) => registerAdminCityRoutes(scope, parts, authenticator, gate));
  app.register(async (scope) => registerTierRoutes(scope, parts, authenticator, gate));
  app.register(async (scope) => registerWebhookRoutes(scope, parts, authenticator, gate));
  app.register(async (scope) => registerSyndicationRoutes(scope, parts, authenticator));
  return app;
}

function refuseAddress(request: FastifyRequest, reply: FastifyReply, methodsOf: MethodsOf): FastifyReply {
  const methods = methodsOf(request.url.split("?", 1)[0] ?? "");
  if (methods.length === 0) {
    return sendProblem(reply, {
      code: "not_found",
      detail: "There is no such address; GET /api/v1 lists what there is.",
    });
  }
  const allow = methods.join(", ");
  reply.header("allow", allow);
  return sendProblem(reply, { code: "method_not_allowed", detail: `This address offers ${allow}.` });
}

function handleError(error: Error, request: FastifyRequest, reply: FastifyReply, log: Log): FastifyReply {
  const problem = problemOf(error);
  if (problem.code === "internal") {
    log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, "a request failed");
  }
  return sendProblem(reply, problem);
}

/** Which of our errors an exception is. */
function problemOf(error: Error): Problem {
  if (error instanceof ApiFault) return error.problem;
  const status = "statusCode" in error && typeof error.statusCode === "number" ? error.statusCode : 500;
  const known = FRAMEWORK_FAULTS[status];
  if (known !== undefined) return known;
  if (status >= 400 && status < 500) return { code: "bad_request", detail: "The request could not be read." };
  if (databaseFault(error) === "down")
    return unavailable("The database cannot be reached right now; try again.");
  return { code: "internal", detail: "The fault is ours and has been noted; requestId names it." };
}

const FRAMEWORK_FAULTS: Readonly<Record<number, Problem>> = {
  413: { code: "too_large", detail: `The body may have at most ${LIMITS.requestBodyBytesMax} bytes.` },
  415: { code: "unsupported_media_type", detail: "Send the body as application/json." },
};
