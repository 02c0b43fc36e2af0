import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { MAIN_WORLD, parseId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { CAPABILITIES, ROLES } from "#server/auth/roles.ts";
import { changePerson, readAudit, searchPeople } from "#server/db/admin-store.ts";
import { PLAN_NAMES } from "#server/plans/plans.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { sendProblem } from "./problem.ts";
import { badQuery, textFrom, wholeFrom } from "./query.ts";
import { readBody } from "./read-body.ts";

const QUERY_CHARS_MAX = 100;
const changeBody = z.strictObject({
  role: z.enum(ROLES).optional(),
  plan: z.enum(PLAN_NAMES).optional(),
  frozen: z.boolean().optional(),
});

/** People as those see them who run the city, and what the privileged have done. */
export function registerAdminUserRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
): void {
  app.addHook("onRequest", limitAddress);
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireRole(CAPABILITIES.manage_people));
    scope.get("/api/v1/admin/users", async (request) => {
      const users = await searchPeople(
        parts.pool,
        (textFrom(request.query, "q") ?? "").trim().slice(0, QUERY_CHARS_MAX),
        personBefore(request.query),
      );
      const last = users.length === LIMITS.adminPageMax ? users.at(-1) : undefined;
      return { users, next: last?.id ?? null };
    });
    registerChange(scope, parts, gate);
  });
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireRole(CAPABILITIES.read_audit));
    scope.get("/api/v1/admin/audit", async (request) => {
      const before = wholeFrom(request.query, "before", 1, Number.MAX_SAFE_INTEGER);
      const entries = await readAudit(parts.pool, before);
      const last = entries.length === LIMITS.adminPageMax ? entries.at(-1) : undefined;
      return { entries, next: last?.id ?? null };
    });
  });
}

function registerChange(app: FastifyInstance, { pool, people }: ApiParts, gate: PeopleGate): void {
  const options = { onRequest: gate.requireProof };
  app.patch<{ Params: { id: string } }>("/api/v1/admin/users/:id", options, async (request, reply) => {
    const { role = null, plan = null, frozen = null } = readBody(changeBody, request.body);
    const id = parseId("usr", request.params.id);
    const user = gate.userOf(request);
    if (id.ok && id.value.index === user.userId && (role !== null || frozen !== null)) {
      // So there is always an admin left.
      return sendProblem(reply, {
        code: "conflict",
        detail: "Nobody changes their own role or freezes themselves.",
      });
    }
    const by = { actor: user.userId, address: addressOf(request) };
    const changed =
      id.ok &&
      id.value.world === MAIN_WORLD &&
      (await changePerson(pool, id.value.index, { role, plan, frozen }, by));
    if (!changed) return sendProblem(reply, { code: "not_found", detail: "There is no person of this id." });
    people.sessions.forget(id.value.index);
    return reply.code(204).send();
  });
}

function personBefore(query: unknown): number | null {
  const text = textFrom(query, "before");
  if (text === null) return null;
  const id = parseId("usr", text);
  if (id.ok && id.value.world === MAIN_WORLD) return id.value.index;
  throw badQuery('The query\'s "before" must be the "next" of the page before.');
}
