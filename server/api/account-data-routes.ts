import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { err } from "#city/result.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { writeAudit } from "#server/auth/audit.ts";
import { isLoopback } from "#server/auth/network.ts";
import { readPersonData } from "#server/db/export-store.ts";
import { readOutbox } from "#server/db/outbox-store.ts";
import { deletePerson, isLastAdmin } from "#server/db/person-store.ts";
import { sendAccountFault } from "./account-fault.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { sendProblem } from "./problem.ts";
import { readBody } from "./read-body.ts";

const deleteBody = z.strictObject({ password: z.string().max(LIMITS.requestBodyBytesMax).optional() });
const LAST_ADMIN = err("last_admin", "You are the only admin: make somebody else one first.");

/** Where else one can sign in, mail that stays on this machine, and the data of whoever is signed in. */
export function registerAccountDataRoutes(app: FastifyInstance, parts: ApiParts, gate: PeopleGate): void {
  const { people, pool } = parts;
  app.get("/api/v1/account/providers", async () => ({ providers: people.providers }));
  app.get("/api/v1/account/outbox", async (request, reply) => {
    // With it anybody could take over any account, so only who sits at the machine may see it.
    if (!people.mailStaysHere || !isLocal(request)) {
      return sendProblem(reply, { code: "not_found", detail: "Mail is not shown here." });
    }
    return { mails: (await readOutbox(pool)).map((mail) => ({ ...mail, id: String(mail.id) })) };
  });
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireUser);
    scope.get("/api/v1/account/export", { onRequest: gate.requireProof }, async (request, reply) => {
      const user = gate.userOf(request);
      await writeAudit(pool, {
        actor: user.userId,
        action: "export_data",
        subject: user.publicId,
        address: addressOf(request),
      });
      reply.header("content-disposition", `attachment; filename="borough-${user.publicId}.json"`);
      return { exported_at: new Date().toISOString(), ...(await readPersonData(pool, user.userId)) };
    });
    scope.delete("/api/v1/account", (request, reply) => deleteAccount(parts, gate, request, reply));
  });
}

async function deleteAccount(
  { people, pool }: ApiParts,
  gate: PeopleGate,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const body = readBody(deleteBody, request.body ?? {});
  const user = gate.userOf(request);
  if (user.hasPassword) {
    const right = await people.accounts.checkPassword(user, body.password ?? "", addressOf(request));
    if (!right.ok) return sendAccountFault(reply, right);
  } else if (!user.proven) return (await gate.requireProof(request, reply)) ?? reply;
  if (await isLastAdmin(pool, user.userId)) return sendAccountFault(reply, LAST_ADMIN);
  await writeAudit(pool, {
    actor: user.userId,
    action: "delete_account",
    subject: user.publicId,
    address: addressOf(request),
  });
  // First, since it can be done again if what follows fails, and nobody could afterwards.
  await people.hooks.retireAgents(user.userId);
  if (!(await deletePerson(pool, user.userId))) return sendAccountFault(reply, LAST_ADMIN);
  people.sessions.forget(user.userId);
  return reply.code(204).send();
}

/**
 * A caller on this machine itself: no proxy in between that would speak for others, and no foreign name that was made to
 * point here.
 */
function isLocal(request: FastifyRequest): boolean {
  const { headers } = request;
  if (headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined) return false;
  const host = (headers.host ?? "").replace(/:\d+$/, "");
  return isLoopback(addressOf(request)) && (host === "localhost" || isLoopback(host.replace(/^\[|\]$/g, "")));
}
