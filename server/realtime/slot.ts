import type { Message, Notice } from "./message.ts";
import type { Outlet } from "./outlet.ts";
import { type Session, WATCHING } from "./session.ts";

/** Someone who watches: rooms it follows delta by delta, and rooms it must first catch up with (and from which tick). */
export class Viewer {
  readonly slot: Slot;
  readonly outlet: Outlet;
  session: Session = WATCHING;
  readonly live = new Set<number>();
  readonly behind = new Map<number, number>();
  /** False until it has been told what everyone was told before. */
  informed = false;
  /** The rooms of `live` in order, as text; null when they have changed. */
  signature: string | null = null;

  constructor(slot: Slot, outlet: Outlet) {
    this.slot = slot;
    this.outlet = outlet;
  }
}

/** Viewers who are served together. Each slot has a moment of its own in the tick, so that a tick is not one burst. */
export class Slot {
  readonly index: number;
  readonly viewers = new Set<Viewer>();
  /** Rooms with deltas that these viewers have not had, and the tick up to which they have them. */
  readonly dirty = new Map<number, number>();
  /** What was told to everyone since they were last served. */
  notices: readonly Notice[] = [];
  /** State of the audience when they were last served: slots of the same state lack the same. */
  servedAt: number;

  constructor(index: number, servedAt: number) {
    this.index = index;
    this.servedAt = servedAt;
  }

  tell(notice: Notice): void {
    // Only the feed adds up; clock and city are replaced.
    const before = this.notices.filter(({ event }) => event === "feed" || event !== notice.event);
    this.notices = [...before, notice];
  }

  served(at: number): void {
    this.dirty.clear();
    this.notices = [];
    this.servedAt = at;
  }
}

/** One serving of one slot: what its viewers may share. */
export interface Serving {
  readonly slot: Slot;
  readonly nowMs: number;
  /** By what a viewer follows; the same for all slots that lack the same. */
  readonly news: Map<string, Message>;
  /** By everything that a viewer lacks. */
  readonly catchUps: Map<string, CatchUp>;
  /** True when somebody has to wait for the next serving. */
  postponed: boolean;
}

export interface CatchUp {
  readonly message: Message;
  /** Rooms that the message brings up to date. */
  readonly served: readonly number[];
}
