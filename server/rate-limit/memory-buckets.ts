import { LIMITS } from "#city/limits.ts";
import { type BucketDecision, type BucketPolicy, decideBucket } from "./decide.ts";

export interface Buckets {
  /** Takes one request from the bucket of `name`, which may have a policy of its own. */
  take(name: string, own?: BucketPolicy): BucketDecision;
}

/** Buckets of one policy in this process. `nowMs` must be monotonic: a jump of the wall clock gives nothing away. */
export function createMemoryBuckets(policy: BucketPolicy, nowMs: () => number): Buckets {
  const fullAt = new Map<string, number>();
  return {
    take(name, own = policy) {
      const now = nowMs();
      const decision = decideBucket(own, fullAt.get(name) ?? 0, now);
      if (!fullAt.has(name) && fullAt.size >= LIMITS.rateBucketsMax) makeRoom(fullAt, now);
      fullAt.set(name, decision.fullAtMs);
      return decision;
    },
  };
}

/** A full bucket is the same as none. If all are in use, the oldest goes: it is the one nearest to full. */
function makeRoom(fullAt: Map<string, number>, nowMs: number): void {
  for (const [name, atMs] of fullAt) if (atMs <= nowMs) fullAt.delete(name);
  if (fullAt.size < LIMITS.rateBucketsMax) return;
  const oldest = fullAt.keys().next();
  if (!oldest.done) fullAt.delete(oldest.value);
}
