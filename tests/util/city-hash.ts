import { createHash } from "node:crypto";
import type { StepOutput } from "#worker/sim/types.ts";

/** The chain of hashes over what every district's steps said of their state, as the worker keeps it per district. */
export class CityHash {
  #hash = Buffer.alloc(32);

  /** Takes one tick's outputs, in the order of their districts. */
  take(outputs: readonly StepOutput[]): void {
    for (const output of outputs) {
      this.#hash = createHash("sha256").update(this.#hash).update(output.stateBytes).digest();
    }
  }

  get hex(): string {
    return this.#hash.toString("hex");
  }
}
