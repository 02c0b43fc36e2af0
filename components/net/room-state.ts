import type { FrameHead } from "#city/protocol/wire-types.ts";

/** What to do with a frame: take it (perhaps in place of all that was known), drop it, or ask for a new start. */
export type FrameVerdict = "replace" | "apply" | "drop" | "resync";

interface Room {
  generation: number;
  tick: number;
  /** Frame whose pages are arriving, and the page due next; -1 when none is. */
  pendingTick: number;
  nextPage: number;
}

/** Keeps each room's place in its stream: which frames follow on what is known, and where something is missing. */
export class RoomState {
  readonly #rooms = new Map<number, Room>();
  #newestTick = -1;

  get newestTick(): number {
    return this.#newestTick;
  }

  /** Tick up to which a room is known, or -1. */
  tickOf(neighborhood: number): number {
    return this.#rooms.get(neighborhood)?.tick ?? -1;
  }

  forget(neighborhood: number): void {
    this.#rooms.delete(neighborhood);
  }

  forgetAll(): void {
    this.#rooms.clear();
  }

  /** Notes a tick heard of elsewhere (the city's state), for judging freshness. */
  heardTick(tick: number): void {
    this.#newestTick = Math.max(this.#newestTick, tick);
  }

  /** Judges the next frame of a room and moves its place in the stream. */
  take(head: FrameHead): FrameVerdict {
    this.heardTick(head.tick);
    const room = this.#rooms.get(head.neighborhood);
    if (head.kind === "keyframe") return this.#takeKeyframe(head, room);
    if (!room || room.tick < 0) return "resync";
    if (head.generation < room.generation || head.tick <= room.tick) return "drop";
    const due = room.pendingTick === head.tick ? room.nextPage : 0;
    if (head.page !== due || (due === 0 && head.previousTick > room.tick)) {
      this.#rooms.delete(head.neighborhood);
      return "resync";
    }
    room.generation = head.generation;
    this.#advance(room, head);
    return "apply";
  }

  #takeKeyframe(head: FrameHead, known: Room | undefined): FrameVerdict {
    if (
      known &&
      (head.generation < known.generation || (head.generation === known.generation && head.tick < known.tick))
    ) {
      return "drop";
    }
    const room = known ?? { generation: head.generation, tick: -1, pendingTick: -1, nextPage: 0 };
    this.#rooms.set(head.neighborhood, room);
    if (head.page > 0 && (room.pendingTick !== head.tick || room.nextPage !== head.page)) return "drop";
    room.generation = head.generation;
    this.#advance(room, head);
    return head.page === 0 ? "replace" : "apply";
  }

  #advance(room: Room, head: FrameHead): void {
    if (head.page + 1 < head.pages) {
      room.pendingTick = head.tick;
      room.nextPage = head.page + 1;
      return;
    }
    room.pendingTick = -1;
    room.nextPage = 0;
    room.tick = head.tick;
  }
}
