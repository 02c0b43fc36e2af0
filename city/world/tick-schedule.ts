import { LIMITS } from "../limits.ts";

/** The clock in force: at `wallMs` the city was at `tick` and goes on at `speed` (0 = frozen). */
export interface TickClock {
  readonly tick: number;
  readonly wallMs: number;
  /** Simulated seconds a wall second. */
  readonly speed: number;
  /** Simulated ms of one tick. */
  readonly tickMs: number;
}

/** Wall ms between two ticks; Infinity when the clock stands still. */
export function tickPeriodMs(clock: TickClock): number {
  return clock.speed > 0 ? clock.tickMs / clock.speed : Number.POSITIVE_INFINITY;
}

/** Wall instant of a tick, Unix ms: the same in every district. Infinity for what lies beyond a frozen clock. */
export function dueAtMs(clock: TickClock, tick: number): number {
  if (tick <= clock.tick) return clock.wallMs;
  return clock.wallMs + (tick - clock.tick) * tickPeriodMs(clock);
}

/**
 * How long to wait before starting a tick, ms. A late district starts its ticks closer together, but never faster than
 * LIMITS.catchUpFactorMax times the clock's pace, so that it leaves room for the others of its process.
 */
export function waitBeforeTickMs(clock: TickClock, tick: number, nowMs: number, lastStartMs: number): number {
  const periodMs = tickPeriodMs(clock);
  const paceMs = Number.isFinite(periodMs) ? periodMs / LIMITS.catchUpFactorMax : 0;
  return Math.max(0, dueAtMs(clock, tick) - nowMs, lastStartMs + paceMs - nowMs);
}

/** The last tick that is due at `nowMs`. */
export function tickDueAt(clock: TickClock, nowMs: number): number {
  if (clock.speed <= 0 || nowMs < clock.wallMs) return clock.tick;
  return clock.tick + Math.floor((nowMs - clock.wallMs) / tickPeriodMs(clock));
}
