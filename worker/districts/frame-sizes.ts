import type { FrameSizes } from "#city/protocol/debug.ts";
import type { Frame } from "./broadcast.ts";

interface Size {
  readonly bytes: number;
  readonly pages: number;
}

/** Sizes of what a district has sent: the deltas of the tick, and the newest keyframe of each neighborhood. */
export class FrameSizeBook {
  readonly #keyframes = new Map<number, Size>();
  #deltas = new Map<number, Size>();

  note(frames: readonly Frame[]): void {
    for (const { kind, neighborhood, pages } of frames) {
      const bytes = pages.reduce((sum, page) => sum + page.length, 0);
      (kind === "delta" ? this.#deltas : this.#keyframes).set(neighborhood, { bytes, pages: pages.length });
    }
  }

  /** What is known, after which the deltas of the next tick are counted. */
  close(): { readonly deltas: FrameSizes; readonly keyframes: FrameSizes } {
    const sizes = { deltas: summary(this.#deltas), keyframes: summary(this.#keyframes) };
    this.#deltas = new Map();
    return sizes;
  }
}

function summary(sizes: ReadonlyMap<number, Size>): FrameSizes {
  const bytes = [...sizes.values()].map((size) => size.bytes).sort((a, b) => a - b);
  const rank95 = Math.max(0, Math.ceil(bytes.length * 0.95) - 1);
  return {
    neighborhoods: bytes.length,
    maxBytes: bytes.at(-1) ?? 0,
    p95Bytes: bytes[rank95] ?? 0,
    totalBytes: bytes.reduce((sum, each) => sum + each, 0),
    pages: [...sizes.values()].reduce((sum, size) => sum + size.pages, 0),
  };
}
