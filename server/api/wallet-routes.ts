import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { MAIN_WORLD } from "#city/ids.ts";
import { LIMITS } from "#city/limits.ts";
import type { TreasuryView } from "#city/protocol/estate-views.ts";
import type { Estate } from "#server/property/estate.ts";
import { statementCsv } from "#server/wallet/statement-csv.ts";
import { transferOrder } from "#server/wallet/transfer-order.ts";
import { readTreasury } from "#server/wallet/treasury-store.ts";
import { createWalletReader } from "#server/wallet/wallet-reader.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";
import { sendProblem, unavailable } from "./problem.ts";
import { textFrom } from "./query.ts";
import { readBody } from "./read-body.ts";
import { sendReceipt } from "./send-receipt.ts";

const transferBody = z.strictObject({
  /** Whose money: usr_… or `me`, agt_… of an agent's purse, bank-agt_… of its account at City Hall. */
  from: z.string().max(40),
  to: z.string().max(40),
  amount_cents: z.int().min(1).max(LIMITS.amountCentsMax),
  idempotency_key: z.string().min(1).max(LIMITS.idempotencyKeyCharsMax),
});

/** All who look at the sum share one look into the database for so long. */
const TREASURY_EVERY_MS = 1_000;

/** Money of people and their agents, and the city's sum, which is public. */
export function registerWalletRoutes(
  app: FastifyInstance,
  { pool }: Pick<ApiParts, "pool">,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
  estate: Estate,
): void {
  const reader = createWalletReader(pool, estate);
  const treasury = shareFor(TREASURY_EVERY_MS, () => readTreasury(pool, MAIN_WORLD));
  app.get("/api/v1/treasury", { onRequest: limitAddress }, async (_request, reply) => {
    const view: TreasuryView | null = await treasury();
    return view ?? sendProblem(reply, unavailable("The city has not been built yet; try again."));
  });
  app.register(async (scope) => {
    scope.addHook("onRequest", gate.requireUser);
    scope.get("/api/v1/wallet", (request) => reader.wallet(gate.userOf(request).userId));
    scope.get<{ Params: { account: string } }>(
      "/api/v1/wallet/:account/statement",
      async (request, reply) => {
        const { userId } = gate.userOf(request);
        const { account } = request.params;
        if (textFrom(request.query, "format") !== "csv")
          return reader.statement(userId, account, request.query);
        const lines = await reader.everyLine(userId, account, request.query);
        return reply
          .header("content-type", "text/csv; charset=utf-8")
          .header("content-disposition", `attachment; filename="statement-${account}.csv"`)
          .send(statementCsv(lines));
      },
    );
    scope.post("/api/v1/wallet/transfers", async (request, reply) => {
      const { userId } = gate.userOf(request);
      const body = readBody(transferBody, request.body);
      const sent = await estate.order({
        ...transferOrder(MAIN_WORLD, userId, body),
        person: userId,
        idempotencyKey: body.idempotency_key,
        pointer: "",
      });
      return sendReceipt(reply, sent);
    });
  });
}

/** One answer for all who ask within a while; a failure is not kept. */
function shareFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (answer === null || now - askedAtMs >= ms) {
      askedAtMs = now;
      const asked = read();
      answer = asked;
      asked.catch(() => {
        if (answer === asked) answer = null;
      });
    }
    return answer;
  };
}
