import { LIMITS } from "../../city/limits.ts";
import { decideBucket } from "../rate-limit/decide.ts";

const POLICY = { perMinute: LIMITS.resyncsPerMinute, burst: LIMITS.resyncsBurst };

/** Decides whether a keyframe may be asked for now, so that no number of viewers makes the worker publish without end. */
export class ResyncPolicy {
  readonly #askedAtMs = new Map<number, number>();
  #fullAtMs = 0;

  /** `nowMs` is a monotonic clock. Saying yes counts as having asked. */
  mayAsk(neighborhood: number, nowMs: number): boolean {
    const askedAtMs = this.#askedAtMs.get(neighborhood);
    if (askedAtMs !== undefined && nowMs - askedAtMs < LIMITS.resyncEveryMs) return false;
    const decision = decideBucket(POLICY, this.#fullAtMs, nowMs);
    this.#fullAtMs = decision.fullAtMs;
    if (decision.allowed) this.#askedAtMs.set(neighborhood, nowMs);
    return decision.allowed;
  }
}
