import type { FastifyInstance } from "fastify";
import { LIMITS } from "#city/limits.ts";
import type { TierUsage, TierView } from "#city/protocol/tier-views.ts";
import { PLAN_NAMES, quotaOf } from "#server/plans/plans.ts";
import { readUsage } from "#server/plans/usage-store.ts";
import type { Authenticator } from "./authenticate.ts";
import type { ApiParts } from "./parts.ts";
import type { PeopleGate } from "./people-gate.ts";

const NAMES: Readonly<Record<(typeof PLAN_NAMES)[number], string>> = {
  free: "Free",
  pro: "Pro",
  research: "Research",
};

/** The tiers, for anybody, and how much of theirs somebody uses. */
export function registerTierRoutes(
  app: FastifyInstance,
  { pool }: ApiParts,
  { limitAddress }: Authenticator,
  gate: PeopleGate,
): void {
  app.addHook("onRequest", limitAddress);
  app.get(
    "/api/v1/plans",
    async (): Promise<{ plans: readonly TierView[] }> => ({
      plans: PLAN_NAMES.map((id) => {
        const { modelBudgetCents, memoryBytes, ...quota } = quotaOf(id);
        return {
          id,
          name: NAMES[id],
          ...quota,
          model_budget_cents: modelBudgetCents,
          memory_bytes: memoryBytes,
          webhooks: LIMITS.webhooksPerPersonMax,
        };
      }),
    }),
  );
  app.get("/api/v1/plans/usage", { onRequest: gate.requireUser }, async (request): Promise<TierUsage> => {
    const { userId, plan } = gate.userOf(request);
    return { plan, ...(await readUsage(pool, userId)) };
  });
}
