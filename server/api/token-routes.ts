import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import type { Err } from "#city/result.ts";
import { addressOf } from "#server/auth/address-header.ts";
import type { ProgramFault, TokenPair } from "#server/auth/programs.ts";
import { sendAccountFault } from "./account-fault.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import { sendProblem } from "./problem.ts";
import { readBody } from "./read-body.ts";

const signInBody = z.strictObject({
  email: z.string().max(LIMITS.emailCharsMax),
  password: z.string().max(LIMITS.requestBodyBytesMax),
  code: z.string().max(40).optional(),
  program: z.string().max(LIMITS.programNameCharsMax * 4),
});
const refreshBody = z.strictObject({ refresh_token: z.string().max(200) });

/** Tokens with which a program acts for a person. No cookie is read or set here, so no other site can use one. */
export function registerTokenRoutes(
  app: FastifyInstance,
  { people }: ApiParts,
  { limitAddress }: Authenticator,
): void {
  const { programs } = people;
  app.addHook("onRequest", limitAddress);
  app.post("/api/v1/auth/token", async (request, reply) => {
    const { code = null, ...body } = readBody(signInBody, request.body);
    const client = { address: addressOf(request), userAgent: request.headers["user-agent"] ?? "" };
    const signedIn = await programs.signIn({ ...body, code, client });
    return signedIn.ok ? reply.send(viewOf(signedIn.value)) : sendFault(reply, signedIn);
  });
  app.post("/api/v1/auth/refresh", async (request, reply) => {
    const { refresh_token: token } = readBody(refreshBody, request.body);
    const refreshed = await programs.refresh(token, addressOf(request));
    return refreshed.ok
      ? reply.send(viewOf(refreshed.value))
      : sendProblem(reply, { code: "unauthorized", detail: refreshed.message });
  });
  app.post("/api/v1/auth/revoke", async (request, reply) => {
    await programs.signOut(readBody(refreshBody, request.body).refresh_token);
    return reply.code(204).send();
  });
}

function viewOf({ access, refresh }: TokenPair) {
  return {
    access_token: access,
    token_type: "Bearer",
    expires_in: LIMITS.accessTokenSeconds,
    refresh_token: refresh,
  };
}

function sendFault(
  reply: FastifyReply,
  fault: Err<ProgramFault> & { readonly retryAfterS?: number },
): FastifyReply {
  const { code, message: detail } = fault;
  switch (code) {
    case "bad_credentials":
      return sendProblem(reply, { code: "unauthorized", detail });
    case "account_frozen":
      return sendProblem(reply, { code: "forbidden", detail });
    case "mfa_required":
      return sendProblem(reply, { code, detail });
    case "bad_name":
    case "name_length":
      return sendAccountFault(reply, { ...fault, code }, "/program");
    default:
      return sendAccountFault(reply, { ...fault, code });
  }
}
