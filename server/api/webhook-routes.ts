import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { LIMITS } from "#city/limits.ts";
import { faultAt } from "#city/protocol/field-faults.ts";
import { FEED_KINDS } from "#city/protocol/messages.ts";
import { WEBHOOK_SCOPES } from "#city/protocol/webhook-views.ts";
import { CAPABILITIES } from "#server/auth/roles.ts";
import { parseAddress } from "#server/webhooks/address.ts";
import { insertDelivery, readDeliveries, sendAgain } from "#server/webhooks/delivery-store.ts";
import {
  deleteWebhook,
  insertWebhook,
  readWebhook,
  readWebhooks,
  rotateSecret,
  updateWebhook,
} from "#server/webhooks/webhook-store.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { ApiFault, sendProblem } from "./problem.ts";
import { wholeFrom } from "./query.ts";
import { invalidBody, readBody } from "./read-body.ts";

interface OneWebhook {
  Params: { id: string };
}

const kindsSchema = z.array(z.enum(FEED_KINDS)).max(FEED_KINDS.length);
const newBody = z.strictObject({
  url: z.string(),
  kinds: kindsSchema.default([]),
  scope: z.enum(WEBHOOK_SCOPES).default("mine"),
});
const changeBody = z.strictObject({
  url: z.string().optional(),
  kinds: kindsSchema.optional(),
  scope: z.enum(WEBHOOK_SCOPES).optional(),
  enabled: z.boolean().optional(),
});

/** Webhooks of the person who asks: others' do not exist for them. */
export function registerWebhookRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
): void {
  const { pool, people, webhookRules: rules } = parts;
  const { userOf } = gate;
  app.addHook("onRequest", limitAddress);
  app.addHook("onRequest", gate.requireRole(CAPABILITIES.own));
  app.get("/api/v1/webhooks", async (request) => ({
    webhooks: await readWebhooks(pool, userOf(request).userId),
    limit: LIMITS.webhooksPerPersonMax,
  }));
  app.post("/api/v1/webhooks", async (request, reply) => {
    const { url, kinds, scope } = readBody(newBody, request.body);
    const { userId } = userOf(request);
    const wanted = { url: readAddress(url, rules), kinds, scope };
    const made = await insertWebhook(pool, people.sealer, userId, wanted);
    if (made === null) return sendProblem(reply, TOO_MANY);
    return reply.code(201).send({ webhook: await ownWebhook(parts, userId, made.id), secret: made.secret });
  });
  app.patch<OneWebhook>("/api/v1/webhooks/:id", async (request) => {
    const { url, ...change } = readBody(changeBody, request.body);
    const { userId } = userOf(request);
    const address = url === undefined ? {} : { url: readAddress(url, rules) };
    await updateWebhook(pool, userId, request.params.id, { ...change, ...address });
    return ownWebhook(parts, userId, request.params.id);
  });
  app.delete<OneWebhook>("/api/v1/webhooks/:id", async (request, reply) => {
    const deleted = await deleteWebhook(pool, userOf(request).userId, request.params.id);
    return deleted ? reply.code(204).send() : sendProblem(reply, NOT_FOUND);
  });
  app.post<OneWebhook>("/api/v1/webhooks/:id/rotate", async (request, reply) => {
    const { userId } = userOf(request);
    const secret = await rotateSecret(pool, people.sealer, userId, request.params.id);
    if (secret === null) return sendProblem(reply, NOT_FOUND);
    return { webhook: await ownWebhook(parts, userId, request.params.id), secret };
  });
  registerDeliveryRoutes(app, parts, gate);
}

function registerDeliveryRoutes(app: FastifyInstance, parts: ApiParts, { userOf }: PeopleGate): void {
  const { pool } = parts;
  app.post<OneWebhook>("/api/v1/webhooks/:id/test", (request, reply) =>
    sendTest(parts, userOf(request).userId, request, reply),
  );
  app.get<OneWebhook>("/api/v1/webhooks/:id/deliveries", async (request) => {
    const webhook = await ownWebhook(parts, userOf(request).userId, request.params.id);
    const before = wholeFrom(request.query, "before", 1, Number.MAX_SAFE_INTEGER);
    const deliveries = await readDeliveries(pool, webhook.id, before);
    const last = deliveries.length === LIMITS.webhookDeliveriesPageMax ? deliveries.at(-1) : undefined;
    return { deliveries, next: last?.id ?? null };
  });
  app.post<OneWebhook>("/api/v1/webhooks/deliveries/:id/again", async (request, reply) => {
    const id = /^\d{1,15}$/.test(request.params.id) ? Number(request.params.id) : -1;
    const again = await sendAgain(pool, userOf(request).userId, id);
    if (again === "not_found") return sendProblem(reply, NO_DELIVERY);
    if (again === "not_finished") return sendProblem(reply, NOT_AGAIN);
    parts.webhooks.wake();
    return reply.code(202).send({ delivery_id: request.params.id });
  });
}

async function sendTest(
  parts: ApiParts,
  userId: number,
  request: FastifyRequest<OneWebhook>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const webhook = await ownWebhook(parts, userId, request.params.id);
  const messageId = `msg_test_${randomBytes(9).toString("hex")}`;
  const body = JSON.stringify({
    type: "test",
    timestamp: new Date(parts.wallMs()).toISOString(),
    data: { webhook: webhook.id, text: "It works: this is a test message from Borough." },
  });
  if (!(await insertDelivery(parts.pool, webhook.id, messageId, body)))
    return sendProblem(reply, SWITCHED_OFF);
  parts.webhooks.wake();
  return reply.code(202).send({ message_id: messageId });
}

async function ownWebhook({ pool }: ApiParts, userId: number, id: string) {
  const webhook = await readWebhook(pool, userId, id);
  if (webhook === null) throw new ApiFault(NOT_FOUND);
  return webhook;
}

/** Throws ApiFault `invalid_body` for an address that nothing would be sent to. */
function readAddress(text: string, rules: ApiParts["webhookRules"]): string {
  const url = parseAddress(text.trim(), rules);
  if (url.ok) return url.value.href;
  throw new ApiFault(invalidBody([faultAt("/url", url)]));
}

const NOT_FOUND = { code: "not_found", detail: "There is no webhook of this id." } as const;
const NO_DELIVERY = { code: "not_found", detail: "There is no delivery of this id." } as const;
const NOT_AGAIN = {
  code: "conflict",
  detail: "The delivery is under way still, or its webhook is switched off.",
} as const;
const SWITCHED_OFF = {
  code: "conflict",
  detail: "The webhook is switched off: switch it on first.",
} as const;
const TOO_MANY = {
  code: "quota_reached",
  detail: `One person may have ${LIMITS.webhooksPerPersonMax} webhooks (quota: webhooks).`,
} as const;
