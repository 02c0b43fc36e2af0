import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { parseEmail } from "#server/auth/email.ts";
import { readAccount } from "#server/db/account-store.ts";
import { mailLanguage } from "#server/mail/mails.ts";
import { registerAccountDataRoutes } from "./account-data-routes.ts";
import { sendAccountFault } from "./account-fault.ts";
import { registerAccountSecurityRoutes } from "./account-security-routes.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { readBody } from "./read-body.ts";

const password = z.string().max(LIMITS.requestBodyBytesMax);
const token = z.string().max(100);
const signUpBody = z.strictObject({
  email: z.string().max(LIMITS.emailCharsMax),
  password,
  name: z.string().max(LIMITS.personNameCharsMax * 4),
  token: token.nullish(),
});
const emailBody = z.strictObject({ email: z.string().max(LIMITS.emailCharsMax) });
const tokenBody = z.strictObject({ token });
const confirmBody = z.strictObject({ token, password });
const profileBody = z.strictObject({
  name: z
    .string()
    .max(LIMITS.personNameCharsMax * 4)
    .optional(),
  locale: z.enum(["en", "de"]).optional(),
});

/** Signing up, links sent by mail, and one's own profile. Signing in and out is next-auth's, at /api/auth. */
export function registerAccountRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
): void {
  app.addHook("onRequest", limitAddress);
  app.register(async (scope) => registerLinkRoutes(scope, parts, gate));
  app.register(async (scope) => registerAccountSecurityRoutes(scope, parts, gate));
  app.register(async (scope) => registerAccountDataRoutes(scope, parts, gate));
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireUser);
    scope.get("/api/v1/account", (request) => readAccount(parts.pool, gate.userOf(request)));
    scope.patch("/api/v1/account", async (request, reply) => {
      const { name = null, locale = null } = readBody(profileBody, request.body);
      const changed = await parts.people.accounts.updateProfile(gate.userOf(request), { name, locale });
      return changed.ok ? reply.code(204).send() : sendAccountFault(reply, changed);
    });
  });
}

/** What somebody does who is not signed in. */
function registerLinkRoutes(app: FastifyInstance, { people }: ApiParts, gate: PeopleGate): void {
  const { accounts, links } = people;
  app.addHook("onRequest", gate.requireSameOrigin);
  app.post("/api/v1/account/sign-up", async (request, reply) => {
    const body = readBody(signUpBody, request.body);
    const locale = mailLanguage(request.headers["accept-language"]);
    const made = await accounts.signUp({
      ...body,
      token: body.token ?? null,
      locale,
      address: addressOf(request),
    });
    return made.ok ? reply.code(202).send(made.value) : sendAccountFault(reply, made);
  });
  app.post("/api/v1/account/verify", async (request, reply) => {
    const verified = await accounts.verify(readBody(tokenBody, request.body).token);
    return verified.ok ? reply.send(verified.value) : sendAccountFault(reply, verified);
  });
  const sendLink = (send: typeof links.sendReset) => async (request: FastifyRequest, reply: FastifyReply) => {
    const email = parseEmail(readBody(emailBody, request.body).email);
    if (!email.ok) return sendAccountFault(reply, email);
    const taken = await people.throttle.takeMailRequest(addressOf(request));
    if (!taken.ok) return sendAccountFault(reply, taken);
    send(email.value, mailLanguage(request.headers["accept-language"]));
    return reply.code(202).send({ next: "mail" });
  };
  app.post("/api/v1/account/verify/resend", sendLink(links.sendVerify));
  app.post("/api/v1/account/reset", sendLink(links.sendReset));
  app.post("/api/v1/account/reset/confirm", async (request, reply) => {
    const body = readBody(confirmBody, request.body);
    const reset = await accounts.resetPassword(body.token, body.password);
    return reset.ok ? reply.code(204).send() : sendAccountFault(reply, reset);
  });
}
