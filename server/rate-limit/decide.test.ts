import { expect, test } from "vitest";
import { Draws } from "#tests/util/seed.ts";
import { decideBucket } from "./decide.ts";
import { createMemoryBuckets } from "./memory-buckets.ts";

const POLICY = { perMinute: 100, burst: 200 };

/** The bucket as a child would build it: tokens that drip in, at most `burst` of them. */
function idealBucket() {
  let tokens = POLICY.burst;
  let last = 0;
  return (nowMs: number): boolean => {
    tokens = Math.min(POLICY.burst, tokens + ((nowMs - last) * POLICY.perMinute) / 60_000);
    last = nowMs;
    if (tokens < 1 - 1e-6) return false;
    tokens -= 1;
    return true;
  };
}

test("[HT-5] decides as an ideal token bucket does, whatever the arrivals", () => {
  for (let seed = 0; seed < 200; seed++) {
    const draws = new Draws(seed);
    const ideal = idealBucket();
    let fullAtMs = 0;
    let now = 0;
    for (let i = 0; i < 500; i++) {
      now += draws.chance(2) ? draws.below(120_000) : draws.below(300);
      const decision = decideBucket(POLICY, fullAtMs, now);
      fullAtMs = decision.fullAtMs;
      expect(decision.allowed, `seed ${seed}, arrival ${i}`).toBe(ideal(now));
    }
  }
});

test("[HT-5] waiting as long as it says is enough, and not a request more is left than it says", () => {
  const buckets = { now: 0 };
  const memory = createMemoryBuckets(POLICY, () => buckets.now);
  for (let left = 199; left >= 0; left--) expect(memory.take("a").remaining).toBe(left);
  const refused = memory.take("a");
  expect(refused).toMatchObject({ allowed: false, remaining: 0, retryAfterS: 1, resetS: 120 });
  expect(memory.take("b").allowed).toBe(true);
  buckets.now = refused.retryAfterS * 1000;
  expect(memory.take("a").allowed).toBe(true);
  expect(memory.take("a").allowed).toBe(false);
  buckets.now += refused.resetS * 1000;
  expect(memory.take("a").remaining).toBe(199);
});
