import { LIMITS } from "../../city/limits.ts";
import type { ViewMessage } from "../../city/protocol/messages.ts";
import type { FrameHead } from "../../city/protocol/wire-types.ts";
import { ByteBudget } from "./byte-budget.ts";
import { Message, type Notice, type NoticeEvent } from "./message.ts";
import type { Outlet } from "./outlet.ts";
import { RoomCache } from "./room-cache.ts";
import { afterBacklog } from "./session.ts";
import { type CatchUp, type Serving, Slot, Viewer } from "./slot.ts";

interface Room {
  readonly cache: RoomCache;
  readonly members: Set<Viewer>;
}

const NOTHING = -1;
/** What newcomers are told, in this order: pictures mean nothing without the clock. */
const STANDING: readonly NoticeEvent[] = ["clock", "city"];

/**
 * Who watches which neighborhood, and what each of them has yet to get. Viewers of the same rooms share one message.
 * `needKeyframe` is called for a neighborhood that someone watches and that cannot be served from what is at hand.
 */
export class Audience {
  readonly counts = { messagesSent: 0, bytesSent: 0, messagesDropped: 0, stalls: 0 };
  readonly slots: Slot[] = [];
  readonly #needKeyframe: (neighborhood: number) => void;
  readonly #rooms = new Map<number, Room>();
  /** The latest of each kind: what newcomers are told. */
  readonly #standing = new Map<NoticeEvent, Notice>();
  readonly #catchUpBudget = new ByteBudget(
    LIMITS.relayCatchUpBytesPerSecond,
    LIMITS.relayCatchUpBurstBytesMax,
  );
  /** Counts whatever changes what viewers lack. */
  #state = 0;
  #shared = { from: 0, to: 0, news: new Map<string, Message>() };

  constructor(needKeyframe: (neighborhood: number) => void) {
    this.#needKeyframe = needKeyframe;
  }

  get roomCount(): number {
    return this.#rooms.size;
  }

  /** One more viewer, in the slot where it makes the least burst. */
  enter(outlet: Outlet): Viewer {
    const roomy = this.slots.find(({ viewers }) => viewers.size < LIMITS.relaySlotViewersMin);
    const slot = roomy ?? this.#anotherSlot() ?? this.#emptiestSlot();
    const viewer = new Viewer(slot, outlet);
    slot.viewers.add(viewer);
    return viewer;
  }

  /** Takes in a frame from the worker; true when the slots have something to be served. */
  accept(head: FrameHead, bytes: Uint8Array): boolean {
    const room = this.#room(head.neighborhood);
    const tipBefore = room.cache.tip;
    const outcome = room.cache.accept(head, bytes);
    if (outcome === "delta") {
      this.#state++;
      for (const { dirty } of this.slots)
        if (!dirty.has(head.neighborhood)) dirty.set(head.neighborhood, tipBefore);
    } else if (outcome === "restart") this.#restart(head.neighborhood, room);
    else if (outcome === "gap") this.#clean(head.neighborhood);
    const isLate = outcome === "gap" || (outcome === "delta" && room.cache.needsKeyframe);
    if (isLate && room.members.size > 0) this.#needKeyframe(head.neighborhood);
    return outcome === "delta" || outcome === "restart";
  }

  /** Everyone is told with its next serving; clock and city also whoever comes later. */
  tell(notice: Notice): void {
    this.#state++;
    if (notice.event !== "feed") this.#standing.set(notice.event, notice);
    for (const slot of this.slots) slot.tell(notice);
  }

  /** Messages may have been missed: everyone starts again from the next keyframes. */
  breakAll(): void {
    for (const [neighborhood, room] of this.#rooms) {
      room.cache.break();
      this.#restart(neighborhood, room);
    }
  }

  /** The viewer watches these neighborhoods from now on; the next serving of its slot brings it up to date. */
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
    viewer.slot.viewers.delete(viewer);
  }

  /**
   * Sends the viewers of a slot what is new and what they lack, one message each; true when some must wait for the next
   * serving. `nowMs` is a monotonic clock.
   */
  serve(slot: Slot, nowMs: number): boolean {
    this.#leaveOutPruned(slot);
    const same = this.#shared.from === slot.servedAt && this.#shared.to === this.#state;
    if (!same) this.#shared = { from: slot.servedAt, to: this.#state, news: new Map() };
    const serving: Serving = {
      slot,
      nowMs,
      news: this.#shared.news,
      catchUps: new Map(),
      postponed: false,
    };
    for (const viewer of slot.viewers) this.#serveViewer(viewer, serving);
    slot.served(this.#state);
    return serving.postponed;
  }

  #serveViewer(viewer: Viewer, serving: Serving): void {
    const before = viewer.session.state;
    viewer.session = afterBacklog(viewer.session, viewer.outlet.unsentMessages(), serving.nowMs);
    if (viewer.session.state !== "watching") {
      if (before === "watching") this.counts.stalls++;
      this.#withhold(viewer, serving.slot);
      return;
    }
    const news = this.#news(viewer, serving);
    if (viewer.informed && viewer.behind.size === 0) this.#send(viewer, news);
    else if (this.#catchUpBudget.allows(serving.nowMs)) this.#bringUpToDate(viewer, news, serving);
    else {
      serving.postponed = true;
      this.#send(viewer, news);
    }
  }

  #send(viewer: Viewer, message: Message): void {
    const bytes = message.framed.length;
    if (bytes === 0) return;
    this.counts.messagesSent++;
    this.counts.bytesSent += bytes;
    viewer.outlet.send(message);
  }

  /** The deltas of the rooms that a viewer follows, joined once for all who follow the same. */
  #news(viewer: Viewer, { slot, news }: Serving): Message {
    viewer.signature ??= [...viewer.live].sort((a, b) => a - b).join();
    const known = news.get(viewer.signature);
    if (known !== undefined) return known;
    const followed = [...slot.dirty].filter(([neighborhood]) => viewer.live.has(neighborhood));
    followed.sort(([a], [b]) => a - b);
    const frames = followed.flatMap(
      ([neighborhood, from]) => this.#room(neighborhood).cache.after(from) ?? [],
    );
    const message = new Message(slot.notices, frames);
    news.set(viewer.signature, message);
    return message;
  }

  /** Sends the news and whatever else the viewer lacks; rooms that cannot be served yet stay behind. */
  #bringUpToDate(viewer: Viewer, news: Message, { catchUps }: Serving): void {
    const key = [viewer.signature, viewer.informed, ...viewer.behind].join(";");
    const catchUp = catchUps.get(key) ?? this.#catchUp(viewer, news);
    catchUps.set(key, catchUp);
    for (const neighborhood of catchUp.served) {
      viewer.behind.delete(neighborhood);
      viewer.live.add(neighborhood);
      viewer.signature = null;
    }
    viewer.informed = true;
    this.#catchUpBudget.spend(catchUp.message.framed.length);
    this.#send(viewer, catchUp.message);
  }

  #catchUp(viewer: Viewer, news: Message): CatchUp {
    const frames = [...news.frames];
    const served: number[] = [];
    for (const [neighborhood, haveTick] of viewer.behind) {
      const missed = this.#room(neighborhood).cache.catchUp(haveTick);
      if (missed === null) {
        this.#needKeyframe(neighborhood);
        continue;
      }
      frames.push(...missed);
      served.push(neighborhood);
    }
    const feed = news.notices.filter(({ event }) => event === "feed");
    const standing = STANDING.flatMap((event) => this.#standing.get(event) ?? []);
    const notices = viewer.informed ? news.notices : [...standing, ...feed];
    return { message: new Message(notices, frames), served };
  }

  /** A viewer with a backlog gets none of this: it catches up when it has drained. */
  #withhold(viewer: Viewer, slot: Slot): void {
    let withheld = slot.notices.length > 0;
    if (withheld) viewer.informed = false;
    for (const [neighborhood, from] of slot.dirty) {
      if (viewer.live.has(neighborhood)) this.#fallBehind(viewer, neighborhood, from);
      withheld ||= viewer.behind.has(neighborhood);
    }
    if (withheld) this.counts.messagesDropped++;
  }

  /** So much came since the slot was last served that the first of it is no longer kept: its viewers start again. */
  #leaveOutPruned(slot: Slot): void {
    for (const [neighborhood, from] of slot.dirty) {
      const { cache, members } = this.#room(neighborhood);
      if (cache.after(from) !== null) continue;
      for (const viewer of members) {
        if (viewer.slot === slot && viewer.live.has(neighborhood))
          this.#fallBehind(viewer, neighborhood, from);
      }
      slot.dirty.delete(neighborhood);
    }
  }

  #restart(neighborhood: number, room: Room): void {
    this.#clean(neighborhood);
    for (const viewer of room.members) this.#fallBehind(viewer, neighborhood, NOTHING);
  }

  #clean(neighborhood: number): void {
    this.#state++;
    for (const { dirty } of this.slots) dirty.delete(neighborhood);
  }

  #fallBehind(viewer: Viewer, neighborhood: number, haveTick: number): void {
    if (viewer.live.delete(neighborhood)) viewer.signature = null;
    viewer.behind.set(neighborhood, haveTick);
  }

  #leave(viewer: Viewer, neighborhood: number): void {
    if (viewer.live.delete(neighborhood)) viewer.signature = null;
    viewer.behind.delete(neighborhood);
    const room = this.#room(neighborhood);
    room.members.delete(viewer);
    // Nothing ever came for it: a viewer named a neighborhood that may not exist.
    if (room.members.size === 0 && room.cache.isBlank) this.#rooms.delete(neighborhood);
  }

  #anotherSlot(): Slot | null {
    if (this.slots.length === LIMITS.relaySlotsMax) return null;
    const slot = new Slot(this.slots.length, this.#state);
    this.slots.push(slot);
    return slot;
  }

  #emptiestSlot(): Slot {
    return this.slots.reduce((a, b) => (b.viewers.size < a.viewers.size ? b : a));
  }

  #room(neighborhood: number): Room {
    const known = this.#rooms.get(neighborhood);
    if (known !== undefined) return known;
    const room = { cache: new RoomCache(), members: new Set<Viewer>() };
    this.#rooms.set(neighborhood, room);
    return room;
  }
}
