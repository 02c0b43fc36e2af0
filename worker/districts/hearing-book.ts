import { LIMITS } from "#city/limits.ts";
import type { Heard, StepOutput } from "#sim";

/** For how many ticks something heard stays in observations: an agent may skip some. */
const KEPT_TICKS = 12;

interface HeardAt {
  readonly tick: number;
  readonly heard: Heard;
}

/** What outside agents heard lately. One for all districts of a worker, since agents move between them. */
export class HearingBook {
  readonly #heard = new Map<number, HeardAt[]>();

  /** Takes in what a step of the city let agents hear. */
  take(output: StepOutput): void {
    for (const heard of output.heard) {
      const list = this.#heard.get(heard.hearer) ?? [];
      list.push({ tick: output.tick, heard });
      if (list.length > LIMITS.messagesPerObservationMax) list.shift();
      this.#heard.set(heard.hearer, list);
    }
  }

  /** What `agent` heard in the last ticks up to `tick`, oldest first. */
  of(agent: number, tick: number): readonly HeardAt[] {
    const recent = (this.#heard.get(agent) ?? []).filter((entry) => entry.tick > tick - KEPT_TICKS);
    if (recent.length === 0) this.#heard.delete(agent);
    return recent;
  }
}
