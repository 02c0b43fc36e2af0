import { Webhook } from "standardwebhooks";
import { LIMITS } from "#city/limits.ts";
import type { WebhookFault } from "#city/protocol/webhook-views.ts";
import type { Sealer } from "#server/auth/seal.ts";
import type { Pool } from "#server/db/pool.ts";
import type { Log } from "#server/telemetry/log.ts";
import { retryAfterMs } from "./backoff.ts";
import {
  type ClaimedDelivery,
  claimDeliveries,
  finishDelivery,
  type Outcome,
  pruneDeliveries,
} from "./delivery-store.ts";
import { fanOut } from "./fan-out-store.ts";
import type { SafePost } from "./safe-post.ts";
import { sealPlace } from "./webhook-store.ts";

/** Sends what the city's feed says to the addresses that people gave. */
export interface Deliverer {
  /** There is something to send: do not wait for the next look. */
  wake(): void;
  /** Finishes the attempts under way. */
  close(): Promise<void>;
}

export interface DelivererOptions {
  readonly pool: Pool;
  readonly sealer: Sealer;
  readonly post: SafePost;
  readonly log: Pick<Log, "warn">;
  /** The webhook was switched off because its receiver failed again and again. */
  readonly onSwitchedOff: (delivery: ClaimedDelivery) => void;
  /** Random numbers from 0 to below 1. */
  readonly draw: () => number;
  readonly wallMs: () => number;
}

const LOOK_EVERY_MS = 1_000;
/** Looks between two cleanings. */
const PRUNE_EVERY_LOOKS = 300;
const USER_AGENT = "Borough-Webhooks/1";

/** Looks for new messages and due deliveries until it is closed. Every web process runs one; rows that one has taken the others leave alone. */
export function startDeliverer(options: DelivererOptions): Deliverer {
  const { pool, log } = options;
  const underWay = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let again = false;
  let closed = false;
  let looks = 0;

  async function look(): Promise<void> {
    if (looks++ % PRUNE_EVERY_LOOKS === PRUNE_EVERY_LOOKS - 1) await pruneDeliveries(pool);
    while (!closed && (await fanOut(pool)).webhooks > 0);
    const free = LIMITS.webhookInFlightMax - underWay.size;
    if (closed || free <= 0) return;
    const claimed = await claimDeliveries(pool, free);
    for (const delivery of claimed) {
      const done: Promise<void> = attempt(options, delivery)
        .catch((error: unknown) => log.warn({ err: error }, "a webhook's delivery could not be written down"))
        .finally(() => {
          underWay.delete(done);
          wake();
        });
      underWay.add(done);
    }
  }

  function wake(): void {
    if (closed) return;
    if (looking !== null) {
      again = true;
      return;
    }
    clearTimeout(timer);
    again = false;
    looking = look()
      .catch((error: unknown) =>
        log.warn({ reason: reasonOf(error) }, "webhooks could not be looked after; trying again"),
      )
      .finally(() => {
        looking = null;
        if (closed) return;
        if (again) return wake();
        timer = setTimeout(wake, LOOK_EVERY_MS);
        timer.unref();
      });
  }

  wake();
  return {
    wake,
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
      await Promise.all(underWay);
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function attempt(options: DelivererOptions, delivery: ClaimedDelivery): Promise<void> {
  const outcome = await outcomeOf(options, delivery);
  if (await finishDelivery(options.pool, delivery, outcome)) options.onSwitchedOff(delivery);
}

async function outcomeOf(
  { sealer, post, draw, wallMs }: DelivererOptions,
  delivery: ClaimedDelivery,
): Promise<Outcome> {
  const failed = (error: WebhookFault, answer: number | null = null): Outcome => ({
    delivered: false,
    answer,
    error,
    retryMs: retryAfterMs(delivery.attempt, draw()),
  });
  const signature = sign(sealer, delivery, wallMs());
  if (signature === null) return { ...failed("secret_lost"), retryMs: null };
  const reply = await post(delivery.url, { ...signature, ...FIXED_HEADERS }, delivery.body);
  if (!reply.ok) return failed(reply.code);
  const { status } = reply.value;
  return status >= 200 && status < 300
    ? { delivered: true, answer: status, error: null, retryMs: null }
    : failed("bad_status", status);
}

const FIXED_HEADERS = { "content-type": "application/json", "user-agent": USER_AGENT };

/** The headers of the Standard Webhooks scheme; null when the secret cannot be opened any more. */
function sign(sealer: Sealer, delivery: ClaimedDelivery, nowMs: number): Record<string, string> | null {
  const { messageId, body, webhookId, secretSealed, oldSecretSealed } = delivery;
  const at = new Date(nowMs);
  const signatures = [secretSealed, oldSecretSealed].flatMap((sealed) => {
    const secret = sealed === null ? null : sealer.open(sealed, sealPlace(webhookId));
    return secret?.ok ? [new Webhook(secret.value).sign(messageId, at, body)] : [];
  });
  if (signatures.length === 0) return null;
  return {
    "webhook-id": messageId,
    "webhook-timestamp": String(Math.floor(nowMs / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
}
