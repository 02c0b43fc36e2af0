/** A sleeper of at most this long looks at the clock again: wall clocks and timers drift apart. */
const SLEEP_MAX_MS = 60_000;

/** A sleep that can be cut short. */
export class Waker {
  #wake: (() => void) | null = null;

  /** Resolves after `ms`, or at the next wake(), or after a minute: the caller looks again. */
  sleep(ms: number): Promise<void> {
    if (ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, Math.min(ms, SLEEP_MAX_MS));
      const self = this;
      function done(): void {
        clearTimeout(timer);
        if (self.#wake === done) self.#wake = null;
        resolve();
      }
      this.#wake = done;
    });
  }

  wake(): void {
    this.#wake?.();
  }
}
