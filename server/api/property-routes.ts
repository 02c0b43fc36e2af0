import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import { PARCEL_ACTIONS } from "#city/protocol/actions.ts";
import type { Estate } from "#server/property/estate.ts";
import { readOrder, readWaitingOrders } from "#server/property/order-store.ts";
import { createParcelReader } from "#server/property/parcel-reader.ts";
import { registerAppearanceRoutes } from "./appearance-routes.ts";
import type { Authenticator } from "./authenticate.ts";
import { registerImageRoutes } from "./image-routes.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { sendProblem } from "./problem.ts";
import { readBody } from "./read-body.ts";
import { sendReceipt } from "./send-receipt.ts";

const orderBody = z.strictObject({
  order: z.enum(PARCEL_ACTIONS),
  parameters: z.record(z.string(), z.unknown()).default({}),
  as: z.string().max(40).default("me"),
  idempotency_key: z.string().min(1).max(LIMITS.idempotencyKeyCharsMax),
});

/** The registry of parcels: to look at for everybody, with orders for people. */
export function registerPropertyRoutes(
  app: FastifyInstance,
  parts: ApiParts,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
  estate: Estate,
): void {
  const reader = createParcelReader(parts.pool, estate);
  const askerOf = async (request: FastifyRequest) => (await parts.people.sessionOf(request))?.userId ?? null;
  app.register(async (scope) => {
    scope.addHook("onRequest", limitAddress);
    scope.get("/api/v1/parcels", async (request) => reader.list(request.query, await askerOf(request)));
    scope.get("/api/v1/parcels/states", async (request) => reader.states(await askerOf(request)));
    scope.get<ById>("/api/v1/parcels/:id", async (request) =>
      reader.detail(request.params.id, await askerOf(request)),
    );
    scope.get<ById>("/api/v1/parcels/:id/history", async (request) =>
      reader.history(request.params.id, request.query, await askerOf(request)),
    );
  });
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireUser);
    scope.post<ById>("/api/v1/parcels/:id/orders", async (request, reply) => {
      const { userId } = gate.userOf(request);
      const body = readBody(orderBody, request.body);
      await reader.find(request.params.id);
      const sent = await estate.order({
        person: userId,
        as: body.as,
        order: body.order,
        parameters: { ...body.parameters, parcel: request.params.id },
        idempotencyKey: body.idempotency_key,
        pointer: "/parameters",
      });
      return sendReceipt(reply, sent);
    });
    scope.get("/api/v1/orders", async (request) => ({
      orders: await readWaitingOrders(parts.pool, MAIN_WORLD, gate.userOf(request).userId, {
        kinds: PARCEL_ACTIONS,
      }),
    }));
    scope.get<ById>("/api/v1/orders/:id", async (request, reply) => {
      const { userId } = gate.userOf(request);
      const order = await readOrder(parts.pool, MAIN_WORLD, userId, request.params.id);
      return order ?? sendProblem(reply, { code: "not_found", detail: "You have no order of this id." });
    });
  });
  registerImageRoutes(app, parts, limitAddress, gate, reader);
  registerAppearanceRoutes(app, parts, limitAddress, reader);
}

interface ById {
  readonly Params: { readonly id: string };
}
