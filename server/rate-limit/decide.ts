/** A token bucket kept as one number (the generic cell rate algorithm). */
export interface BucketPolicy {
  readonly perMinute: number;
  /** Requests that may come at once after a pause. */
  readonly burst: number;
}

export interface BucketDecision {
  readonly allowed: boolean;
  /** What to keep: the instant at which the bucket will be full again. */
  readonly fullAtMs: number;
  /** Whole requests left right now. */
  readonly remaining: number;
  /** Seconds until the bucket is full. */
  readonly resetS: number;
  /** Seconds until the next request would be allowed, at least 1; 0 when this one was. */
  readonly retryAfterS: number;
}

/** Decides one request at `nowMs` (a monotonic clock); `fullAtMs` is what the decision before said, or 0. */
export function decideBucket(policy: BucketPolicy, fullAtMs: number, nowMs: number): BucketDecision {
  const intervalMs = 60_000 / policy.perMinute;
  const capacityMs = policy.burst * intervalMs;
  const before = Math.max(fullAtMs, nowMs);
  const after = before + intervalMs;
  // A thousandth of a millisecond forgives what adding fractions loses.
  const allowed = after - nowMs <= capacityMs + 1e-3;
  const kept = allowed ? after : before;
  return {
    allowed,
    fullAtMs: kept,
    remaining: Math.max(0, Math.floor((nowMs + capacityMs - kept) / intervalMs + 1e-6)),
    resetS: Math.ceil((kept - nowMs) / 1000),
    retryAfterS: allowed ? 0 : Math.max(1, Math.ceil((after - nowMs - capacityMs) / 1000)),
  };
}
