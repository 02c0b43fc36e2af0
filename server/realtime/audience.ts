import type { ViewMessage } from "../../city/protocol/messages.ts";
import { joinFrames } from "../../city/protocol/wire/frame.ts";
import type { FrameHead } from "../../city/protocol/wire-types.ts";
import { RoomCache } from "./room-cache.ts";
import { afterBacklog, type Session, WATCHING } from "./session.ts";

/** Where a viewer's bytes go. */
export interface Outlet {
  /** Packets handed over that have not left yet. */
  unsentPackets(): number;
  send(bytes: Uint8Array): void;
}

/** Someone who watches: rooms it follows delta by delta, and rooms it must first catch up with (and from which tick). */
export class Viewer {
  readonly outlet: Outlet;
  session: Session = WATCHING;
  readonly live = new Set<number>();
  readonly behind = new Map<number, number>();
  /** The rooms of `live` in order, as text; null when they have changed. */
  signature: string | null = null;

  constructor(outlet: Outlet) {
    this.outlet = outlet;
  }
}

interface Room {
  readonly cache: RoomCache;
  readonly members: Set<Viewer>;
  /** Deltas that go out with the next flush, and the tip before the first of them. */
  fresh: Uint8Array[];
  freshFrom: number;
}

const NOTHING = -1;

/**
 * Who watches which neighborhood, and what each of them has yet to get. Viewers of the same rooms share one message.
 * `needKeyframe` is called for a neighborhood that someone watches and that cannot be served from what is at hand.
 */
export class Audience {
  readonly #needKeyframe: (neighborhood: number) => void;
  readonly #rooms = new Map<number, Room>();
  readonly #dirty = new Set<number>();
  /** Viewers with at least one room to catch up with. */
  readonly #late = new Set<Viewer>();

  constructor(needKeyframe: (neighborhood: number) => void) {
    this.#needKeyframe = needKeyframe;
  }

  get roomCount(): number {
    return this.#rooms.size;
  }

  /** Takes in a frame from the worker; true when a flush has something to do. */
  accept(head: FrameHead, bytes: Uint8Array): boolean {
    const room = this.#room(head.neighborhood);
    const tipBefore = room.cache.tip;
    const outcome = room.cache.accept(head, bytes);
    if (outcome.kind === "delta") {
      if (room.fresh.length === 0) room.freshFrom = tipBefore;
      room.fresh.push(...outcome.pages);
      this.#dirty.add(head.neighborhood);
    } else if (outcome.kind === "restart") this.#restart(head.neighborhood, room);
    else if (outcome.kind === "gap") {
      room.fresh = [];
      this.#dirty.delete(head.neighborhood);
    }
    const isLate = outcome.kind === "gap" || (outcome.kind === "delta" && room.cache.needsKeyframe);
    if (isLate && room.members.size > 0) this.#needKeyframe(head.neighborhood);
    return outcome.kind === "delta" || outcome.kind === "restart";
  }

  /** Messages may have been missed: everyone starts again from the next keyframes. */
  breakAll(): void {
    for (const [neighborhood, room] of this.#rooms) {
      room.cache.break();
      this.#restart(neighborhood, room);
    }
  }

  /** The viewer watches these neighborhoods from now on; the next flush brings it up to date. */
  watch(viewer: Viewer, view: ViewMessage): void {
    const wanted = new Map(view.rooms);
    for (const neighborhood of [...viewer.live, ...viewer.behind.keys()]) {
      if (!wanted.has(neighborhood)) this.#leave(viewer, neighborhood);
    }
    for (const [neighborhood, haveTick] of wanted) {
      const { members } = this.#room(neighborhood);
      if (members.has(viewer)) continue;
      members.add(viewer);
      this.#fallBehind(viewer, neighborhood, haveTick);
    }
  }

  /** The viewer is gone. */
  drop(viewer: Viewer): void {
    for (const neighborhood of [...viewer.live, ...viewer.behind.keys()]) this.#leave(viewer, neighborhood);
    this.#late.delete(viewer);
  }

  /** Sends everyone what is new and what they lack, one message each. `nowMs` is a monotonic clock. */
  flush(nowMs: number): void {
    const dirty = [...this.#dirty].sort((a, b) => a - b);
    const viewers = new Set(this.#late);
    for (const neighborhood of dirty) {
      for (const viewer of this.#room(neighborhood).members) viewers.add(viewer);
    }
    const shared = new Map<string, Uint8Array>();
    for (const viewer of viewers) this.#serve(viewer, dirty, shared, nowMs);
    for (const neighborhood of dirty) this.#room(neighborhood).fresh = [];
    this.#dirty.clear();
  }

  #serve(viewer: Viewer, dirty: readonly number[], shared: Map<string, Uint8Array>, nowMs: number): void {
    viewer.session = afterBacklog(viewer.session, viewer.outlet.unsentPackets(), nowMs);
    if (viewer.session.state !== "watching") {
      for (const neighborhood of dirty) {
        if (viewer.live.has(neighborhood))
          this.#fallBehind(viewer, neighborhood, this.#room(neighborhood).freshFrom);
      }
      return;
    }
    const news = this.#news(viewer, dirty, shared);
    const missed = this.#catchUp(viewer);
    const bytes = missed.length === 0 ? news : Buffer.concat([news, joinFrames(missed)]);
    if (bytes.length > 0) viewer.outlet.send(bytes);
  }

  /** The fresh deltas of the rooms a viewer follows, joined once for all who follow the same. */
  #news(viewer: Viewer, dirty: readonly number[], shared: Map<string, Uint8Array>): Uint8Array {
    viewer.signature ??= [...viewer.live].sort((a, b) => a - b).join();
    const known = shared.get(viewer.signature);
    if (known !== undefined) return known;
    const followed = dirty.filter((neighborhood) => viewer.live.has(neighborhood));
    const news = joinFrames(followed.flatMap((neighborhood) => this.#room(neighborhood).fresh));
    shared.set(viewer.signature, news);
    return news;
  }

  /** Frames that bring a viewer up to date where it is behind; rooms that cannot be served yet stay behind. */
  #catchUp(viewer: Viewer): Uint8Array[] {
    const frames: Uint8Array[] = [];
    for (const [neighborhood, haveTick] of viewer.behind) {
      const missed = this.#room(neighborhood).cache.catchUp(haveTick);
      if (missed === null) {
        this.#needKeyframe(neighborhood);
        continue;
      }
      frames.push(...missed);
      viewer.behind.delete(neighborhood);
      viewer.live.add(neighborhood);
      viewer.signature = null;
    }
    if (viewer.behind.size === 0) this.#late.delete(viewer);
    return frames;
  }

  #restart(neighborhood: number, room: Room): void {
    room.fresh = [];
    this.#dirty.delete(neighborhood);
    for (const viewer of room.members) this.#fallBehind(viewer, neighborhood, NOTHING);
  }

  #fallBehind(viewer: Viewer, neighborhood: number, haveTick: number): void {
    if (viewer.live.delete(neighborhood)) viewer.signature = null;
    viewer.behind.set(neighborhood, haveTick);
    this.#late.add(viewer);
  }

  #leave(viewer: Viewer, neighborhood: number): void {
    if (viewer.live.delete(neighborhood)) viewer.signature = null;
    viewer.behind.delete(neighborhood);
    if (viewer.behind.size === 0) this.#late.delete(viewer);
    const room = this.#room(neighborhood);
    room.members.delete(viewer);
    // Nothing ever came for it: a viewer named a neighborhood that may not exist.
    if (room.members.size === 0 && room.cache.isBlank) this.#rooms.delete(neighborhood);
  }

  #room(neighborhood: number): Room {
    const known = this.#rooms.get(neighborhood);
    if (known !== undefined) return known;
    const room = { cache: new RoomCache(), members: new Set<Viewer>(), fresh: [], freshFrom: NOTHING };
    this.#rooms.set(neighborhood, room);
    return room;
  }
}
