import type { FastifyReply, FastifyRequest } from "fastify";
import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { KeyOwner } from "#server/db/key-store.ts";
import type { ApiParts } from "./parts.ts";
import { type Problem, sendProblem, unavailable } from "./problem.ts";
import { wholeFrom } from "./query.ts";

const TICK_MAX = 2_147_483_647;

/**
 * GET /me/observation?after=<tick>&wait=<seconds>: what the agent perceives, and the results since `after`. With a wait
 * it answers as soon as there is something newer; when the wait is over it answers with what there is, and
 * `Observation-New: false`.
 */
export function observationRoute(parts: ApiParts, ownerOf: (request: FastifyRequest) => KeyOwner) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { world, agent, keyId } = ownerOf(request);
    const after = wholeFrom(request.query, "after", 0, TICK_MAX);
    const waitS = wholeFrom(request.query, "wait", 0, LIMITS.longPollSecondsMax) ?? 0;
    const agentId = formatId("agt", world, agent);
    const revoked = new AbortController();
    const release = waitS === 0 ? null : parts.keyWatch.hold(keyId, () => revoked.abort());
    const waiting = parts.observations.next(agentId, after ?? -1, endOfWait(reply, waitS, revoked.signal));
    if (waiting === null) release?.();
    if (waiting === null) return sendProblem(reply, TOO_MANY_POLLS);
    const found = await waiting.finally(() => release?.());
    if (revoked.signal.aborted) return sendProblem(reply, REVOKED);
    if (found === null) return sendProblem(reply, absence(parts));
    const results =
      after === null
        ? await parts.results.last(world, agent, found.tick)
        : await parts.results.since(world, agent, after, found.tick);
    reply.header("content-type", "application/json; charset=utf-8").header("etag", `"${found.tick}"`);
    if (after !== null) reply.header("observation-new", String(found.tick > after));
    // The worker's text is passed on as it is; only the results join it.
    return reply.send(
      `${found.json.slice(0, found.json.lastIndexOf("}"))},"results":${JSON.stringify(results)}}`,
    );
  };
}

/** Ends when the time is up, the caller has gone or the key has ended. */
function endOfWait(reply: FastifyReply, waitS: number, revoked: AbortSignal): AbortSignal {
  if (waitS === 0) return AbortSignal.abort();
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  return AbortSignal.any([gone.signal, revoked, AbortSignal.timeout(waitS * 1000)]);
}

/** Nothing is known of the agent: it has not entered yet, or nobody tells us. */
function absence({ bus }: ApiParts): Problem {
  if (bus.status() !== "connected")
    return unavailable("Nothing is heard from the city right now; try again.");
  const detail = "The agent enters two ticks after it was made; ask again, best with ?wait=25.";
  return { code: "not_in_city_yet", detail, retryAfterS: 2 };
}

const REVOKED: Problem = {
  code: "unauthorized",
  detail: "The key was revoked, or has expired, while it waited.",
};

const TOO_MANY_POLLS: Problem = {
  code: "rate_limited",
  detail: `At most ${LIMITS.longPollsPerAgentMax} waiting requests for one agent; end the others first.`,
  retryAfterS: 1,
};
