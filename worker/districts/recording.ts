import { promisify } from "node:util";
import { zstdCompress } from "node:zlib";
import { LIMITS } from "#city/limits.ts";
import { joinFrames } from "#city/protocol/wire/frame.ts";
import type { BlobStore } from "#server/assets/blob-store.ts";
import type { Frame } from "./broadcast.ts";
import { staggerOf } from "./snapshots.ts";

const compress = promisify(zstdCompress);

/** Digits of a tick in a key, so that keys sort as ticks do. */
const TICK_DIGITS = 10;

/** Folder of a district's recording in the blob store. */
export function recordingPrefix(world: number, district: number): string {
  return `recording/${world}/${district}/`;
}

/** Tick whose keyframes begin the chunk with this key. */
export function chunkTick(key: string): number {
  return Number.parseInt(key.slice(key.lastIndexOf("/") + 1), 10);
}

/**
 * The frames of a district, kept for looking back. A chunk holds keyframes of every neighborhood at its first tick, then
 * the deltas of the ticks after it, joined as on the wire and compressed; each can be read without any other.
 */
export class Recording {
  readonly #blobs: BlobStore;
  readonly #prefix: string;
  readonly #stagger: number;
  #startTick = -1;
  #frames: Uint8Array[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(blobs: BlobStore, world: number, district: number) {
    this.#blobs = blobs;
    this.#prefix = recordingPrefix(world, district);
    this.#stagger = staggerOf(district);
  }

  /** Begins a chunk with these keyframes, as they are after `tick`; the chunk before must be closed. */
  begin(tick: number, keyframes: readonly Frame[]): void {
    this.#startTick = tick;
    this.#frames = keyframes.flatMap((frame) => frame.pages);
  }

  /** Adds the deltas of a tick. */
  add(deltas: readonly Frame[]): void {
    for (const frame of deltas) this.#frames.push(...frame.pages);
  }

  /** True when the chunk is to be closed and another begun after `tick`; with every snapshot one begins. */
  isFull(tick: number): boolean {
    return (tick + this.#stagger) % LIMITS.recordingKeyframeEveryTicks === 0;
  }

  /** Writes the chunk. Chunks are written one after another; rejects when this one could not be. */
  close(): Promise<void> {
    if (this.#startTick < 0) return this.#writing;
    const key = `${this.#prefix}${String(this.#startTick).padStart(TICK_DIGITS, "0")}.zst`;
    const bytes = joinFrames(this.#frames);
    this.#startTick = -1;
    this.#frames = [];
    this.#writing = this.#writing
      .catch(() => {})
      .then(async () => this.#blobs.put(key, await compress(bytes)));
    return this.#writing;
  }
}
