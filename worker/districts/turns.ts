import { setImmediate as nextRound } from "node:timers/promises";

/**
 * Districts of one process are due at the same instant. They compute one after another, and between two of them timers and
 * answers of the database get through, so that leases are renewed however long a round takes.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn to compute, at once and without awaiting anything. */
  next(): Promise<void> {
    this.#last = this.#last.then(() => nextRound());
    return this.#last;
  }
}
