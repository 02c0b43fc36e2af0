import type { FastifyReply, FastifyRequest } from "fastify";
import { assertExists } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { KeyOwner } from "#server/db/key-store.ts";
import type { BucketDecision, BucketPolicy } from "#server/rate-limit/decide.ts";
import type { ApiParts } from "./parts.ts";
import { sendProblem } from "./problem.ts";

export const AGENT_POLICY: BucketPolicy = {
  perMinute: LIMITS.requestsPerMinute,
  burst: LIMITS.requestsBurst,
};
export const ADDRESS_POLICY: BucketPolicy = {
  perMinute: LIMITS.publicRequestsPerMinute,
  burst: LIMITS.publicRequestsBurst,
};

export interface Authenticator {
  /** Hook: a request without a valid key ends here with 401, one too many with 429. */
  readonly requireKey: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
  /** Hook: limits by address what needs no key. */
  readonly limitAddress: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
  /** Whom the request speaks for; only behind requireKey. */
  readonly ownerOf: (request: FastifyRequest) => KeyOwner;
}

export function createAuthenticator(
  parts: Pick<ApiParts, "keys" | "agentBuckets" | "addressBuckets">,
): Authenticator {
  const owners = new WeakMap<FastifyRequest, KeyOwner>();

  async function limitAddress(request: FastifyRequest, reply: FastifyReply) {
    const decision = parts.addressBuckets.take(request.ip);
    return decision.allowed ? undefined : tooMany(reply, decision);
  }

  return {
    limitAddress,
    ownerOf: (request) => assertExists(owners.get(request), "the route is behind requireKey"),
    async requireKey(request, reply) {
      const owner = await parts.keys.verify(request.headers.authorization);
      if (owner === null) {
        // Guessing costs, so that it cannot be used to keep the database busy.
        const refused = await limitAddress(request, reply);
        return refused ?? sendProblem(reply, { code: "unauthorized", detail: missingKey(request) });
      }
      owners.set(request, owner);
      const decision = parts.agentBuckets.take(formatId("agt", owner.world, owner.agent));
      reply.header("ratelimit-policy", POLICY_HEADER);
      reply.header("ratelimit", `"agent";r=${decision.remaining};t=${decision.resetS}`);
      return decision.allowed ? undefined : tooMany(reply, decision);
    },
  };
}

const POLICY_HEADER = `"agent";q=${AGENT_POLICY.burst};w=${Math.ceil((AGENT_POLICY.burst * 60) / AGENT_POLICY.perMinute)}`;

function tooMany(reply: FastifyReply, decision: BucketDecision): FastifyReply {
  const detail = `Wait ${decision.retryAfterS} s, then go on at the rate that RateLimit-Policy names.`;
  return sendProblem(reply, { code: "rate_limited", detail, retryAfterS: decision.retryAfterS });
}

function missingKey(request: FastifyRequest): string {
  return request.headers.authorization === undefined
    ? "Send your key in the Authorization header, after the word Bearer."
    : "The key is mistyped, unknown or revoked; npm run agent:new makes one.";
}
