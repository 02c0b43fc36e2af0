import type { Speech } from "./agents/tracks.ts";

/** Simulated time passes at any speed, so a bubble lasts in wall time: long enough to be read. */
const BUBBLE_MS = 6_000;
const BUBBLES_MAX = 24;
/** Words older than this when they arrive are history, not talk. */
const OLD_SIM_MS = 120_000;
const SHOWN_CHARS_MAX = 90;

interface Bubble {
  readonly text: string;
  readonly atMs: number;
  /** Wall instant (performance.now) it first was due; NaN before. */
  shownAtMs: number;
}

/** What was said lately, one bubble per agent. */
export class SpeechLog {
  readonly #bubbles = new Map<number, Bubble>();

  hear(speech: Speech, simMs: number): void {
    if (speech.atMs < simMs - OLD_SIM_MS) return;
    const text =
      speech.text.length > SHOWN_CHARS_MAX ? `${speech.text.slice(0, SHOWN_CHARS_MAX - 1)}…` : speech.text;
    this.#bubbles.delete(speech.agent);
    this.#bubbles.set(speech.agent, { text, atMs: speech.atMs, shownAtMs: Number.NaN });
    if (this.#bubbles.size > BUBBLES_MAX) {
      const oldest = this.#bubbles.keys().next();
      if (!oldest.done) this.#bubbles.delete(oldest.value);
    }
  }

  /** Bubbles to show now; those read are dropped. */
  shown(simMs: number, nowMs: number): [agent: number, text: string][] {
    const out: [number, string][] = [];
    for (const [agent, bubble] of this.#bubbles) {
      if (bubble.atMs > simMs) continue;
      if (Number.isNaN(bubble.shownAtMs)) bubble.shownAtMs = nowMs;
      if (nowMs - bubble.shownAtMs > BUBBLE_MS) this.#bubbles.delete(agent);
      else out.push([agent, bubble.text]);
    }
    return out;
  }
}
