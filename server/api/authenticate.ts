import type { FastifyReply, FastifyRequest } from "fastify";
import { assertExists } from "#city/assert.ts";
import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { KeyScope } from "#city/protocol/scopes.ts";
import { addressOf } from "#server/auth/address-header.ts";
import type { KeyOwner } from "#server/db/key-store.ts";
import { quotaOf } from "#server/plans/plans.ts";
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
  /** Hook, behind requireKey: a key without this scope ends here with 403. */
  readonly requireScope: (
    scope: KeyScope,
  ) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
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
    const decision = parts.addressBuckets.take(addressOf(request));
    return decision.allowed ? undefined : tooMany(reply, decision);
  }

  const ownerOf = (request: FastifyRequest) =>
    assertExists(owners.get(request), "the route is behind requireKey");

  return {
    limitAddress,
    ownerOf,
    requireScope: (scope) => async (request, reply) => {
      const { scopes } = ownerOf(request);
      return scopes.includes(scope)
        ? undefined
        : sendProblem(reply, { code: "forbidden", detail: missingScope(scope, scopes) });
    },
    async requireKey(request, reply) {
      const owner = await parts.keys.verify(request.headers.authorization, addressOf(request));
      if (owner === null) {
        // Guessing costs, so that it cannot be used to keep the database busy.
        const refused = await limitAddress(request, reply);
        return refused ?? sendProblem(reply, { code: "unauthorized", detail: missingKey(request) });
      }
      owners.set(request, owner);
      const policy = policyOf(owner);
      const decision = parts.agentBuckets.take(formatId("agt", owner.world, owner.agent), policy);
      reply.header("ratelimit-policy", policyHeader(policy));
      reply.header("ratelimit", `"agent";r=${decision.remaining};t=${decision.resetS}`);
      return decision.allowed ? undefined : tooMany(reply, decision);
    },
  };
}

/** How many may come at once after a pause, in minutes of the rate. */
const BURST_MINUTES = LIMITS.requestsBurst / LIMITS.requestsPerMinute;

/** The tier of whoever the agent belongs to decides; one that belongs to nobody has the city's own rate. */
function policyOf({ plan }: KeyOwner): BucketPolicy {
  if (plan === null) return AGENT_POLICY;
  const { requests } = quotaOf(plan);
  return { perMinute: requests, burst: requests * BURST_MINUTES };
}

function policyHeader({ perMinute, burst }: BucketPolicy): string {
  return `"agent";q=${burst};w=${Math.ceil((burst * 60) / perMinute)}`;
}

function tooMany(reply: FastifyReply, decision: BucketDecision): FastifyReply {
  const detail = `Wait ${decision.retryAfterS} s, then go on at the rate that RateLimit-Policy names.`;
  return sendProblem(reply, { code: "rate_limited", detail, retryAfterS: decision.retryAfterS });
}

function missingScope(scope: KeyScope, has: readonly KeyScope[]): string {
  return `This takes a key with the scope ${scope}; this one has ${has.join(", ")}.`;
}

function missingKey(request: FastifyRequest): string {
  return request.headers.authorization === undefined
    ? "Send your key in the Authorization header, after the word Bearer."
    : "The key is mistyped, unknown, expired or revoked; npm run agent:new makes one.";
}
