import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { formatId, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { topics } from "#city/protocol/topics.ts";
import type { AcceptOutcome } from "#server/db/accept-store.ts";
import { findAgent } from "#server/db/agent-store.ts";
import type { AgentStop, KeyOwner } from "#server/db/key-store.ts";
import { acceptWithinQuota } from "#server/property/parcel-quota-store.ts";
import type { Authenticator } from "./authenticate.ts";
import { observationRoute } from "./observation-route.ts";
import type { ApiParts } from "./parts.ts";
import { type Problem, sendProblem, unavailable } from "./problem.ts";
import { requestDigest } from "./request-digest.ts";
import { validateAction } from "./validate-action.ts";

/** What an agent's own program uses: observe, act, look up results. */
export function registerMeRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  { requireKey, requireScope, ownerOf }: Authenticator,
): void {
  app.addHook("onRequest", requireKey);
  const observing = { onRequest: requireScope("observe") };
  const acting = { onRequest: requireScope("act") };
  app.get("/api/v1/me", async (request, reply) => {
    const { world, agent } = ownerOf(request);
    const record = await findAgent(parts.database, world, agent);
    return record ?? sendProblem(reply, { code: "not_found", detail: "The agent of this key is gone." });
  });
  app.get("/api/v1/me/observation", observing, observationRoute(parts, ownerOf));
  app.post("/api/v1/me/actions", acting, (request, reply) =>
    acceptAction(parts, ownerOf(request), request, reply),
  );
  app.get<{ Params: { id: string } }>("/api/v1/me/actions/:id", observing, async (request, reply) => {
    const { world, agent } = ownerOf(request);
    const id = parseId("act", request.params.id);
    const view =
      id.ok && id.value.world === world ? await parts.results.one(world, agent, id.value.index) : null;
    return view ?? sendProblem(reply, { code: "not_found", detail: "You have no action of this id." });
  });
}

async function acceptAction(
  parts: ApiParts,
  owner: KeyOwner,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (owner.stopped !== null)
    return sendProblem(reply, { code: "forbidden", detail: STOPPED[owner.stopped] });
  const keyHeader = request.headers["idempotency-key"];
  const valid = validateAction(request.body, typeof keyHeader === "string" ? keyHeader : null);
  if (!valid.ok) return sendProblem(reply, valid.problem);
  const action = valid.value;
  const taken = await acceptWithinQuota(parts, {
    world: owner.world,
    agent: owner.agent,
    idempotencyKey: action.idempotencyKey,
    digest: requestDigest(action),
    kind: action.kind,
    parameters: JSON.stringify(action.parameters),
    reasoning: action.reasoning,
    confidence: action.confidence,
  });
  if (!taken.ok) return sendProblem(reply, { code: taken.code, detail: taken.message });
  const outcome = taken.value;
  if (outcome.kind !== "accepted") return sendProblem(reply, REFUSALS[outcome.kind]);
  if (!outcome.replayed) nudge(parts, owner.world, outcome.district);
  if (outcome.replayed) reply.header("idempotent-replayed", "true");
  const resultAt = `/api/v1/me/actions/${outcome.actionId}`;
  return reply.code(202).header("location", resultAt).send({
    action_id: outcome.actionId,
    status: "accepted",
    tick: parts.city.tick(),
    result_at: resultAt,
  });
}

/** Saves the worker a wait; if it is lost, the worker finds the row at its next tick all the same. */
function nudge({ bus, log }: ApiParts, world: number, district: number | null): void {
  if (district === null) return;
  bus.publish(topics.nudge(formatId("dst", world, district)), "").catch((error: unknown) => {
    log.debug({ err: error }, "a nudge was not sent");
  });
}

const STOPPED: { readonly [S in AgentStop]: string } = {
  paused: "The agent is paused: its owner can let it go on.",
  frozen: "The agent is frozen: whoever runs the city can let it go on.",
  retired: "The agent has left the city for good.",
};

const REFUSALS: { readonly [K in Exclude<AcceptOutcome["kind"], "accepted">]: Problem } = {
  mismatch: {
    code: "idempotency_mismatch",
    detail: "This idempotency key stands for another action; give each new action a new key.",
  },
  queue_full: {
    code: "queue_full",
    detail: `${LIMITS.actionsWaitingMax} actions wait for their tick already; read their results first.`,
    retryAfterS: 1,
  },
  unavailable: unavailable("The action was not taken; send it again with the same idempotency key."),
  refused: { code: "bad_request", detail: "The action holds something that cannot be kept." },
};
