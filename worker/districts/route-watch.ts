/** Clocks the distance fields that the engine builds, which itself knows no clock. */
export class RouteWatch {
  #totalMs = 0;
  #slowestMs = 0;

  get totalMs(): number {
    return this.#totalMs;
  }

  get slowestMs(): number {
    return this.#slowestMs;
  }

  readonly around = <T>(build: () => T): T => {
    const startedMs = performance.now();
    const built = build();
    const tookMs = performance.now() - startedMs;
    this.#totalMs += tookMs;
    this.#slowestMs = Math.max(this.#slowestMs, tookMs);
    return built;
  };
}
