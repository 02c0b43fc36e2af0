import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { formatId } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { Result } from "#city/result.ts";
import { readAgentFacts } from "#server/agents/agent-facts-store.ts";
import { addressOf } from "#server/auth/address-header.ts";
import { writeAudit } from "#server/auth/audit.ts";
import {
  hashOfReport,
  type IssuedKey,
  issueKey,
  type KeyFault,
  revokeKey,
  rotateKey,
} from "#server/auth/key-desk.ts";
import { leakMail } from "#server/auth/key-leak-mail.ts";
import { leakSchema, newKeySchema, rotateSchema } from "#server/auth/key-request.ts";
import { quotaOf } from "#server/plans/plans.ts";
import type { BucketPolicy } from "#server/rate-limit/decide.ts";
import { createMemoryBuckets } from "#server/rate-limit/memory-buckets.ts";
import type { Authenticator } from "./authenticate.ts";
import { ownAgentOf } from "./own-agent.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { sendProblem } from "./problem.ts";
import { readBody } from "./read-body.ts";

/** Whose keys a request is about, how many there may be, and who is behind it. */
interface KeyGround {
  readonly world: number;
  readonly agent: number;
  readonly keysMax: number;
  /** The person; null: whoever holds a key with the scope admin. */
  readonly actor: number | null;
}

type FindGround = (request: FastifyRequest<{ Params: { id?: string } }>) => Promise<KeyGround>;

export const LEAK_POLICY: BucketPolicy = {
  perMinute: LIMITS.leakReportsPerMinute,
  burst: LIMITS.leakReportsBurst,
};

/** Keys of agents: for the person whose agent it is, for a key with the scope admin, and for whoever found a key. */
export function registerKeyRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  authenticator: Authenticator,
  gate: PeopleGate,
): void {
  app.register(async (scope) => {
    scope.addHook("onRequest", authenticator.limitAddress);
    scope.addHook("onRequest", gate.requireUser);
    keyRoutes(scope, parts, "/api/v1/agents/:id/keys", async (request) => {
      const { userId, plan } = gate.userOf(request);
      const facts = await ownAgentOf(parts.pool, userId, request.params.id ?? "");
      const { world, number: agent } = facts;
      return { world, agent, keysMax: quotaOf(plan).keys, actor: userId };
    });
  });
  app.register(async (scope) => {
    scope.addHook("onRequest", authenticator.requireKey);
    scope.addHook("onRequest", authenticator.requireScope("admin"));
    keyRoutes(scope, parts, "/api/v1/me/keys", async (request) => {
      const { world, agent } = authenticator.ownerOf(request);
      const plan = (await readAgentFacts(parts.pool, world, agent))?.ownerPlan ?? null;
      return {
        world,
        agent,
        keysMax: plan === null ? LIMITS.keysPerAgentMax : quotaOf(plan).keys,
        actor: null,
      };
    });
  });
  registerLeakRoute(app, parts);
}

function keyRoutes(app: FastifyInstance, parts: ApiParts, path: string, groundOf: FindGround): void {
  const { keyBook } = parts;
  app.get<{ Params: { id?: string } }>(path, async (request) => {
    const ground = await groundOf(request);
    return { keys: await keyBook.list(ground), keys_max: ground.keysMax };
  });
  app.post<{ Params: { id?: string } }>(path, async (request, reply) => {
    const ground = await groundOf(request);
    const wanted = readBody(newKeySchema, request.body);
    const issued = await issueKey(keyBook, ground, wanted, ground.keysMax);
    return sendIssued(parts, request, reply, ground, "key_new", issued);
  });
  app.post<{ Params: { id?: string; key: string } }>(`${path}/:key/rotate`, async (request, reply) => {
    const ground = await groundOf(request);
    const { overlap_minutes: minutes } = readBody(rotateSchema, request.body ?? {});
    const issued = await rotateKey(keyBook, ground, request.params.key, minutes);
    if (issued.ok) announce(parts, ground, request.params.key);
    return sendIssued(parts, request, reply, ground, "key_rotate", issued);
  });
  app.delete<{ Params: { id?: string; key: string } }>(`${path}/:key`, async (request, reply) => {
    const ground = await groundOf(request);
    const revoked = await revokeKey(keyBook, ground, request.params.key);
    if (!revoked.ok) return sendProblem(reply, { code: revoked.code, detail: revoked.message });
    announce(parts, ground, revoked.value.key_id);
    await note(parts, request, ground, "key_revoke", revoked.value.key_id);
    return reply.send(revoked.value);
  });
}

async function sendIssued(
  parts: ApiParts,
  request: FastifyRequest,
  reply: FastifyReply,
  ground: KeyGround,
  action: string,
  issued: Result<IssuedKey, KeyFault>,
): Promise<FastifyReply> {
  if (!issued.ok) return sendProblem(reply, { code: issued.code, detail: issued.message });
  await note(parts, request, ground, action, issued.value.key_id);
  return reply.code(201).send(issued.value);
}

/** What holds connections open with this key lets go of them, in every web process. */
function announce({ keyWatch }: ApiParts, { world, agent }: KeyGround, keyId: string): void {
  keyWatch.announce(formatId("agt", world, agent), keyId);
}

async function note(
  { pool }: ApiParts,
  request: FastifyRequest,
  { world, agent, actor }: KeyGround,
  action: string,
  key: string,
): Promise<void> {
  const subject = formatId("agt", world, agent);
  await writeAudit(pool, { actor, action, subject, detail: { key }, address: addressOf(request) });
}

/** Answers the same whatever is reported, so that it tells nobody whether a key is real. */
function registerLeakRoute(app: FastifyInstance, parts: ApiParts): void {
  const reports = createMemoryBuckets(LEAK_POLICY, parts.nowMs);
  app.post("/api/v1/keys/leaked", async (request, reply) => {
    const decision = reports.take(addressOf(request));
    if (!decision.allowed) {
      const detail = `Wait ${decision.retryAfterS} s before you report another.`;
      return sendProblem(reply, { code: "rate_limited", detail, retryAfterS: decision.retryAfterS });
    }
    const hash = hashOfReport(readBody(leakSchema, request.body).key);
    if (hash !== null) await endLeakedKey(parts, hash, addressOf(request));
    return reply.code(202).send({ status: "received" });
  });
}

async function endLeakedKey(parts: ApiParts, hash: Uint8Array, address: string): Promise<void> {
  const leaked = await parts.keyBook.revokeByHash(hash);
  if (leaked === null) return;
  const subject = formatId("agt", leaked.world, leaked.agent);
  parts.keyWatch.announce(subject, leaked.keyId);
  await writeAudit(parts.pool, {
    actor: null,
    action: "key_leaked",
    subject,
    detail: { key: leaked.keyId },
    address,
  });
  const { email } = leaked;
  if (email !== null) parts.people.mailer.post(async () => leakMail(leaked, email, parts.people.siteUrl));
}
