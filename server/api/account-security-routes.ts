import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { writeAudit } from "#server/auth/audit.ts";
import { parseEmail } from "#server/auth/email.ts";
import type { SessionListRow } from "#server/db/session-store.ts";
import { sendAccountFault } from "./account-fault.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { sendProblem } from "./problem.ts";
import { readBody } from "./read-body.ts";

const password = z.string().max(LIMITS.requestBodyBytesMax);
const code = z.string().max(40);
const passwordBody = z.strictObject({ password });
const changeBody = z.strictObject({ current: password.optional(), next: password });
const emailBody = z.strictObject({ email: z.string().max(LIMITS.emailCharsMax), password });
const codeBody = z.strictObject({ code });
const endBody = z.union([codeBody, passwordBody]);

/** Password, address, second factor and sessions of whoever is signed in. */
export function registerAccountSecurityRoutes(app: FastifyInstance, parts: ApiParts, gate: PeopleGate): void {
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requirePending);
    scope.post("/api/v1/account/mfa/verify", async (request, reply) => {
      const body = readBody(codeBody, request.body);
      const given = await parts.people.factor.give(gate.userOf(request), body.code, addressOf(request));
      return given.ok ? reply.code(204).send() : sendAccountFault(reply, given);
    });
  });
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireUser);
    registerPasswordRoutes(scope, parts, gate);
    registerSessionRoutes(scope, parts, gate);
    registerFactorRoutes(scope, parts, gate);
  });
}

function registerPasswordRoutes(app: FastifyInstance, { people, pool }: ApiParts, gate: PeopleGate): void {
  const { accounts, links, sessions } = people;
  app.post("/api/v1/account/prove", async (request, reply) => {
    const body = readBody(passwordBody, request.body);
    const user = gate.userOf(request);
    const right = await accounts.checkPassword(user, body.password, addressOf(request));
    if (!right.ok) return sendAccountFault(reply, right);
    await sessions.noteProof(user.sessionId);
    return reply.code(204).send();
  });
  app.post("/api/v1/account/password", async (request, reply) => {
    const body = readBody(changeBody, request.body);
    const user = gate.userOf(request);
    // Who has no password yet has just signed in at a provider, or does so again.
    if (!user.hasPassword && !user.proven) return gate.requireProof(request, reply);
    if (user.hasPassword) {
      const right = await accounts.checkPassword(user, body.current ?? "", addressOf(request));
      if (!right.ok) return sendAccountFault(reply, right, "/current");
    }
    const changed = await accounts.changePassword(user, body.next);
    if (!changed.ok) return sendAccountFault(reply, changed, "/next");
    await audit(pool, request, gate, "change_password");
    return reply.code(204).send();
  });
  app.post("/api/v1/account/email", async (request, reply) => {
    const body = readBody(emailBody, request.body);
    const user = gate.userOf(request);
    const email = parseEmail(body.email);
    if (!email.ok) return sendAccountFault(reply, email);
    const right = await accounts.checkPassword(user, body.password, addressOf(request));
    if (!right.ok) return sendAccountFault(reply, right);
    const taken = await people.throttle.takeMailRequest(addressOf(request));
    if (!taken.ok) return sendAccountFault(reply, taken);
    links.sendNewEmail(user.userId, email.value, user.locale);
    await audit(pool, request, gate, "ask_new_email");
    return reply.code(202).send({ next: "mail" });
  });
}

function registerSessionRoutes(app: FastifyInstance, { people }: ApiParts, gate: PeopleGate): void {
  app.get("/api/v1/account/sessions", async (request) => {
    const user = gate.userOf(request);
    const rows = await people.sessions.list(user.userId);
    return { sessions: rows.map((row) => sessionView(row, user.sessionId)) };
  });
  app.delete<{ Params: { id: string } }>("/api/v1/account/sessions/:id", async (request, reply) => {
    const ended = await people.sessions.endOne(gate.userOf(request).userId, request.params.id);
    return ended
      ? reply.code(204).send()
      : sendProblem(reply, { code: "not_found", detail: "You have no session of this id." });
  });
}

function sessionView(row: SessionListRow, current: string) {
  return {
    id: row.public_id,
    current: row.public_id === current,
    created_at: row.created_at.toISOString(),
    seen_at: row.seen_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    address: row.address,
    user_agent: row.user_agent,
    program: row.program,
  };
}

function registerFactorRoutes(app: FastifyInstance, { people, pool }: ApiParts, gate: PeopleGate): void {
  const { factor, accounts } = people;
  app.post("/api/v1/account/mfa/begin", { onRequest: gate.requireProof }, async (request, reply) => {
    const begun = await factor.begin(gate.userOf(request));
    return begun.ok ? reply.send(begun.value) : sendAccountFault(reply, begun);
  });
  app.post("/api/v1/account/mfa/confirm", { onRequest: gate.requireProof }, async (request, reply) => {
    const body = readBody(codeBody, request.body);
    const confirmed = await factor.confirm(gate.userOf(request), body.code, addressOf(request));
    if (!confirmed.ok) return sendAccountFault(reply, confirmed);
    await audit(pool, request, gate, "turn_on_mfa");
    return reply.send({ backup_codes: confirmed.value });
  });
  app.delete("/api/v1/account/mfa", async (request, reply) => {
    const body = readBody(endBody, request.body);
    const user = gate.userOf(request);
    const right =
      "code" in body
        ? await factor.check(user, body.code, addressOf(request))
        : await accounts.checkPassword(user, body.password, addressOf(request));
    if (!right.ok) return sendAccountFault(reply, right);
    await audit(pool, request, gate, "turn_off_mfa");
    await factor.end(user);
    return reply.code(204).send();
  });
}

/** What people do to their own account and would want to find later. */
async function audit(
  pool: ApiParts["pool"],
  request: FastifyRequest,
  gate: PeopleGate,
  action: string,
): Promise<void> {
  const user = gate.userOf(request);
  await writeAudit(pool, { actor: user.userId, action, subject: user.publicId, address: addressOf(request) });
}
