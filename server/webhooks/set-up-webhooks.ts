import type { People } from "#server/auth/people.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Log } from "#server/telemetry/log.ts";
import type { AddressRules } from "./address.ts";
import { type Deliverer, startDeliverer } from "./deliverer.ts";
import { failingMail } from "./failing-mail.ts";
import { createSafePost } from "./safe-post.ts";

/** Starts what sends webhooks, and writes to the owner of one that was switched off. */
export function setUpWebhooks(
  pool: Pool,
  people: Pick<People, "sealer" | "mailer" | "siteUrl">,
  log: Log,
  rules: AddressRules,
): Deliverer {
  const { sealer, mailer, siteUrl } = people;
  return startDeliverer({
    pool,
    log,
    sealer,
    post: createSafePost(rules),
    draw: Math.random,
    wallMs: () => Date.now(),
    onSwitchedOff: ({ webhookId }) => mailer.post(() => failingMail(pool, webhookId, siteUrl)),
  });
}
