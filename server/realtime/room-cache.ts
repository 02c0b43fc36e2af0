import { LIMITS } from "../../city/limits.ts";
import type { FrameHead } from "../../city/protocol/wire-types.ts";

/**
 * What a frame did to a room:
 * - `waiting`: more pages are to come. `stale`: nothing new in it.
 * - `delta`: one more link of the chain; members who had the last one need only what is `after` it.
 * - `keyframe`: another starting point; members who follow the chain do not need it.
 * - `restart`: members have missed something that the keyframe at hand makes good.
 * - `gap`: something was missed and no keyframe at hand makes it good: ask for one.
 */
export type FrameOutcome = "waiting" | "stale" | "delta" | "keyframe" | "restart" | "gap";

/** Every page of one keyframe or delta. */
interface Complete {
  readonly tick: number;
  readonly pages: readonly Uint8Array[];
}

interface Gathering {
  readonly tick: number;
  readonly pages: (Uint8Array | undefined)[];
}

const CHAIN_MAX = LIMITS.relayChainKeyframesMax * LIMITS.keyframeEveryTicks;

/**
 * One neighborhood's last keyframe and the unbroken chain of deltas that leads to now: enough to bring any viewer up to
 * date. The chain covers the ticks after `floor` up to `tip`; it is null while something is missing.
 */
export class RoomCache {
  #generation = -1;
  #keyframe: Complete | null = null;
  #chain: { floor: number; tip: number; deltas: Complete[] } | null = null;
  #keyframePages: Gathering | null = null;
  #deltaPages: Gathering | null = null;

  /** Tick up to which a viewer who got every delta knows this room; -1 while the chain is broken. */
  get tip(): number {
    return this.#chain?.tip ?? -1;
  }

  /** True while a new viewer cannot be served, or only from a keyframe that is too long ago. */
  get needsKeyframe(): boolean {
    return this.#chain === null || this.#keyframe === null;
  }

  /** True until the first frame. */
  get isBlank(): boolean {
    return this.#generation === -1;
  }

  /** Takes one frame in. */
  accept(head: FrameHead, bytes: Uint8Array): FrameOutcome {
    if (head.generation < this.#generation) return "stale";
    if (head.generation > this.#generation) {
      this.#generation = head.generation;
      this.break();
    }
    return head.kind === "keyframe" ? this.#acceptKeyframe(head, bytes) : this.#acceptDelta(head, bytes);
  }

  /** Forgets the chain: something may have been missed. */
  break(): void {
    this.#chain = null;
    this.#keyframe = null;
    this.#keyframePages = null;
    this.#deltaPages = null;
  }

  /** The deltas that follow on `tick`; null when the chain does not reach back to it. */
  after(tick: number): readonly Uint8Array[] | null {
    return this.#chain === null || tick < this.#chain.floor ? null : framesAfter(this.#chain.deltas, tick);
  }

  /**
   * Frames that bring someone who has everything up to `haveTick` (-1: nothing) to the tip: the deltas missed or a keyframe
   * and what follows it, whichever is less. Null when neither is at hand.
   */
  catchUp(haveTick: number): readonly Uint8Array[] | null {
    if (this.#chain === null) return null;
    const { floor, deltas } = this.#chain;
    const newest = Math.max(this.#chain.tip, this.#keyframe?.tick ?? -1);
    const missed = haveTick >= floor && haveTick <= newest ? framesAfter(deltas, haveTick) : null;
    if (this.#keyframe === null) return missed;
    const anew = [...this.#keyframe.pages, ...framesAfter(deltas, this.#keyframe.tick)];
    return missed !== null && bytesIn(missed) <= bytesIn(anew) ? missed : anew;
  }

  #acceptKeyframe(head: FrameHead, bytes: Uint8Array): FrameOutcome {
    if (this.#keyframe !== null && head.tick <= this.#keyframe.tick) return "stale";
    this.#keyframePages = gather(this.#keyframePages, head, bytes);
    const keyframe = complete(this.#keyframePages);
    if (keyframe === null) return "waiting";
    this.#keyframePages = null;
    // A keyframe retained from before the chain's floor would leave a hole between the two.
    if (this.#chain !== null && keyframe.tick < this.#chain.floor) return "stale";
    this.#keyframe = keyframe;
    // It names the last delta before it: where that one never came, nobody is up to date.
    if (this.#chain === null || head.previousTick > this.#chain.tip) {
      this.#chain = { floor: keyframe.tick, tip: keyframe.tick, deltas: [] };
      return "restart";
    }
    this.#prune(keyframe.tick - LIMITS.keyframeEveryTicks);
    return "keyframe";
  }

  #acceptDelta(head: FrameHead, bytes: Uint8Array): FrameOutcome {
    if (this.#chain !== null && head.tick <= this.#chain.tip) return "stale";
    this.#deltaPages = gather(this.#deltaPages, head, bytes);
    const delta = complete(this.#deltaPages);
    if (delta === null) return "waiting";
    this.#deltaPages = null;
    if (this.#chain !== null && head.previousTick <= this.#chain.tip)
      return this.#append(this.#chain.deltas, delta);
    const keyframeTick = this.#keyframe?.tick ?? -1;
    if (this.#chain !== null && delta.tick <= keyframeTick) return "stale";
    if (this.#chain !== null && head.previousTick <= keyframeTick) {
      this.#chain = { floor: keyframeTick, tip: delta.tick, deltas: [delta] };
      return "restart";
    }
    this.#chain = null;
    this.#keyframe = null;
    return "gap";
  }

  #append(deltas: Complete[], delta: Complete): FrameOutcome {
    deltas.push(delta);
    if (this.#chain !== null) this.#chain.tip = delta.tick;
    if (deltas.length > CHAIN_MAX) {
      this.#prune(deltas[deltas.length - 1 - CHAIN_MAX]?.tick ?? -1);
    }
    return "delta";
  }

  /** Drops the deltas up to `tick`, and the keyframe if it lies before what is left. */
  #prune(tick: number): void {
    if (this.#chain === null) return;
    const { deltas } = this.#chain;
    while ((deltas[0]?.tick ?? Number.POSITIVE_INFINITY) <= tick)
      this.#chain.floor = deltas.shift()?.tick ?? -1;
    if (this.#keyframe !== null && this.#keyframe.tick < this.#chain.floor) this.#keyframe = null;
  }
}

function framesAfter(deltas: readonly Complete[], tick: number): Uint8Array[] {
  return deltas.flatMap((delta) => (delta.tick > tick ? delta.pages : []));
}

function bytesIn(frames: readonly Uint8Array[]): number {
  return frames.reduce((sum, frame) => sum + frame.length, 0);
}

/** Puts a page to those of the same tick. Pages of an older tick may still come: they belong to nothing any more. */
function gather(before: Gathering | null, head: FrameHead, bytes: Uint8Array): Gathering {
  const same = before !== null && before.tick === head.tick && before.pages.length === head.pages;
  if (before !== null && !same && before.tick > head.tick) return before;
  const gathering = same
    ? before
    : { tick: head.tick, pages: new Array<Uint8Array | undefined>(head.pages).fill(undefined) };
  gathering.pages[head.page] = bytes;
  return gathering;
}

function complete(gathering: Gathering | null): Complete | null {
  if (gathering === null) return null;
  const pages = gathering.pages.flatMap((page) => page ?? []);
  return pages.length === gathering.pages.length ? { tick: gathering.tick, pages } : null;
}
