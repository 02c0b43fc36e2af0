import { LIMITS } from "../../city/limits.ts";
import type { CloseReason } from "../../city/protocol/codes.ts";
import { decideBucket } from "../rate-limit/decide.ts";

const MESSAGES = { perMinute: LIMITS.viewerMessagesPerMinute, burst: LIMITS.viewerMessagesBurst };

/** Counts viewers, in all and by address, so that nobody takes every place. */
export class Door {
  readonly #byAddress = new Map<string, number>();
  #inside = 0;

  get inside(): number {
    return this.#inside;
  }

  /** Lets one more in, or says why not. Whoever was let in must `leave`. */
  enter(address: string): CloseReason | null {
    const already = this.#byAddress.get(address) ?? 0;
    if (already >= LIMITS.viewerConnectionsPerAddressMax || this.#inside >= LIMITS.viewerConnectionsMax) {
      return "too_many_connections";
    }
    this.#byAddress.set(address, already + 1);
    this.#inside++;
    return null;
  }

  leave(address: string): void {
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
    this.#inside--;
  }
}

/** How often one viewer may speak. */
export class MessageRate {
  #fullAtMs = 0;

  /** `nowMs` is a monotonic clock. */
  allows(nowMs: number): boolean {
    const decision = decideBucket(MESSAGES, this.#fullAtMs, nowMs);
    this.#fullAtMs = decision.fullAtMs;
    return decision.allowed;
  }
}
