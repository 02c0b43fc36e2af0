import type { ClockState } from "#city/protocol/messages.ts";

/** Browsers draw this much wall time behind the city, so that what is announced arrives before it is drawn. */
export const DRAW_BEHIND_MS = 1_000;
/** Frames of the future by more than this mean that this machine's clock is behind the server's. */
const AHEAD_MAX_MS = 250;
/** An error of this machine's clock smaller than this is not corrected: the date header has whole seconds. */
const SKEW_MIN_MS = 2_500;
const DAY_MS = 86_400_000;

/** Simulated ms, counted from midnight of the first day, at a wall instant of the server. */
export function simMsAt(clock: ClockState, wallMs: number): number {
  return clock.startOfDayMs + clock.tick * clock.tickMs + (wallMs - clock.wallMs) * clock.speed;
}

/** What of a clock says when a tick was: the same for all its ticks, however fast they went. */
export type Calendar = Pick<ClockState, "startOfDayMs" | "tickMs">;

/** The time of the city at a tick. */
export function timeOfTick({ startOfDayMs, tickMs }: Calendar, tick: number): TimeOfDay {
  return timeOfDay(startOfDayMs + tick * tickMs);
}

/** Wall ms one tick takes; Infinity when frozen. */
export function tickWallMs(clock: ClockState): number {
  return clock.speed > 0 ? clock.tickMs / clock.speed : Number.POSITIVE_INFINITY;
}

export interface TimeOfDay {
  /** The first day is 1. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

export function timeOfDay(simMs: number): TimeOfDay {
  const ofDay = ((simMs % DAY_MS) + DAY_MS) % DAY_MS;
  return {
    day: Math.floor(simMs / DAY_MS) + 1,
    hour: Math.floor(ofDay / 3_600_000),
    minute: Math.floor(ofDay / 60_000) % 60,
  };
}

/** Reads the city's clock with this machine's, correcting for a machine whose clock is wrong. */
export class CityClock {
  #state: ClockState | null = null;
  #skewMs = 0;

  get state(): ClockState | null {
    return this.#state;
  }

  set(state: ClockState): void {
    if (this.#state && state.epoch < this.#state.epoch) return;
    this.#state = state;
  }

  /** The server's date, as whole seconds, seen at a local instant. */
  heardDate(serverMs: number, localMs: number): void {
    const skew = serverMs - localMs;
    if (Math.abs(skew) > SKEW_MIN_MS) this.#skewMs = skew;
  }

  /** A frame of tick n cannot exist before wall instant n. */
  heardTick(tick: number, localMs: number): void {
    const state = this.#state;
    if (!state || state.speed <= 0) return;
    const earliest = state.wallMs + ((tick - state.tick) * state.tickMs) / state.speed;
    const ahead = earliest - (localMs + this.#skewMs);
    if (ahead > AHEAD_MAX_MS) this.#skewMs += ahead;
  }

  /** Simulated ms to draw at a local instant; null before the first clock. */
  drawnMs(localMs: number): number | null {
    const state = this.#state;
    if (!state) return null;
    return Math.max(0, simMsAt(state, localMs + this.#skewMs - DRAW_BEHIND_MS));
  }

  /** The tick the city should be at now. */
  expectedTick(localMs: number): number | null {
    const state = this.#state;
    return state
      ? Math.floor((simMsAt(state, localMs + this.#skewMs) - state.startOfDayMs) / state.tickMs)
      : null;
  }
}
