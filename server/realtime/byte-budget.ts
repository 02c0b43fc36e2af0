/** Bytes that may be spent at a bounded rate; one spending may overdraw it, and is paid off before the next. */
export class ByteBudget {
  readonly #bytesPerSecond: number;
  readonly #bytesMax: number;
  #left: number;
  #atMs = 0;

  constructor(bytesPerSecond: number, bytesMax: number) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#bytesMax = bytesMax;
    this.#left = bytesMax;
  }

  /** Whether anything may be spent at `nowMs` (a monotonic clock). */
  allows(nowMs: number): boolean {
    const earned = ((nowMs - this.#atMs) * this.#bytesPerSecond) / 1_000;
    this.#left = Math.min(this.#bytesMax, this.#left + earned);
    this.#atMs = nowMs;
    return this.#left > 0;
  }

  spend(bytes: number): void {
    this.#left -= bytes;
  }
}
