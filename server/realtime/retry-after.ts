import { LIMITS } from "../../city/limits.ts";
import type { CloseReason } from "../../city/protocol/codes.ts";

/**
 * When someone who is sent away may come back, in ms: at a moment of its own, so that those who were sent away together do
 * not return together. `viewers` is how many there are, `random` a number from 0 up to 1.
 */
export function retryAfterMs(reason: CloseReason, viewers: number, random: number): number {
  const soonest = reason === "too_many_connections" ? LIMITS.viewerRetryFullMs : LIMITS.viewerRetryMs;
  const spread = Math.max(soonest, viewers * LIMITS.viewerRetrySpreadMsPerViewer);
  return Math.floor(soonest + random * Math.min(spread, LIMITS.viewerRetrySpreadMsMax));
}
