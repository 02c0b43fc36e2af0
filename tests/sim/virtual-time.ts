import { AsyncLocalStorage } from "node:async_hooks";

/** A simulated process: what it waits for is gone when it is killed, and late when it is paused. */
export interface SimProcess {
  readonly name: string;
  alive: boolean;
  /** Nothing reaches it before this instant, Unix ms. */
  pausedUntilMs: number;
}

interface Entry {
  atMs: number;
  order: number;
  readonly owner: SimProcess | null;
  readonly run: () => void;
  cancelled: boolean;
}

const owners = new AsyncLocalStorage<SimProcess | null>();
const realSetImmediate = globalThis.setImmediate;
const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setImmediate: realSetImmediate,
};
const START_MS = 1_700_000_000_000;

/** The one clock of a simulated run. Whatever the code under test waits for is an entry of its list, in a fixed order. */
export class VirtualTime {
  nowMs = START_MS;
  #order = 0;
  /** A binary heap by (instant, order of asking). */
  readonly #heap: Entry[] = [];

  /** The process on whose behalf the running code runs; null for what belongs to none. */
  get owner(): SimProcess | null {
    return owners.getStore() ?? null;
  }

  /** Runs `run` on behalf of a process. */
  as<T>(owner: SimProcess | null, run: () => T): T {
    return owners.run(owner, run);
  }

  /** Calls `run` after `ms`, unless its owner is dead by then; returns how to take it back. */
  after(ms: number, run: () => void, owner: SimProcess | null = this.owner): () => void {
    const entry = { atMs: this.nowMs + Math.max(0, ms), order: this.#order++, owner, run, cancelled: false };
    this.#push(entry);
    return () => {
      entry.cancelled = true;
    };
  }

  /** Resolves after `ms`. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets time pass until `untilMs`, or until `done` holds; false when the time came first. */
  async run(untilMs: number, done: () => boolean = () => false): Promise<boolean> {
    for (;;) {
      // One real turn of the event loop: every promise that can go on has gone on after it.
      await new Promise((resolve) => realSetImmediate(resolve));
      if (done()) return true;
      const next = this.#heap[0];
      if (next === undefined || next.atMs > untilMs) {
        this.nowMs = untilMs;
        return false;
      }
      this.#pop();
      this.#fire(next);
    }
  }

  /** Puts the virtual timers in the place of the real ones until the returned function is called. */
  install(): () => void {
    current = this;
    // The code under test uses nothing of a timer but clearTimeout.
    Object.assign(globalThis, {
      setTimeout: (run: () => void, ms = 0) => this.after(ms, run),
      clearTimeout: (cancel: unknown) => typeof cancel === "function" && cancel(),
      setImmediate: (run: () => void) => this.after(0, run),
    });
    return () => {
      Object.assign(globalThis, real);
      current = null;
    };
  }

  #fire(entry: Entry): void {
    if (entry.cancelled || entry.owner?.alive === false) return;
    this.nowMs = Math.max(this.nowMs, entry.atMs);
    if (entry.owner !== null && entry.owner.pausedUntilMs > this.nowMs) {
      entry.atMs = entry.owner.pausedUntilMs;
      entry.order = this.#order++;
      this.#push(entry);
      return;
    }
    owners.run(entry.owner, entry.run);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || isBefore(parent, entry)) break;
      heap[at] = parent;
      heap[above] = entry;
      at = above;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    heap[0] = last;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      if (left === undefined) return;
      const isRight = right !== undefined && isBefore(right, left);
      const least = isRight ? right : left;
      if (isBefore(last, least)) return;
      heap[at] = least;
      at = 2 * at + (isRight ? 2 : 1);
      heap[at] = last;
    }
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

let current: VirtualTime | null = null;

/** The clock of the run under way. */
export function virtualTime(): VirtualTime {
  if (current === null) throw new Error("no simulated run is under way");
  return current;
}

/** What stands in for node:timers/promises. */
export const virtualTimers = {
  setTimeout: (ms: number, value?: unknown, options?: { readonly signal?: AbortSignal }) =>
    new Promise((resolve, reject) => {
      const cancel = virtualTime().after(ms, () => resolve(value));
      options?.signal?.addEventListener("abort", () => {
        cancel();
        reject(new Error("aborted"));
      });
    }),
  setImmediate: () => virtualTime().sleep(0),
};
