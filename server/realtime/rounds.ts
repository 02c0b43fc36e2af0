import { LIMITS } from "../../city/limits.ts";
import type { ClockState } from "../../city/protocol/messages.ts";

/** How long after the first slot the last one is served, in wall ms: a short part of the tick, well before it is drawn. */
export function spreadMs(clock: ClockState | null): number {
  const tickMs = clock !== null && clock.speed > 0 ? clock.tickMs / clock.speed : Number.POSITIVE_INFINITY;
  return Math.min(LIMITS.relaySpreadMsMax, tickMs * LIMITS.relaySpreadTickShareMax);
}

/** A slot's place in the spread. */
export function phaseMs(slot: number, spread: number): number {
  return Math.floor((slot * spread) / LIMITS.relaySlotsMax);
}

interface Round {
  readonly dueMs: number;
  readonly timer: NodeJS.Timeout;
}

/** Timers that say when each slot is to be served. */
export class Rounds {
  readonly #serve: (slot: number) => void;
  readonly #due = new Map<number, Round>();
  #stopped = false;

  constructor(serve: (slot: number) => void) {
    this.#serve = serve;
  }

  /** The slot is served after this long at the latest. */
  within(slot: number, delayMs: number): void {
    if (this.#stopped) return;
    const dueMs = performance.now() + delayMs;
    const known = this.#due.get(slot);
    if (known !== undefined && known.dueMs <= dueMs) return;
    if (known !== undefined) clearTimeout(known.timer);
    const timer = setTimeout(() => {
      this.#due.delete(slot);
      this.#serve(slot);
    }, delayMs);
    this.#due.set(slot, { dueMs, timer });
  }

  stop(): void {
    this.#stopped = true;
    for (const { timer } of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
  }
}
