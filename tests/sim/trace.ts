import { createHash, type Hash } from "node:crypto";
import type { VirtualTime } from "./virtual-time.ts";

const TAIL_LINES = 40;

/** Everything that happened in a run, as one hash; what was done to it, in words; and its last lines. */
export class Trace {
  readonly events: string[] = [];
  readonly violations: string[] = [];
  readonly #time: VirtualTime;
  readonly #startMs: number;
  readonly #hash: Hash = createHash("sha256");
  #tail: string[] = [];

  constructor(time: VirtualTime) {
    this.#time = time;
    this.#startMs = time.nowMs;
  }

  note(what: string): void {
    const line = `${((this.#time.nowMs - this.#startMs) / 1_000).toFixed(3)} ${what}`;
    this.#hash.update(line);
    this.#tail.push(line);
    if (this.#tail.length > 2 * TAIL_LINES) this.#tail = this.#tail.slice(-TAIL_LINES);
  }

  /** Something that was done to the city. */
  event(what: string): void {
    this.note(what);
    this.events.push(`${((this.#time.nowMs - this.#startMs) / 1_000).toFixed(3)} ${what}`);
  }

  /** Something that must not be. */
  violation(what: string): void {
    this.note(what);
    this.violations.push(`${((this.#time.nowMs - this.#startMs) / 1_000).toFixed(3)} ${what}`);
  }

  /** Ends the trace. */
  digest(): string {
    return this.#hash.digest("hex");
  }

  get tail(): readonly string[] {
    return this.#tail.slice(-TAIL_LINES);
  }
}
