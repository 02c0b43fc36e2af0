import type { FastifyReply, FastifyRequest } from "fastify";
import { assertExists } from "#city/assert.ts";
import { atLeast, needsSecondFactor, type Role } from "#server/auth/roles.ts";
import { isSameOrigin } from "#server/auth/same-origin.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { ApiParts } from "./parts.ts";
import { type Problem, sendProblem } from "./problem.ts";

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** Hooks (onRequest) before the routes of people. */
export interface PeopleGate {
  /** Refuses what changes something and comes from another site (`cross_site`). In requireUser already. */
  readonly requireSameOrigin: Hook;
  /** A signed-in person, by cookie or by a program's token, and no other site behind a change. */
  readonly requireUser: Hook;
  /** The same, with at least this role; for more than what owners do, staff must have given the second factor (`mfa_required`). */
  readonly requireRole: (role: Role) => Hook;
  /** After requireUser: the password was given a short while ago (`proof_required`). */
  readonly requireProof: Hook;
  /** A person whose second factor is still to be given. */
  readonly requirePending: Hook;
  /** Whom the request speaks for; only behind one of the hooks above. */
  readonly userOf: (request: FastifyRequest) => Session;
}

const SIGN_IN: Problem = { code: "unauthorized", detail: "Sign in first." };
const REFRESH: Problem = {
  code: "unauthorized",
  detail: "This access token is not valid or its session has ended: refresh it, or sign in again.",
};
const GIVE_CODE: Problem = { code: "mfa_required", detail: "Give the code of your second factor first." };
const SET_UP: Problem = {
  code: "mfa_required",
  detail: "Your role needs a second factor: set it up in your account, or give its code.",
};
const CROSS_SITE: Problem = { code: "cross_site", detail: "Do this on the city's own pages." };
const FORBIDDEN: Problem = { code: "forbidden", detail: "Your role does not allow this." };
const PROVE: Problem = { code: "proof_required", detail: "Give your password once more, then try again." };

export function createPeopleGate({ people }: Pick<ApiParts, "people">): PeopleGate {
  const users = new WeakMap<FastifyRequest, Session>();
  const origin = new URL(people.siteUrl).origin;
  const userOf = (request: FastifyRequest) =>
    assertExists(users.get(request), "the route is behind requireUser");

  const requireSameOrigin: Hook = async (request, reply) => {
    if (request.method === "GET" || request.method === "HEAD") return undefined;
    const sent = { origin: request.headers.origin, fetchSite: request.headers["sec-fetch-site"] };
    return isSameOrigin(sent, origin) ? undefined : sendProblem(reply, CROSS_SITE);
  };

  /** No page of another site can make a browser send a token, and a program has no origin. */
  const letIn = async (session: Session, request: FastifyRequest, reply: FastifyReply) => {
    users.set(request, session);
    return session.program === null ? requireSameOrigin(request, reply) : undefined;
  };

  const requireUser: Hook = async (request, reply) => {
    const session = await people.sessionOf(request);
    if (session !== null) return letIn(session, request, reply);
    const pending = await people.pendingOf(request);
    return sendProblem(reply, pending === null ? unknown(request) : GIVE_CODE);
  };

  return {
    requireSameOrigin,
    requireUser,
    requireRole: (role) => async (request, reply) => {
      const refused = await requireUser(request, reply);
      if (refused !== undefined) return refused;
      const user = userOf(request);
      if (!atLeast(user.role, role)) return sendProblem(reply, FORBIDDEN);
      return needsSecondFactor(user.role, role) && !user.mfa ? sendProblem(reply, SET_UP) : undefined;
    },
    requireProof: async (request, reply) => (userOf(request).proven ? undefined : sendProblem(reply, PROVE)),
    requirePending: async (request, reply) => {
      const session = await people.pendingOf(request);
      return session === null ? sendProblem(reply, unknown(request)) : letIn(session, request, reply);
    },
    userOf,
  };
}

function unknown({ headers }: FastifyRequest): Problem {
  return headers.authorization === undefined ? SIGN_IN : REFRESH;
}
