import { LIMITS } from "#city/limits.ts";

/** Each wait is so many times the one before. */
const GROWTH = 3;
/** Waits are spread over this share of themselves, so that messages that failed together do not come back together. */
const JITTER = 0.25;

/** Ms to wait after the nth failed attempt (from 1); null: it was the last. `draw` is a random number from 0 to below 1. */
export function retryAfterMs(attempt: number, draw: number): number | null {
  if (attempt >= LIMITS.webhookAttemptsMax) return null;
  const fullMs = Math.min(LIMITS.webhookBackoffMsMax, LIMITS.webhookBackoffMs * GROWTH ** (attempt - 1));
  return Math.round(fullMs * (1 - JITTER + 2 * JITTER * draw));
}
